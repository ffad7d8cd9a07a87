import type { ErrorCode } from '../errors.ts';
import type { Capabilities, Item, ItemTypeName, Span } from '../items.ts';
import type { ReasonCode } from '../reasons.ts';
import type { Clock, Instant } from './clock.ts';
import type { Communications } from './communications.ts';
import type { HttpResponse, Transport } from './http.ts';
import type { MailProvider } from './mailbox.ts';
import type { Matters } from './matters.ts';
import type { AppCredentials } from './vault.ts';

export type ProviderName = 'clio' | 'microsoft' | 'google' | 'memory';

/** Provider-private data that a later write needs and nobody compares, for example a customised display name. */
export type Keep = Readonly<Record<string, string>>;

/** What one side showed of one item. */
export type Observation = Present | Gone | Elsewhere | Hidden;
export type Present = {
  readonly kind: 'present';
  readonly id: string;
  /** Opaque; equal versions mean an unchanged item. */
  readonly version: string;
  /** By the provider's clock. */
  readonly modifiedAt: Instant;
  readonly createdAt: Instant;
  /** By our clock, before the request was sent. */
  readonly askedAt: Instant;
  readonly item: Item;
  readonly keep?: Keep;
  /** Ids that it had before, as far as a list tells; it may be read and written under them further on. */
  readonly formerIds?: readonly string[];
  /** It is there, but not in the group that was chosen for this collection. */
  readonly outside?: true;
  /** It is never written here: why. What is changed here goes to the other side, and nothing comes back. */
  readonly oneWay?: ReasonCode;
  /** Fields that are never written here, because what they hold is more than their text says (formatted descriptions). */
  readonly closed?: readonly string[];
  /** It lies outside the span of time that is kept in step: nobody new is made of it. */
  readonly beyond?: true;
};
/** `confirmed`: a direct read by id answered 404, or found it among the deleted items. Otherwise only a tombstone or a notice. */
export type Gone = {
  readonly kind: 'gone';
  readonly id: string;
  readonly askedAt: Instant;
  readonly confirmed: boolean;
};
/** Still there, but no longer in this collection (moved to another folder). */
export type Elsewhere = { readonly kind: 'elsewhere'; readonly id: string; readonly askedAt: Instant };
/** Not to be seen by this account, or shown redacted: neither there nor gone. */
export type Hidden = { readonly kind: 'hidden'; readonly id: string; readonly askedAt: Instant };

/** `next` continues the pass; the last page has none, and carries the `cursor` from which `changes` goes on. */
export type ScanPage = {
  readonly observations: readonly Observation[];
  readonly next?: string;
  readonly cursor?: string;
  /** How many items there are in all, when the provider says. */
  readonly total?: number;
};
export type ChangesPage = {
  readonly observations: readonly Observation[];
  readonly cursor: string;
  readonly more: boolean;
};

export type Operation =
  | { readonly kind: 'create'; readonly marker: string; readonly item: Item }
  | {
      readonly kind: 'update';
      readonly id: string;
      readonly version: string;
      readonly known: { readonly item: Item; readonly keep?: Keep };
      readonly item: Item;
    }
  | { readonly kind: 'delete'; readonly id: string; readonly version: string };

export type Outcome =
  | { readonly kind: 'written'; readonly observation: Present }
  | { readonly kind: 'deleted' }
  /** Somebody changed it meanwhile: nothing was written. */
  | { readonly kind: 'conflict' }
  | { readonly kind: 'gone' }
  /** The provider will never take it as it is. `detail` is the provider's sentence, without people's data. */
  | { readonly kind: 'refused'; readonly code: ErrorCode; readonly detail: string }
  /** The request was sent and its answer is not known. */
  | { readonly kind: 'unknown' }
  /** Certainly not done; do it again later. */
  | { readonly kind: 'notDone'; readonly code: ErrorCode; readonly retryAfterMs?: number };

/** A create whose outcome is unknown: found by marker, or by an unmapped full match created since. */
export type Sought = { readonly marker: string; readonly item: Item; readonly since: Instant };

/** `unsure`: created since and of the same name, but no full match; somebody may have edited it, or it may be somebody else. */
export type Retrieved = Present & { readonly unsure?: true };

