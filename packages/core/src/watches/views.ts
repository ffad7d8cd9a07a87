/**
 * What the pages of watches show: the JSON of the HTTP API, made by the engine and read by the console.
 *
 * GET  /api/watches                    ?WatchQuery&after=            -> WatchPage
 * POST /api/watches                    body NewWatch                 -> WatchView      (one made by hand)
 * GET  /api/watches/{watch}                                          -> WatchView
 * POST /api/watches/{watch}            body WatchEdit                -> WatchView      (fields that are absent stay)
 * POST /api/watches/{watch}/archive    body { archived: boolean }    -> WatchView
 * POST /api/watches/{watch}/delete     body {}                       -> WatchingView
 * POST /api/watches/{watch}/refresh    body {}                       -> WishView       ("Sync from Clio"; poll the wish)
 * POST /api/watches/{watch}/answer     body WatchAnswer              -> WatchView      (a field that both sides changed)
 * POST /api/watches/{watch}/undo       body { refresh }              -> WatchView      (what that refresh changed; edits since stay)
 * GET  /api/watches/{watch}/history    ?after=                       -> WatchHistoryPage
 *
 * GET  /api/watching                                                 -> WatchingView   (settings, the run, how many)
 * POST /api/watching/settings          body WatchSettingsEdit        -> WatchingView   (what is absent stays)
 * POST /api/watching/run               body {}                       -> WatchingView   ("Sync all now"; poll GET /api/watching)
 * POST /api/watching/stop              body {}                       -> WatchingView   (the run that is under way ends)
 * POST /api/watching/tags              body BulkTags                 -> BulkTagsDone
 * POST /api/watching/choices           body {}                       -> WishView       (reads practice areas and attorneys from Clio)
 * GET  /api/watching/export            ?WatchQuery&after=            -> WatchExport    (CSV in parts: join `csv` until `after` is absent)
 *
 * POST /api/matters                    body MatterQuery              -> WishView       (one page of the member's matters; poll the wish)
 * POST /api/matters/import             body { matters: string[] }    -> WishView       (at most 100 at once; poll the wish)
 *
 * GET  /api/wishes/{wish}                                            -> WishView
 *
 * Whatever needs Clio is a wish: a worker fulfils it, usually within a second. Poll it (every 300 ms, then more slowly) while its
 * `state` is `waiting`; `sentence` says what for. A wish is kept for an hour, and only its own member can see it.
 */
import type { WatchField, WatchPriority, WatchStatus } from './fields.ts';
import type { ConflictPolicy } from './policy.ts';

/** Of the list and of the export. Every part is optional; texts match without regard to case. */
export type WatchQuery = {
  /** Every word must occur somewhere in names, numbers, places, people or tags. */
  readonly search?: string;
  readonly sort?: WatchSort;
  readonly descending?: 'true';
  readonly status?: WatchStatus;
  readonly priority?: WatchPriority;
  readonly tag?: string;
  readonly caseType?: string;
  readonly assignedTo?: string;
  /** Default `clio` and `hand` both. */
  readonly source?: 'clio' | 'hand';
  /** The state of the matter, or `asks`: waits for an answer. */
  readonly matter?: 'open' | 'pending' | 'closed' | 'missing' | 'asks';
  /** Default: those that are not archived. */
  readonly archived?: 'only' | 'too';
};
export type WatchSort = 'name' | 'created' | 'priority' | 'status' | WatchField;

export type WatchPage = {
  readonly rows: readonly WatchRow[];
  /** How many the query finds in all. */
  readonly total: number;
  readonly after?: string;
  /** What occurs among all watches, for the filters. */
  readonly tags: readonly string[];
  readonly caseTypes: readonly string[];
  readonly assignees: readonly string[];
  readonly counts: { readonly linked: number; readonly hand: number; readonly archived: number; readonly asks: number };
};

export type WatchRow = {
  readonly id: string;
  /** "Ada Lovelace", or the case number of a nameless one. */
  readonly title: string;
  readonly values: Readonly<Partial<Record<WatchField, string>>>;
  readonly tags: readonly string[];
  readonly priority: WatchPriority;
  readonly status: WatchStatus;
  readonly source: 'clio' | 'hand';
  readonly archived: boolean;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  /** A linked one's matter: "Closed in Clio on 2026-05-01", and so on. Absent for an open one. */
  readonly mark?: { readonly kind: 'pending' | 'closed' | 'missing' | 'client'; readonly sentence: string };
  /** How many fields wait for an answer. */
  readonly asks: number;
};

export type WatchView = WatchRow & {
  /** To be sent back with an edit: it is refused when somebody else saved in between. */
  readonly rev: number;
  readonly notes: string;
  /** Of a linked one: "Linked to matter 00012-Lovelace in Clio." Of another: "Made by hand." */
  readonly sourceSentence: string;
  /** In the order of the table of fields, each with its "why?". */
  readonly fields: readonly WatchFieldView[];
  /** Why the matter or its client is as it is: swapped, merged, hidden, closed, gone. */
  readonly because: readonly string[];
  /** The last refresh that changed something. */
  readonly lastRefresh?: {
    readonly refresh: string;
    /** Epoch milliseconds. */
    readonly at: number;
    readonly changes: readonly WatchFieldChange[];
    readonly canUndo: boolean;
  };
};

export type WatchFieldView = {
  readonly field: WatchField;
  readonly label: string;
  readonly value: string;
  /** "why?": where the value comes from and which rule kept or took it. */
  readonly why: string;
  /** Where in Clio it comes from. Absent for watches made by hand. */
  readonly from?: string;
  /** What Clio last said; absent when it has said nothing, or for watches made by hand. */
  readonly clio?: string;
  /** Both changed, and a person decides: what Clio says. Answer with POST .../answer. */
  readonly asked?: string;
};

