/**
 * What the pages of mail show: the JSON of the HTTP API, made by the engine and read by the console.
 *
 * GET  /api/mail                                              -> MailView
 * POST /api/mail/settings                 body MailSettingsEdit -> MailView        (the account owner alone; what is absent stays)
 * POST /api/mail/boxes/{connection}/aliases   body { aliases }  -> MailView        (at most 20; those that a person knows of)
 * POST /api/mail/boxes/{connection}/fill      body { gap }      -> MailView        (looks through a gap; poll GET /api/mail)
 * POST /api/mail/boxes/{connection}/back-sync body MailDays     -> MailView        (counts first: the run is `counting`, then `counted`)
 * POST /api/mail/boxes/{connection}/start     body { run }      -> MailView        (counted -> running)
 * POST /api/mail/boxes/{connection}/stop      body { run }      -> MailView
 * POST /api/mail/boxes/{connection}/trace     body MailSource   -> MailWishView
 * POST /api/mail/boxes/{connection}/send      body NewLetter    -> MailWishView
 * GET  /api/mail/boxes/{connection}/wishes/{wish}               -> MailWishView
 *
 * GET  /api/engagements/people            ?search=&after=       -> EngagedPage     (contacts that have any, the latest first)
 * GET  /api/engagements                   ?contact=&after=      -> EngagementsPage (a contact's timeline, the newest first)
 * GET  /api/engagements/{engagement}                            -> EngagementView
 * POST /api/engagements/{engagement}/redact   body {}           -> EngagementView  (subject, people and text go, for good)
 * POST /api/engagements/{engagement}/matters  body { contact }  -> WishView        (open matters of that contact; poll GET /api/wishes/{wish})
 * POST /api/engagements/{engagement}/file     body { matter }   -> WishView        (once a matter, however often it is asked)
 *
 * A mailbox is disconnected like any connection: POST /api/connections/{connection}/disconnect. To connect one, a browser goes to
 * GET /auth/{provider}/start?for=mail&return=/path, with `connection` to bring a lost one back.
 * Whatever needs a provider is a wish: poll it (every 300 ms, then more slowly) while its `state` is `waiting`.
 */
import type { ConnectionView, LinkView } from '../views.ts';
import type { MailSettings } from './settings.ts';
import type { MailDirection, MailRule } from './verdict.ts';

export type MailView = {
  /** The caller's own. */
  readonly boxes: readonly MailboxView[];
  /** What can be connected. */
  readonly offers: readonly MailOfferView[];
  readonly settings: MailSettings;
  readonly canEditSettings: boolean;
  /** The contacts whose mail is kept. */
  readonly directory: {
    readonly people: number;
    readonly addresses: number;
    /** Epoch milliseconds of the last look; absent while Clio was never read. */
    readonly readAt?: number;
    readonly sentence: string;
  };
};

export type MailOfferView = {
  readonly provider: string;
  /** "Outlook mail" */
  readonly label: string;
  readonly authorizeUrl: string;
};

export type MailboxView = {
  readonly connection: ConnectionView;
  /** "Outlook mail" */
  readonly label: string;
  /** What is happening and what to do next. */
  readonly sentence: string;
  /** Epoch milliseconds: from when on, and up to when, all mail was looked at, but for the gaps. */
  readonly lookedFrom?: number;
  readonly lookedAt?: number;
  /** Whether its provider tells of new mail at once; otherwise it is looked at every hour. */
  readonly isPushed: boolean;
  /** False when the permission to send is missing; `askAgain` then asks for it. */
  readonly canSend: boolean;
  readonly askAgain?: LinkView;
  readonly aliases: { readonly told: readonly string[]; readonly own: readonly string[] };
  /** Time in which nothing was looked at, the oldest first. */
  readonly gaps: readonly MailGapView[];
  /** The run that is under way, or the last one. */
  readonly run?: MailRunView;
  /** Since it was connected. */
  readonly counts: { readonly kept: number; readonly leftOut: number };
};

export type MailGapView = {
  readonly id: string;
  readonly from: number;
  readonly until: number;
  readonly sentence: string;
};