export type CollectionProfile = {
  readonly capabilities: Capabilities;
  /** Why an item cannot be written here without losing what it means; undefined when it can. Pure. */
  readonly cannotHold?: (item: Item) => ReasonCode | undefined;
  /** Rows of one scan page. */
  readonly pageSize: number;
  /** Operations of one `write`, and ids of one `read`. */
  readonly batchSize: number;
  /** How long after a write a read may still show the old value. */
  readonly readLagMs: number;
  /** How deletes become known: rows in `changes`, or only through notices and full passes. */
  readonly deletes: 'changes' | 'notices';
  /** The entry of `keep` that stays when the provider gives an item another id. */
  readonly lasting?: string;
  /** Whether creates carry a marker that `find` looks for; otherwise `find` returns candidates to be compared. */
  readonly markers: boolean;
  readonly requestTimeoutMs: number;
  /** How many items an account may write a minute at most, as its provider allows: for the time to finish. */
  readonly writesPerMinute: number;
  readonly subscriptionMs: number;
};

/** All that a provider has of an item, in its own words. */
export type NativeRecord = Readonly<Record<string, unknown>>;

export type Subscription = { readonly id: string; readonly expiresAt: Instant; readonly secret?: string };

/** A part of a collection that a person can choose to be all that is kept in step: a label, a category, "only clients". */
export type Group = {
  readonly id: string;
  /** As people know it. */
  readonly name: string;
  /** Whether what is created there can be put into it; where not, newcomers of the other side are left out. */
  readonly takesNew: boolean;
};

/** One address book or calendar behind a connection. Every method throws `SyncError`; `write` reports per operation instead. */
export type Collection = {
  readonly profile: CollectionProfile;
  readonly scan: (next: string | undefined) => Promise<ScanPage>;
  /** Throws `cursorExpired` when a full pass is needed. */
  readonly changes: (cursor: string) => Promise<ChangesPage>;
  /** By id, at most `batchSize`; one observation each, in order. Never throws for a single missing item. */
  readonly read: (ids: readonly string[]) => Promise<readonly Observation[]>;
  /** At most `batchSize`; one outcome each, in order. Throws only when certainly nothing was done. */
  readonly write: (operations: readonly Operation[]) => Promise<readonly Outcome[]>;
  /** All there is of them, mapped or not, for the history of a delete: at most `batchSize`, one each, undefined for what is not there. */
  readonly records: (ids: readonly string[]) => Promise<readonly (NativeRecord | undefined)[]>;
  /** For each one sought, the items that may be it (with markers: at most one). */
  readonly find: (sought: readonly Sought[]) => Promise<readonly (readonly Retrieved[])[]>;
  /**
   * Those of these, made since then, that other records of the provider name, so that they must not be removed; undefined when it
   * does not tell. Absent: nothing names any.
   */
  readonly inUse?: (ids: readonly string[], since: Instant) => Promise<readonly string[] | undefined>;
  /** Looks for what writes of these items, begun since then and lost, may have made along the way, and binds it. */
  readonly byProducts?: (items: readonly Item[], since: Instant) => Promise<void>;
  /** Whether a complete pass shows such an item; absent: it shows all. What is not expected is not missing. */
  readonly expects?: (item: Item) => boolean;
  /** The groups that this account has now, in the order in which people know them. Absent where the provider has none. */
  readonly groups?: () => Promise<readonly Group[]>;
  readonly subscribe: (url: string, secret: string) => Promise<Subscription>;
  readonly renew: (id: string) => Promise<Subscription>;
  readonly unsubscribe: (id: string) => Promise<void>;
};

/** The kind of claim under which a provider binds the id of what it made along the way, so that it is known from then on. */
export const byProductClaim = 'byProduct';