export type WatchFieldChange = {
  readonly field: WatchField;
  readonly label: string;
  readonly before: string;
  readonly after: string;
  readonly because: string;
};

export type NewWatch = {
  readonly values: Readonly<Partial<Record<WatchField, string>>>;
  readonly notes?: string;
  readonly tags?: readonly string[];
  readonly priority?: WatchPriority;
  readonly status?: WatchStatus;
};
export type WatchEdit = Partial<NewWatch> & { readonly rev: number };
/** `clio`: the value that was shown as asked; refused when Clio says something else by now. */
export type WatchAnswer = { readonly field: WatchField; readonly use: 'local' | 'clio'; readonly asked: string };
export type BulkTags = {
  /** At most 200. */
  readonly watches: readonly string[];
  readonly add: readonly string[];
  readonly remove: readonly string[];
};
export type BulkTagsDone = { readonly changed: number };

export type WatchHistoryPage = { readonly rows: readonly WatchHistoryRow[]; readonly after?: string };
export type WatchHistoryRow = {
  readonly id: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly what: 'imported' | 'refreshed' | 'answered' | 'undone' | 'marked';
  /** "Sync all now", "Sync from Clio", "Daily refresh", and so on. */
  readonly cause: string;
  readonly changes: readonly WatchFieldChange[];
  /** What was noticed of the matter or its client. */
  readonly because: readonly string[];
};

export type WatchExport = { readonly name: string; readonly csv: string; readonly after?: string };

export type WatchFrequency = 'daily' | 'weekly' | 'manual';
export type WatchSettings = {
  readonly autoSync: boolean;
  readonly frequency: WatchFrequency;
  readonly onLogin: boolean;
  readonly conflicts: ConflictPolicy;
  readonly byField: Readonly<Partial<Record<WatchField, ConflictPolicy>>>;
};
export type WatchSettingsEdit = Partial<WatchSettings> & {
  /** By the practice area's id; null takes it out of the table, '' means that it gives no case type. */
  readonly caseTypes?: Readonly<Record<string, string | null>>;
};

export type WatchingView = {
  readonly settings: WatchSettings;
  /** Every practice area that Clio was seen to have, and what the firm calls it. `caseType` absent: its own name. */
  readonly caseTypes: readonly { readonly practiceArea: string; readonly name: string; readonly caseType?: string }[];
  /** For filters of the matter browser; empty until Clio was asked once. */
  readonly attorneys: readonly { readonly id: string; readonly name: string }[];
  /** Watches that a refresh looks at: linked with a matter and not archived. */
  readonly linked: number;
  readonly run?: WatchRunView;
  /** Whether "Sync all now" can be pressed: some are linked, the member's Clio works, and nothing is under way. */
  readonly canRun: boolean;
  /** "Next refresh on ...", "Refreshed by hand only", or what stands in the way and what to do. */
  readonly sentence: string;
};

export type WatchRunView = {
  readonly id: string;
  readonly state: 'running' | 'done' | 'stopped' | 'failed';
  readonly cause: string;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  readonly finishedAt?: number;
  readonly done: number;
  readonly total: number;
  /** Watches in which some field changed. */
  readonly changed: number;
  readonly asks: number;
  readonly closed: number;
  readonly missing: number;
  /** Milliseconds. */
  readonly remainingMs?: number;
  /** What is happening, what came of it, or what to do. */
  readonly sentence: string;
};

export type MatterQuery = {
  readonly search?: string;
  /** Default: all three. */
  readonly status?: 'open' | 'pending' | 'closed';
  /** Ids, from `WatchingView`. */
  readonly practiceArea?: string;
  readonly attorney?: string;
  /** Dates, both inclusive. */
  readonly openedFrom?: string;
  readonly openedUntil?: string;
  /** The wish whose `matters.more` was true: the page after it. Its own filters hold; others are ignored. */
  readonly after?: string;
};

export type MatterPage = {
  readonly rows: readonly MatterRow[];
  /** How many matters the filters find, when Clio says. */
  readonly total?: number;
  readonly more: boolean;
};
export type MatterRow = {
  readonly id: string;
  readonly number: string;
  readonly description: string;
  readonly client: string;
  readonly status: 'open' | 'pending' | 'closed';
  readonly practiceArea: string;
  readonly attorney: string;
  readonly openedOn: string;
  /** The watch that was imported from it, if any. */
  readonly watch?: { readonly id: string; readonly archived: boolean };
};

export type WishView = {
  readonly id: string;
  readonly state: 'waiting' | 'done' | 'failed';
  /** What is happening, what came of it, or what went wrong and what to do. */
  readonly sentence: string;
} & WishResult;

/** When done, the one that was wished for. */
export type WishResult = {
  readonly matters?: MatterPage;
  readonly imported?: {
    readonly added: readonly string[];
    /** Imported before: left as they are. */
    readonly known: readonly string[];
    /** Clio does not show these to the member. Ids of matters. */
    readonly notShown: readonly string[];
  };
  readonly refreshed?: {
    readonly watch: string;
    readonly changes: readonly WatchFieldChange[];
    /** Every field with what Clio says now, what it said before, what the watch says, and the rule. */
    readonly fields: readonly (FieldTrace & { readonly label: string; readonly because: string })[];
    readonly because: readonly string[];
  };
};
export type FieldTrace = {
  readonly field: WatchField;
  readonly clio: string;
  readonly base: string;
  readonly local: string;
};
