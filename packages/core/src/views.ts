/**
 * What the pages show: the JSON of the HTTP API. Made by the engine, read by the console; no other shape crosses. What the review and why
 * pages show stands in `why/`, what those of calendars show in `calendar-views.ts`.
 *
 * GET  /api/session                     SessionView
 * GET  /api/firm                        -> FirmView            (the account owner alone)
 * POST /api/firm/invites                body { emails }     -> FirmView
 * POST /api/firm/invites/{invite}/send      body {}         -> FirmView   (a new link; the old one ends)
 * POST /api/firm/invites/{invite}/withdraw  body {}         -> FirmView
 * POST /api/sign-out                    {}
 * POST /api/syncs                       body NewSync                -> SyncView   (one draft per pair; again returns the same)
 * GET  /api/syncs/{sync}                                            -> SyncView
 * POST /api/syncs/{sync}/scan           body ScanRequest            -> SyncView   (draft|previewed|stopped -> scanning)
 * GET  /api/syncs/{sync}/preview        ?filter=&after=&search=     -> PreviewPage (the search is for text, or for the id of one row)
 * POST /api/syncs/{sync}/start          body { run }                -> SyncView   (previewed -> running)
 * POST /api/syncs/{sync}/stop           body {}                     -> SyncView
 * GET  /api/syncs/{sync}/waiting        ?after=                     -> WaitingPage (held and parked items)
 * POST /api/syncs/{sync}/refresh        body {}                     -> SyncView   (a full pass; only live ones)
 * GET  /api/syncs/{sync}/groups                                     -> GroupsView (what can be chosen, as it was read last)
 * POST /api/syncs/{sync}/read-groups    body {}                     -> GroupsView (asks for them to be read; draft|previewed|stopped)
 * POST /api/syncs/{sync}/answers        body Answers                -> SyncView
 * GET  /api/syncs/{sync}/activity       ?after=                     -> ActivityPage
 * GET  /api/syncs/{sync}/past           ?mapping=                   -> PastPage    (one record, after each entry)
 * GET  /api/syncs/{sync}/history        ?format=csv|ndjson&after=   -> a part of the file; the next one is `x-concord-after`
 * POST /api/syncs/{sync}/undo           body UndoWish               -> SyncView    (its preview is made; `undo` of the view)
 * GET  /api/syncs/{sync}/undo/rows      ?after=                     -> UndoPage
 * POST /api/syncs/{sync}/undo/start     body { run }                -> SyncView
 * POST /api/syncs/{sync}/undo/drop      body {}                     -> SyncView
 * POST /api/syncs/{sync}/look           body { mapping }            -> SyncView   (a worker reads both sides of it now)
 * POST /api/syncs/{sync}/take-back      body { mappings } or { all } -> SyncView   (answers that nobody has begun to carry out)
 * GET  /api/review                      ?after=                     -> ReviewPage (all of the caller's syncs)
 * GET  /api/why                         ?query=                     -> WhyView
 * GET  /api/syncs/{sync}/preview/week   ?from=&to=                  -> WeekView    (events: what will be where, by time)
 * GET  /api/connections/{connection}/calendars                      -> CalendarsView (of Clio and of this account, as they were read last)
 * POST /api/connections/{connection}/read-calendars  body {}        -> CalendarsView (asks for them to be read)
 * POST /api/connections/{connection}/make-calendar   body NewCalendar -> CalendarsView (asks for a new one, then they are read)
 * POST /api/connections/{connection}/disconnect  body { forget? }   -> SessionView
 * POST /api/connections/{connection}/ask-admin   body {}            -> SessionView (then it has `admin`)
 *
 * Browser navigations (answered with redirects): GET /auth/{provider}/start?return=/path&region=&for=&connection=&move=&again= ,
 * GET /auth/{provider}/callback , GET /auth/link/{token} .
 * Every POST carries the header `x-concord: 1`. Errors: status 4xx/5xx and an ErrorView.
 */
import type { BrakeCount, BrakeCounts } from './brake.ts';
import type { UndoView } from './history-views.ts';
import type { ItemTypeName, SideName } from './items.ts';
import type { ConnectionState } from './life/connection-life.ts';
import type { SyncState } from './life/sync-life.ts';
import type { Choice, DeletePolicies, PrivateChoice } from './policy.ts';
import type { Group } from './ports/provider.ts';
import type { ReasonCode } from './reasons.ts';
import type { ReviewKind } from './why/review-view.ts';

export type ErrorView = {
  readonly error: { readonly code: string; readonly message: string; readonly action?: string };
};