/** Firm-wide "who makes this first": used for things a write needs that exist once in a firm (Clio companies, by name). */
export type Claims = {
  /** `bound`: it exists as `id`. `mine`: make it, then `bind`. `since`: when the first, unfinished try began. `busy`: another worker is at it. */
  readonly take: (
    kind: string,
    key: string,
  ) => Promise<
    | { readonly kind: 'bound'; readonly id: string }
    | { readonly kind: 'mine'; readonly since?: Instant }
    | { readonly kind: 'busy' }
  >;
  /** `title`: what people call it. */
  readonly bind: (kind: string, key: string, id: string, title: string) => Promise<void>;
  /** Forgets a binding that turned out to be dead. */
  readonly release: (kind: string, key: string) => Promise<void>;
};

/** Base addresses, without a trailing slash. */
export type Hosts = Readonly<Record<string, string>>;

export type CollectionContext = {
  readonly transport: Transport;
  readonly accessToken: () => Promise<string>;
  readonly hosts: Hosts;
  readonly clock: Clock;
  readonly claims: Claims;
  /** ISO 3166 two letters; numbers without a country code belong there. */
  readonly phoneRegion: string;
  /** False for a member who may see only some of the firm's contacts: a 404 then proves nothing. */
  readonly seesEverything: boolean;
  /**
   * The id of the one group that is kept in step; absent: everything is. What is not in it is observed with `outside`, under
   * another version than inside it, and what is created is put into it.
   */
  readonly group?: string;
  /** Which collection of this kind, where an account has several: an id from the `Catalogue`. Absent: the account's only one. */
  readonly collection?: string;
  /** IANA name of the zone in which the provider tells this account times, as far as it was known when it was connected. */
  readonly zone?: string;
  /** The span of time that a complete pass must show; more does no harm. Only for items that have a time. */
  readonly window?: Span;
};

/** A calendar of an account, as people know it. */
export type Listed = {
  readonly id: string;
  readonly name: string;
  /** `mine`: the account's own. `firm`: that of everybody. `shared`: somebody else's, or a further one. */
  readonly kind: 'mine' | 'firm' | 'shared';
  /** Whether the account may write in it. */
  readonly writable: boolean;
  /** IANA name, where the provider says. */
  readonly zone?: string;
};

/** The collections of one kind that an account has, where it can have several. Throws `SyncError`. */
export type Catalogue = {
  /** In the order in which people know them. */
  readonly list: () => Promise<readonly Listed[]>;
  /** At most 120 characters. */
  readonly create: (name: string) => Promise<Listed>;
};

export type CatalogueContext = Pick<CollectionContext, 'transport' | 'accessToken' | 'hosts' | 'clock'>;
export type MattersContext = Pick<CollectionContext, 'transport' | 'accessToken' | 'hosts' | 'clock'>;

export type Grant = {
  readonly accessToken: string;
  readonly refreshToken?: string;
  readonly expiresAt: Instant;
  readonly scopes: readonly string[];
  readonly idToken?: string;
};

/** Who granted. `accountId` is stable and unique within the provider; e-mail and name are only for people to read. */
export type Identity = {
  readonly accountId: string;
  readonly email?: string;
  readonly name?: string;
  /** Clio only: the firm, and whether this member is its account owner. */
  readonly firm?: { readonly id: string; readonly name: string };
  readonly isOwner?: boolean;
  /** IANA name of the zone in which the provider tells this account times, where it says. */
  readonly zone?: string;
  readonly seesEverything: boolean;
};

export type OAuthContext = {
  readonly app: AppCredentials;
  readonly hosts: Hosts;
  readonly redirectUri: string;
  readonly transport: Transport;
  readonly clock: Clock;
};

