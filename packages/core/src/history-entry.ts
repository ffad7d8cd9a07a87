import type { Item, SideName } from './items.ts';
import type { NativeRecord } from './ports/provider.ts';
import type { Reason } from './reasons.ts';

/** Who or what made Concord write: `undo` is a person as well. */
export type Cause = 'run' | 'push' | 'poll' | 'person' | 'recovery' | 'fullPass' | 'undo';

/** Where a batch of the history comes from. */
export type Origin = {
  readonly cause: Cause;
  /** Of a first run, a full pass or an undo: which one. */
  readonly run?: string;
  /** The member who pressed Start, answered, or asked for an undo. */
  readonly who?: string;
};

/**
 * What Concord did to one item on one side: a write that a provider confirmed or refused (`added`, `changed`, `deleted`,
 * `parked`), or what was settled without one. `before` and `after` hold the fields that became different there and no
 * others; a field that one of them lacks was, or became, blank. Of what was added there is no `before`, of what was
 * deleted no `after`.
 */
export type HistoryEntry = {
  readonly mapping: string;
  readonly title: string;
  readonly what: 'added' | 'changed' | 'deleted' | 'linked' | 'released' | 'held' | 'parked';
  readonly side: SideName;
  /** The provider's id of it, where it has one. */
  readonly item?: string;
  readonly rule: string;
  readonly reasons: readonly Reason[];
  /** A person has read something else in the preview that they started: it changed since. */
  readonly sincePreview?: true;
  readonly before?: Item;
  /** What the provider showed after the write; of a write that was refused, what it was asked for. */
  readonly after?: Item;
  /** The provider's own answer: the version of what was written, or its sentence why it would not. */
  readonly version?: string;
  readonly refusal?: string;
  /** Fields of which `before` was somebody's edit that lost a conflict. */
  readonly lost?: readonly string[];
  /** The two had never been in step before, so what the other side showed is nobody's edit. */
  readonly first?: true;
  /**
   * What somebody's edit on the other side, which is carried over here, made of what: only where that differs from `before` and
   * `after`. Blank values are empty.
   */
  readonly other?: { readonly before?: Item; readonly after?: Item };
  /** Of what was deleted: everything that the provider had of it. */
  readonly native?: NativeRecord;
};