export type SessionView =
  | {
      readonly signedIn: false;
      readonly signInUrl: string;
      /** More than one: a firm's data lives in one of Clio's regions. */
      readonly regions: readonly { readonly label: string; readonly signInUrl: string }[];
      readonly notice?: PageNotice;
    }
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
  /** What to do next, as links to press. */
  readonly actions?: readonly LinkView[];
};

export type LinkView = { readonly label: string; readonly url: string };

export type OfferView = {
  readonly provider: string;
  readonly label: string;
  readonly itemType: ItemTypeName;
  /** "Outlook Contacts" */
  readonly collection: string;
  readonly authorizeUrl: string;
};

export type ConnectionView = {
  readonly id: string;
  readonly provider: string;
  readonly label: string;
  /** "You are currently authorized as ..." */
  readonly account: string;
  readonly state: ConnectionState;
  /** What is happening and what to do next. */
  readonly sentence: string;
  /** What to press next. */
  readonly next?: LinkView;
  /** Nobody may come back from "Need admin approval": the person can say so here, and then gets `admin`. */
  readonly mayAskAdmin?: true;
  /** When an administrator must approve: the address for them, and a letter that asks them. */
  readonly admin?: { readonly url: string; readonly subject: string; readonly body: string };
  /** Since when it is in this state, when that matters. Epoch milliseconds. */
  readonly since?: number;
  /** Of which of the types that it could hold its grant lacks a permission; absent when of none. */
  readonly missing?: readonly ItemTypeName[];
  /** Where they are asked for. The page adds `&return=` with its own path. */
  readonly askAgain?: LinkView;
};

/** For the account owner: who uses Concord in this firm, and how it goes. */
export type FirmView = {
  readonly members: readonly MemberView[];
  readonly invites: readonly InviteView[];
};
export type MemberView = {
  readonly name: string;
  readonly email: string;
  readonly isOwner: boolean;
  readonly connections: readonly Pick<ConnectionView, 'id' | 'label' | 'account' | 'state' | 'sentence' | 'since'>[];
};
export type InviteView = {
  readonly id: string;
  readonly email: string;
  readonly state: 'sending' | 'sent' | 'failed' | 'expired' | 'accepted';
  /** Epoch milliseconds. */
  readonly sentAt?: number;
  readonly expiresAt?: number;
  readonly sentence: string;
};

export type SyncView = {
  readonly id: string;
  readonly itemType: ItemTypeName;
  readonly state: SyncState;
  readonly left: SyncEndView;
  readonly right: SyncEndView & { readonly connection: string };
  /** What is happening and what to do next, in one or two sentences. */
  readonly sentence: string;
  /** When it is paused or in trouble: the closed reason. */
  readonly trouble?: string;
  readonly policy: PolicyView;
  /** While scanning or running. */
  readonly progress?: ProgressView;
  /** When previewed and after. */
  readonly preview?: PreviewCounts;
  /** When the brake stopped it: what was about to happen. */
  readonly brake?: BrakeView;
  /** When live. Epoch milliseconds. */
  readonly freshness?: FreshnessView;
  /**
   * As of when both sides were in step: both were read to the end then, and nothing was left to write but what waits for a person.
   * Epoch milliseconds; absent before the first such look.
   */
  readonly inStepAt?: number;
  readonly waiting: { readonly held: number; readonly parked: number };
  readonly linked: number;
  /** An undo that somebody asked for. */
  readonly undo?: UndoView;
  /** How many rest because they are not among those that were chosen. */
  readonly outside: number;
};

/** `collection`: "Outlook Contacts", "Clio calendar “Hearings”". `calendar`: which one, of events. */
export type SyncEndView = {
  readonly label: string;
  readonly collection: string;
  readonly account: string;
  readonly calendar?: { readonly id: string; readonly name: string };
};

/** What the brake stopped, before the first of it. `count`: with what was done within a day. */
export type BrakeView = {
  readonly what: keyof BrakeCount;
  readonly side: 'left' | 'right';
  readonly count: number;
  readonly limit: number;
  readonly planned: BrakeCounts;
  readonly names: readonly {
    readonly mapping: string;
    readonly title: string;
    readonly side: 'left' | 'right';
    readonly what: 'deleted' | 'overwritten';
  }[];
  /** Those who are not named. */
  readonly more: number;
};

export type FreshnessView = {
  readonly lastChangeAt?: number;
  readonly checkedAt: number;
  readonly changesToday: number;
  readonly lag?: LagView;
};

/** By the side where changes were made: how long its provider took to show the middle one of the last few, and how long we took then. */
export type LagView = Readonly<
  Partial<Record<'left' | 'right', { readonly providerMs: number; readonly oursMs: number; readonly changes: number }>>
