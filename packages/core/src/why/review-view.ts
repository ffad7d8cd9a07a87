import type { ReasonCode } from '../reasons.ts';
import type { WaitingRow } from '../views.ts';
import type { WhyField } from './why-view.ts';

/**
 * `conflict`: a detail that both sides changed. `match`: somebody looks like somebody. `ambiguous`: several do, or it cannot be told.
 * `parked`: a write was refused. `deleted`: what a delete is to mean. `double`: perhaps twice in one book.
 */
export type ReviewKind = 'conflict' | 'match' | 'ambiguous' | 'parked' | 'deleted' | 'double';
export type ReviewPage = { readonly rows: readonly ReviewRow[]; readonly after?: string };
export type ReviewRow = {
  readonly sync: string;
  /** What the sides are called. */
  readonly left: string;
  readonly right: string;
  /** What an answer names: a mapping, or two cards of one book. */
  readonly mapping: string;
  readonly kind: ReviewKind;
  readonly reason: ReasonCode;
  readonly title: string;
  readonly subtitle: string;
  readonly because: string;
  readonly changes: string;
  readonly answers: WaitingRow['answers'];
  /** Both sides of it, detail by detail. */
  readonly fields: readonly WhyField[];
  /** Who it may be, each with both cards side by side. */
  readonly candidates: readonly {
    readonly mapping: string;
    readonly title: string;
    readonly subtitle: string;
    readonly fields: readonly WhyField[];
  }[];
  /** Of `double`: the book in which both are. */
  readonly isWithin?: 'left' | 'right';
  /** What was answered already. `until`: epoch milliseconds; before that it can be taken back. */
  readonly given?: { readonly label: string; readonly until?: number };
};
