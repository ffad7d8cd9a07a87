import type { Item, SideName } from './items.ts';
import type { MappingState } from './mapping.ts';
import type { Merge } from './merge.ts';
import type { Instant } from './ports/clock.ts';
import type { Reason } from './reasons.ts';
import type { RuleName } from './rules/rule.ts';
import type { Views } from './situation.ts';

/** What happens to one mapping, in the words of the preview's counters. */
export type Effect =
  | 'addedLeft'
  | 'addedRight'
  | 'linked'
  | 'changed'
  | 'agreed'
  | 'held'
  | 'leftOut'
  | 'deleted'
  | 'released'
  | 'waiting';

export type PlannedWrite =
  | { readonly side: SideName; readonly kind: 'create'; readonly item: Item }
  | { readonly side: SideName; readonly kind: 'update'; readonly item: Item; readonly overwrites: boolean }
  | { readonly side: SideName; readonly kind: 'delete' };

/**
 * - `look`: read these sides by id, then decide again. - `wait`: decide again at `until`.
 * - `settle`: nothing to write; what was seen is remembered, and the state follows. - `write`: these writes, in this order.
 * - `leave`: nothing at all changes.
 */
export type Decision = {
  readonly kind: 'look' | 'wait' | 'settle' | 'write' | 'leave';
  readonly rule: RuleName;
  readonly effect: Effect;
  readonly reasons: readonly Reason[];
  readonly writes: readonly PlannedWrite[];
  /** The mapping's state once this is done. */
  readonly state: MappingState;
  readonly views: Views;
  readonly look?: readonly SideName[];
  readonly until?: Instant;
  readonly merge?: Merge;
  /** What both sides show once this is done counts as in step, whatever it is: it rests. */
  readonly inStepAsShown?: true;
  /** The mapping begins a new life on the other side. */
  readonly reborn?: true;
};