>;

export type PolicyView = {
  readonly conflicts: 'left' | 'right' | 'ask';
  /** What a delete on each side does to the other. */
  readonly deletes: DeletePolicies;
  readonly clioSyncOff: boolean;
  /** As the last preview was asked for; absent before the first one. */
  readonly resend?: boolean;
  /** Absent: everything is kept in step. */
  readonly choice?: Choice;
  /** Of events alone. */
  readonly private?: PrivateChoice;
  /** Of events alone: whether guests are told as text on a side that holds them so. */
  readonly guests?: boolean;
};

/** What can be chosen instead of everything. A worker reads it when the page asks. */
export type GroupsView = {
  readonly left: readonly Group[];
  readonly right: readonly Group[];
  /** Epoch milliseconds; absent before the first time. */
  readonly readAt?: number;
  /** Somebody asked, and no worker has answered yet. */
  readonly isAsked: boolean;
  /** Why the last try came to nothing, as a sentence. */
  readonly failure?: string;
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
  /** Of those added: deleted there before, and kept on the other side. */
  readonly resent: number;
  /** Of events alone: how many mails to others what is planned would cause, which is none. */
  readonly mails?: number;
  /** Of events alone: how many are carried one way only, because they have guests who would be mailed. */
  readonly oneWay?: number;
};

export type PreviewFilter =
  | 'all'
  | 'addedLeft'
  | 'addedRight'
  | 'linked'
  | 'held'
  | 'leftOut'
  | 'notFitting'
  | 'resent';

export type PreviewPage = { readonly rows: readonly PreviewRow[]; readonly after?: string };

export type PreviewRow = {
  readonly id: string;
  readonly title: string;
  readonly subtitle: string;
  readonly outcome: 'addedLeft' | 'addedRight' | 'linked' | 'changed' | 'agreed' | 'held' | 'leftOut' | 'deleted';
  /** The rule that decided, and why, as a sentence. */
  readonly rule: string;
  readonly because: string;
  /** The preview was made again after Start: this record has changed since, and the one that was read said something else. */
  readonly changedSince?: true;
  readonly fields: readonly FieldChange[];
  /** What the other side cannot hold: it stays where it is. */
  readonly notFitting: readonly { readonly label: string; readonly value: string; readonly reason: string }[];
  /** For held rows: who it might be. */
  readonly candidates?: readonly { readonly title: string; readonly subtitle: string; readonly mapping: string }[];
};

export type FieldChange = {
  /** The field, as a wish to undo it names it. */
  readonly name: string;
  readonly label: string;
  readonly side: 'left' | 'right';
  readonly before: string;
  readonly after: string;
};

/** `right`: a connection. `calendars`: ids that `CalendarsView` shows; of events alone, and then needed. */
export type NewSync = {
  readonly right: string;
  readonly itemType: ItemTypeName;
  readonly calendars?: Readonly<Record<SideName, string>>;
};
export type ScanRequest = {
  readonly clioSyncOff: boolean;
  readonly conflicts: 'left' | 'right' | 'ask';
  /** Absent: as it was chosen before, at first the item type's own. */
  readonly deletes?: DeletePolicies;
  /** After a stop: whether what was deleted on the right and kept on the left is sent again (the default). */
  readonly resend?: boolean;
  /** Absent: as it was chosen before, at first everything. `group`: the id of one that `GroupsView` shows on that side. */
  readonly choice?: ChoiceRequest;
  /** Of events alone. Absent: as it was chosen before, at first `busy`. */
  readonly private?: PrivateChoice;
  /** Of events alone. Absent: as it was chosen before, at first true. */
  readonly guests?: boolean;
};
export type ChoiceRequest = 'everything' | { readonly side: SideName; readonly group: string };

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
 * `left`, `right`: who wins a detail that both sides changed. `resume`: what was undone is kept in step again. Of what was deleted on one side: `delete` it on the other too,
 * `resend` it to where it was deleted, or `keep` it where it still is.
 */
export type Answer = 'different' | 'same' | 'retry' | 'keep' | 'left' | 'right' | 'delete' | 'resend' | 'resume';
export type Answers = {
  readonly answers: readonly { readonly mapping: string; readonly answer: Answer; readonly candidate?: string }[];
  /** Treat every held match as different people. */
  readonly allDifferent?: boolean;
  /** The same for everybody in this sync who waits for this kind of answer, for this reason. */
  readonly alike?: { readonly kind: ReviewKind; readonly reason: ReasonCode; readonly answer: Answer };
  /** Carried out a few seconds later only, so that it can be taken back until then. */
  readonly mayBeTakenBack?: boolean;
};