export type OAuth = {
  /** The address to send the browser to. `challenge` is PKCE S256. */
  readonly authorizeUrl: (
    context: Pick<OAuthContext, 'app' | 'hosts' | 'redirectUri'>,
    request: {
      readonly state: string;
      readonly challenge: string;
      readonly loginHint?: string;
      /** Show what is asked for again, although it was granted before. */
      readonly askAgain?: boolean;
    },
  ) => string;
  /** Throws `SyncError`: `grantLost` for a used or expired code, `consentNeeded` when a needed permission was unticked, `appRejected` for our own bad secret. */
  readonly exchange: (context: OAuthContext, code: string, verifier: string) => Promise<Grant>;
  /** Throws `grantLost`, `consentNeeded`, `interactionNeeded`, `appRejected`, `unavailable`. The old refresh token stays when none came back. */
  readonly refresh: (context: OAuthContext, refreshToken: string) => Promise<Grant>;
  readonly identify: (context: OAuthContext, grant: Grant) => Promise<Identity>;
  /** What an error redirect means: `consentNeeded` (declined), `adminNeeded`, ... */
  readonly refusal: (query: Readonly<Record<string, string>>) => ErrorCode;
  /** Where an administrator approves Concord for everybody in the organization; the answer comes to the same redirect address. */
  readonly adminConsent?: {
    readonly url: (
      context: Pick<OAuthContext, 'app' | 'hosts' | 'redirectUri'>,
      request: { readonly state: string },
    ) => string;
    /** True when this callback says that an administrator approved. Proves nothing about who came. */
    readonly isApproval: (query: Readonly<Record<string, string>>) => boolean;
  };
  /** Ends the grant at the provider. A grant that is dead already counts as ended. Throws `SyncError` when it may still live. */
  readonly revoke?: (context: OAuthContext, grant: Pick<Grant, 'accessToken' | 'refreshToken'>) => Promise<void>;
};

/** A webhook request as it came in; `body` is the raw bytes as text. */
export type RawRequest = {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: string;
};

/** What our own records know of the subscription that a webhook address stands for. */
export type HookRecord = { readonly subscriptionId?: string; readonly secret?: string };

export type Notice = {
  readonly kind: 'changed' | 'deleted' | 'renew' | 'removed' | 'missed';
  readonly ids: readonly string[];
};

export type WebhookAnswer =
  /** Answer this at once; `secret`, when given, is the one that later deliveries are signed with. */
  | { readonly kind: 'handshake'; readonly response: HttpResponse; readonly secret?: string }
  | { readonly kind: 'notices'; readonly notices: readonly Notice[]; readonly response: HttpResponse }
  | { readonly kind: 'rejected'; readonly response: HttpResponse };

/** Verifies the raw body first, then parses. Pure: no I/O. */
export type Webhook = {
  readonly receive: (request: RawRequest, hook: HookRecord | undefined) => WebhookAnswer;
  /** What in a notice of disconnected apps may be the id of an account: at most 20, nothing verified. */
  readonly accountHints?: (body: string) => readonly string[];
};

export type ProviderProfile = {
  /** For people: "Microsoft 365". */
  readonly label: string;
  /** Which item types it has, and what people call that collection: `contact` → "Outlook Contacts". */
  readonly collections: Readonly<Partial<Record<ItemTypeName, string>>>;
  /** The permissions that each type needs beyond signing in, as they stand in a grant. Absent: a grant covers everything. */
  readonly scopes?: Readonly<Partial<Record<ItemTypeName, readonly string[]>>>;
  /** Environment variable → default base address. */
  readonly hosts: Readonly<Record<string, { readonly variable: string; readonly url: string }>>;
  /** Regions that know nothing of one another, and what people call them. The first is at `hosts.app`, each other one under its name; the provider gets the one it is to use as `app`. */
  readonly regions?: Readonly<Record<string, string>>;
  /** Revoking one grant ends all that this app holds of the account. */
  readonly revokesWholeAccount?: true;
};

export type Provider = {
  readonly name: ProviderName;
  readonly profile: ProviderProfile;
  readonly oauth: OAuth;
  readonly webhook: Webhook;
  readonly collections: Readonly<Partial<Record<ItemTypeName, (context: CollectionContext) => Collection>>>;
  /** For the types of which an account can have several collections. */
  readonly catalogues?: Readonly<Partial<Record<ItemTypeName, (context: CatalogueContext) => Catalogue>>>;
  /** Only the book of record has matters. */
  readonly matters?: {
    readonly open: (context: MattersContext) => Matters;
    /** As many requests as an account may send in busy hours: for the time to finish. */
    readonly requestsPerMinute: number;
  };
  /** Only the book of record has what is logged on matters. */
  readonly communications?: {
    readonly open: (context: MattersContext) => Communications;
    /** How long after it was made a search may still miss one. */
    readonly searchLagMs: number;
  };
  /** Mail, under a grant of its own. */
  readonly mail?: MailProvider;
};