/** `YYYY-MM-DD`, both inclusive, in the browser's zone: an IANA name. */
export type MailDays = { readonly from: string; readonly to: string; readonly zone: string };

export type MailRunView = {
  readonly id: string;
  readonly kind: MailRunKind;
  readonly state: 'counting' | 'counted' | 'running' | 'done' | 'stopped' | 'failed';
  readonly from: number;
  readonly until: number;
  /** About how many messages there are; absent while nobody has counted. */
  readonly expected?: number;
  readonly looked: number;
  /** New engagements, those that were there already, and what the rules left out. */
  readonly kept: number;
  readonly known: number;
  readonly leftOut: number;
  readonly remainingMs?: number;
  readonly startedAt?: number;
  readonly finishedAt?: number;
  readonly sentence: string;
};
/** `day`: the 24 hours after connecting or reconnecting. `newContacts`: 30 days, for contacts that are new. */
export type MailRunKind = 'day' | 'gap' | 'backSync' | 'newContacts';

export type MailSettingsEdit = Partial<Omit<MailSettings, 'retentionDays'>> & {
  /** Null: for ever. */
  readonly retentionDays?: number | null;
};

export type EngagedPage = { readonly people: readonly EngagedView[]; readonly total: number; readonly after?: string };
export type EngagedView = {
  readonly contact: string;
  readonly name: string;
  readonly count: number;
  readonly lastAt: number;
};

export type EngagementsPage = {
  readonly contact: string;
  readonly name: string;
  /** Its addresses, as the directory has them. */
  readonly addresses: readonly string[];
  readonly rows: readonly EngagementView[];
  readonly after?: string;
};

export type EngagementView = {
  readonly id: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly direction: MailDirection;
  /** Empty when it was redacted, as are subject and preview. */
  readonly people: readonly {
    readonly as: 'from' | 'to' | 'cc' | 'bcc';
    readonly name: string;
    readonly address: string;
    readonly contact?: string;
  }[];
  readonly subject: string;
  readonly preview: string;
  readonly hasAttachments: boolean;
  /** Equal for messages of one conversation. */
  readonly thread: string;
  /** In whose mailboxes it lies. `link` opens it there; only for the caller's own. */
  readonly boxes: readonly { readonly account: string; readonly isMine: boolean; readonly link?: string }[];
  readonly redacted?: { readonly at: number; readonly by: string };
  readonly canRedact: boolean;
  /** Where it was filed in Clio. */
  readonly filed: readonly { readonly matter: string; readonly number: string; readonly at: number }[];
};

export type NewLetter = {
  readonly to: readonly string[];
  readonly cc?: readonly string[];
  readonly subject: string;
  readonly text: string;
  /** The engagement that it answers. */
  readonly answers?: string;
};

/** What a trace is asked about: pasted headers, a whole message or its id (at most 256 KB), or an engagement of this mailbox. */
export type MailSource = { readonly source: string } | { readonly engagement: string };

export type MailWishView = {
  readonly id: string;
  readonly state: 'waiting' | 'done' | 'failed';
  readonly sentence: string;
  /** What to press, where a person must act. */
  readonly next?: LinkView;
  readonly trace?: MailTraceView;
};

/** Why a message is, or is not, on a timeline. */
export type MailTraceView = {
  readonly messageId?: string;
  readonly subject: string;
  readonly keeps: boolean;
  readonly rule: MailRule;
  /** "It is kept: ada@example.com belongs to Ada Lovelace." */
  readonly sentence: string;
  /** What would change that; absent when it is kept. */
  readonly change?: string;
  /** Where the mailbox has it; empty when it does not. */
  readonly places: readonly string[];
  readonly from: string;
  /** Every address of the message, and what it was taken for. */
  readonly addresses: readonly {
    readonly address: string;
    readonly as: 'from' | 'to' | 'cc' | 'bcc';
    readonly sentence: string;
    readonly contact?: string;
  }[];
  /** The engagement, when there is one. */
  readonly engagement?: string;
  /** Every rule up to the one that answered, with what it saw. */
  readonly steps: readonly { readonly rule: MailRule; readonly sentence: string; readonly answers: boolean }[];
};
