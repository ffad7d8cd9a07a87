import type { ActivityRow } from '../history-views.ts';
import type { Search } from '../items.ts';
import type { MappingState } from '../mapping.ts';
import type { ReasonCode } from '../reasons.ts';
import type { RuleName } from '../rules/rule.ts';
import type { FieldChange } from '../views.ts';
import type { AbsenceCode } from './absences.ts';
import type { Verdict } from './likeness-facts.ts';
import type { WaitCode } from './waits.ts';

/** Why is somebody as they are? For every sync that the caller may ask about: who was found, or why nobody is. */
export type WhyView = {
  readonly query: string;
  /** How the query was understood. An id is looked for beside the rest. */
  readonly readAs: Search['kind'];
  readonly records: readonly WhyRecord[];
  /** One for each sync that knows nobody of this. */
  readonly absences: readonly WhyAbsence[];
  /** Some were left off, or a book is too large to be looked through for a phone number. */
  readonly isPartial: boolean;
};

/** Whose sync it is. `member`: another's than the caller's; then nothing of what that one keeps privately is told. */
export type WhySync = {
  readonly sync: string;
  readonly left: string;
  readonly right: string;
  readonly account: string;
  readonly member?: string;
};

/** `because`: of what stands in a plan and was not written. */
export type WhyAbsence = Partial<WhySync> & {
  readonly code: AbsenceCode;
  readonly sentence: string;
  readonly changes: string;
  readonly titles?: readonly { readonly title: string; readonly because: readonly WhyReason[] }[];
};

export type WhyRecord = WhySync & {
  readonly mapping: string;
  readonly title: string;
  readonly subtitle: string;
  readonly state: { readonly name: MappingState; readonly sentence: string };
  /** What is decided now, on what is known, without asking a provider. */
  readonly rule: { readonly name: RuleName; readonly sentence: string };
  readonly reasons: readonly WhyReason[];
  /** What would be written now. */
  readonly writes: readonly FieldChange[];
  readonly fields: readonly WhyField[];
  readonly waits: readonly WhyWait[];
  readonly candidates: readonly WhyCandidate[];
  /** The last ten. */
  readonly history: readonly ActivityRow[];
  /** When each side was last seen. Epoch milliseconds. */
  readonly seen: { readonly left?: number; readonly right?: number };
  /** Whether a worker can be asked to look at both sides now. */
  readonly canLook: boolean;
};

/** `changes`: what would make Concord decide otherwise. */
export type WhyReason = { readonly code: ReasonCode; readonly sentence: string; readonly changes: string };
export type WhyWait = {
  readonly code: WaitCode;
  readonly sentence: string;
  readonly changes: string;
  /** Epoch milliseconds. */
  readonly until?: number;
};

/** A detail on both sides, and what both last agreed on. Absent: that side has none, or it is not the caller's to see. */
export type WhyField = {
  readonly label: string;
  readonly left?: string;
  readonly right?: string;
  readonly base?: string;
  readonly standing: 'same' | 'changedLeft' | 'changedRight' | 'changedBoth' | 'differs' | 'oneSided';
};

/** Somebody on the other side who was thought of, and what speaks for and against it. */
export type WhyCandidate = {
  readonly mapping: string;
  readonly title: string;
  readonly subtitle: string;
  readonly verdict: Verdict;
  readonly sentence: string;
};
