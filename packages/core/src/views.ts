/**
 * What the pages show: the JSON of the HTTP API. Made by the engine, read by the console; no other shape crosses.
 *
 * GET  /api/session                     SessionView
 * POST /api/sign-out                    {}
 * POST /api/syncs                       body NewSync                -> SyncView   (one draft per pair; again returns the same)
 * GET  /api/syncs/{sync}                                            -> SyncView
 * POST /api/syncs/{sync}/scan           body ScanRequest            -> SyncView   (draft|previewed|stopped -> scanning)
 * GET  /api/syncs/{sync}/preview        ?filter=&after=&search=     -> PreviewPage
 * POST /api/syncs/{sync}/start          body { run }                -> SyncView   (previewed -> running)
 * POST /api/syncs/{sync}/stop           body {}                     -> SyncView
 * GET  /api/syncs/{sync}/waiting        ?after=                     -> WaitingPage (held and parked items)
 * POST /api/syncs/{sync}/answers        body Answers                -> SyncView
 * GET  /api/syncs/{sync}/activity       ?after=                     -> ActivityPage
 * POST /api/connections/{connection}/disconnect  body {}            -> SessionView
 *
 * Browser navigations (answered with redirects): GET /auth/{provider}/start?return=/path , GET /auth/{provider}/callback .
 * Every POST carries the header `x-concord: 1`. Errors: status 4xx/5xx and an ErrorView.
 */
import type { ItemTypeName } from './items.ts';
import type { DeletePolicies } from './policy.ts';

export type ErrorView = {
  readonly error: { readonly code: string; readonly message: string; readonly action?: string };
};

export type SessionView =
  | { readonly signedIn: false; readonly signInUrl: string; readonly notice?: PageNotice }
  | {
      readonly signedIn: true;
      readonly member: { readonly name: string; readonly email: string; readonly isOwner: boolean };
      readonly firm: { readonly name: string };
      readonly connections: readonly ConnectionView[];
      readonly syncs: readonly SyncView[];
      /** Providers that can be set up, and what they are called. */
      readonly offers: readonly OfferView[];
      readonly notice?: PageNotice;
    };

export type PageNotice = {
  readonly tone: 'info' | 'success' | 'warning' | 'error';
  readonly title: string;
  readonly message: string;
};

export type OfferView = {
  readonly provider: string;
  readonly label: string;
  readonly itemType: ItemTypeName;
  /** "Outlook Contacts" */
  readonly collection: string;
  readonly authorizeUrl: string;
};

export type ConnectionState = 'active' | 'lost' | 'disconnected';
export type ConnectionView = {
  readonly id: string;
  readonly provider: string;
  readonly label: string;
  /** "You are currently authorized as ..." */
  readonly account: string;
  readonly state: ConnectionState;
  /** What is happening and what to do next. */
  readonly sentence: string;
};

export type SyncState = 'draft' | 'scanning' | 'previewed' | 'running' | 'live' | 'paused' | 'stopped';

export type SyncView = {
  readonly id: string;
  readonly itemType: ItemTypeName;
  readonly state: SyncState;
  readonly left: { readonly label: string; readonly collection: string; readonly account: string };
  readonly right: {
    readonly label: string;
    readonly collection: string;
    readonly account: string;
    readonly connection: string;
  };
  /** What is happening and what to do next, in one or two sentences. */
  readonly sentence: string;
  /** When it is paused or in trouble: the closed reason. */
  readonly trouble?: string;
  readonly policy: PolicyView;
  /** While scanning or running. */
  readonly progress?: ProgressView;
  /** When previewed and after. */
  readonly preview?: PreviewCounts;
  /** When live. Epoch milliseconds. */
  readonly freshness?: { readonly lastChangeAt?: number; readonly checkedAt: number; readonly changesToday: number };
  readonly waiting: { readonly held: number; readonly parked: number };
  readonly linked: number;
};

