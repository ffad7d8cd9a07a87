import type { WatchField } from './fields.ts';

/** Who wins where both changed since the last refresh. */
export type ConflictPolicy = 'local' | 'clio' | 'ask';

/** Practice area (by Clio's id) → case type. One that is not in it gives its own name; a blank one gives nothing. */
export type CaseTypes = Readonly<Record<string, string>>;

/** What a firm chose for its refreshes. */
export type RefreshPolicy = {
  readonly conflicts: ConflictPolicy;
  readonly byField: Readonly<Partial<Record<WatchField, ConflictPolicy>>>;
  readonly caseTypes: CaseTypes;
};

export const defaultRefreshPolicy: RefreshPolicy = { conflicts: 'local', byField: {}, caseTypes: {} };

export const policyFor = ({ conflicts, byField }: RefreshPolicy, field: WatchField): ConflictPolicy =>
  byField[field] ?? conflicts;
