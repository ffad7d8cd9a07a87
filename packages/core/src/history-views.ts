/** What the pages show of the history and of undo: the JSON of the HTTP API, whose paths stand in `views.ts`. */
import type { Cause } from './history-entry.ts';
import type { MappingState } from './mapping.ts';
import type { FieldChange } from './views.ts';

export type ActivityPage = { readonly rows: readonly ActivityRow[]; readonly after?: string };
export type ActivityRow = {
  readonly id: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly mapping: string;
  readonly cause: Cause;
  /** The run in which it was written, if in one. */
  readonly run?: string;
  readonly title: string;
  readonly what: 'added' | 'changed' | 'deleted' | 'linked' | 'released' | 'held' | 'parked';
  readonly side: 'left' | 'right';
  readonly because: string;
  readonly fields: readonly FieldChange[];
  /** The preview that was started said something else: it changed since. */
  readonly sincePreview?: true;
};

/** The past of one item, the newest first; `isCut`: there is more in the export. */
export type PastPage = {
  readonly title: string;
  readonly state: MappingState;
  readonly rows: readonly PastRow[];
  readonly isCut: boolean;
};
export type PastRow = ActivityRow & {
  /** What both sides said after it, and what both had agreed on. */
  readonly values: readonly {
    readonly label: string;
    readonly left: string;
    readonly right: string;
    readonly base: string;
  }[];
};

/** `asked`: its preview is being made. `ready`: it can be started. `going`: it is carried out. */
export type UndoView = {
  readonly run: string;
  readonly state: 'asked' | 'ready' | 'going' | 'done';
  /** What the brake stopped is put back where it happened; the sync goes on afterwards. */
  readonly ofStopped?: true;
  /** In writes, but for `leftAlone` and `records`. */
  readonly counts?: {
    readonly restored: number;
    readonly removed: number;
    readonly recreated: number;
    readonly leftAlone: number;
    readonly records: number;
  };
  /** Records, while it goes on. */
  readonly done?: number;
  readonly total?: number;
};

export type UndoPage = { readonly rows: readonly UndoRow[]; readonly after?: string };
export type UndoRow = {
  readonly mapping: string;
  readonly title: string;
  readonly does: readonly { readonly side: 'left' | 'right'; readonly what: 'create' | 'update' | 'delete' }[];
  readonly fields: readonly FieldChange[];
  /** Without a label: all of it. */
  readonly leftAlone: readonly {
    readonly side: 'left' | 'right';
    readonly label?: string;
    readonly because: string;
  }[];
};