export type PolicyView = {
  readonly conflicts: 'left' | 'right' | 'ask';
  /** What a delete on each side does to the other. */
  readonly deletes: DeletePolicies;
  readonly clioSyncOff: boolean;
};

export type ProgressView = {
  readonly phase: 'readingLeft' | 'readingRight' | 'matching' | 'writing';
  readonly done: number;
  /** Unknown while a provider has not told how many there are. */
  readonly total?: number;
  /** Milliseconds; absent until it can be said honestly. */
  readonly remainingMs?: number;
  /** For example "Clio allows 50 requests a minute; going on in 20 seconds." */
  readonly waitingFor?: string;
};

export type PreviewCounts = {
  readonly run: string;
  readonly addedLeft: number;
  readonly addedRight: number;
  readonly linked: number;
  readonly changed: number;
  readonly agreed: number;
  readonly held: number;
  readonly leftOut: number;
  /** Records of which some detail does not fit on the other side. */
  readonly notFitting: number;
};

export type PreviewFilter = 'all' | 'addedLeft' | 'addedRight' | 'linked' | 'held' | 'leftOut' | 'notFitting';

export type PreviewPage = { readonly rows: readonly PreviewRow[]; readonly after?: string };

export type PreviewRow = {
  readonly id: string;
  readonly title: string;
  readonly subtitle: string;
  readonly outcome: 'addedLeft' | 'addedRight' | 'linked' | 'changed' | 'agreed' | 'held' | 'leftOut' | 'deleted';
  /** The rule that decided, and why, as a sentence. */
  readonly rule: string;
  readonly because: string;
  readonly fields: readonly FieldChange[];
  /** What the other side cannot hold: it stays where it is. */
  readonly notFitting: readonly { readonly label: string; readonly value: string; readonly reason: string }[];
  /** For held rows: who it might be. */
  readonly candidates?: readonly { readonly title: string; readonly subtitle: string; readonly mapping: string }[];
};

export type FieldChange = {
  readonly label: string;
  readonly side: 'left' | 'right';
  readonly before: string;
  readonly after: string;
};

export type NewSync = { readonly right: string; readonly itemType: ItemTypeName };
export type ScanRequest = {
  readonly clioSyncOff: boolean;
  readonly conflicts: 'left' | 'right' | 'ask';
  /** Absent: as it was chosen before, at first the item type's own. */
  readonly deletes?: DeletePolicies;
};

export type WaitingPage = { readonly rows: readonly WaitingRow[]; readonly after?: string };
export type WaitingRow = {
  readonly mapping: string;
  readonly kind: 'held' | 'parked';
  readonly title: string;
  readonly subtitle: string;
  readonly because: string;
  /** What a person can answer. */
  readonly answers: readonly { readonly answer: Answer; readonly label: string }[];
  readonly candidates: readonly { readonly mapping: string; readonly title: string; readonly subtitle: string }[];
};

/**
 * `different`: two people, write both. `same`: link with `candidate`. `retry`: try a parked one again. `keep`: leave as it is.
 * `left`, `right`: who wins a detail that both sides changed. Of what was deleted on one side: `delete` it on the other too,
 * `resend` it to where it was deleted, or `keep` it where it still is.
 */
export type Answer = 'different' | 'same' | 'retry' | 'keep' | 'left' | 'right' | 'delete' | 'resend';
export type Answers = {
  readonly answers: readonly { readonly mapping: string; readonly answer: Answer; readonly candidate?: string }[];
  /** Treat every held match as different people. */
  readonly allDifferent?: boolean;
};

export type ActivityPage = { readonly rows: readonly ActivityRow[]; readonly after?: string };
export type ActivityRow = {
  readonly id: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly title: string;
  readonly what: 'added' | 'changed' | 'deleted' | 'linked' | 'released' | 'held' | 'parked';
  readonly side: 'left' | 'right';
  readonly because: string;
  readonly fields: readonly FieldChange[];
};
