import { isRecord, readText } from './body.ts';
import type { Habits } from './habits.ts';
import { type Row, type RowKindName, rowKinds } from './records.ts';
import { invalidArgument, invalidRecord, notFound } from './refusal.ts';

export type RowRules = {
  readonly now: number;
  readonly nextId: () => number;
  readonly habits: Habits;
  /** Clio's own people may carry names that nobody can write. */
  readonly anyRowName: boolean;
};

/**
 * Nested rows by Clio's rules: without `id` appended, with `id` updated in place, `{ id, _destroy: true }` removed, and rows
 * that are not mentioned stay. Returns the same array when nothing changes. Throws a 422.
 */
export function applyRows(kind: RowKindName, rows: readonly Row[], changes: unknown, rules: RowRules): readonly Row[] {
  if (changes === undefined || changes === null) return rows;
  if (!Array.isArray(changes)) throw invalidArgument(`'${kind}' must be an array`);
  let result = rows;
  for (const change of changes as unknown[]) {
    if (!isRecord(change)) throw invalidArgument(`'${kind}' must hold objects`);
    result = applyRow(kind, result, change, rules);
  }
  result = withAutomaticFlag(kind, result, rules);
  return sameRows(rows, result) ? rows : result;
}

function applyRow(
  kind: RowKindName,
  rows: readonly Row[],
  change: Readonly<Record<string, unknown>>,
  rules: RowRules,
): readonly Row[] {
  const known = change.id === undefined || change.id === null ? undefined : findRow(rows, change.id, rules);
  if (String(change['_destroy']) === 'true') return rows.filter((row) => row !== known);
  const changed = changedRow(kind, known ?? newRow(kind, rules), change, rules);
  if (Object.values(changed.parts).every((part) => part === null)) throw invalidRecord(`${kind} can't be blank`);
  const next = known === undefined ? [...rows, changed] : rows.map((row) => (row === known ? changed : row));
  return changed.primary ? next.map((row) => (row === changed ? row : withFlag(row, false, rules.now))) : next;
}

function findRow(rows: readonly Row[], id: unknown, rules: RowRules): Row {
  const row = rows.find((candidate) => String(candidate.id) === String(id));
  if (row !== undefined) return row;
  throw rules.habits.unknownRowStatus() === 404 ? notFound() : invalidRecord('There is no such row on this contact');
}

function newRow(kind: RowKindName, rules: RowRules): Row {
  const { parts, names } = rowKinds[kind];
  return {
    id: rules.nextId(),
    name: names.at(-1) ?? 'Other',
    parts: Object.fromEntries(parts.map((part) => [part, null])),
    primary: false,
    created_at: rules.now,
    updated_at: rules.now,
    revision: 0,
  };
}

function changedRow(kind: RowKindName, row: Row, change: Readonly<Record<string, unknown>>, rules: RowRules): Row {
  const { parts, flag } = rowKinds[kind];
  const values = { ...row.parts };
  for (const part of parts) {
    if (change[part] === undefined) continue;
    const text = readText(change[part], part);
    values[part] = text === null ? null : rules.habits.part(kind, text);
  }
  const name = readRowName(kind, row.name, change.name, rules);
  const flagged = flag?.write === undefined ? undefined : change[flag.write];
  const primary = typeof flagged === 'boolean' ? flagged : row.primary;
  const same = name === row.name && primary === row.primary && parts.every((part) => values[part] === row.parts[part]);
  if (same && row.revision > 0) return row;
  return { ...row, name, primary, parts: values, updated_at: rules.now, revision: row.revision + 1 };
}

/** A name that is already there may be sent back; a new one must be of Clio's list (422 is an assumption). */
function readRowName(kind: RowKindName, current: string, value: unknown, rules: RowRules): string {
  if (value === undefined || value === null || value === '' || value === current) return current;
  const names: readonly string[] = rowKinds[kind].names;
  if (typeof value === 'string' && (rules.anyRowName || names.includes(value))) return value;
  throw invalidRecord(`The name of ${kind} is not included in the list`);
}

function withFlag(row: Row, primary: boolean, now: number): Row {
  return row.primary === primary ? row : { ...row, primary, updated_at: now, revision: row.revision + 1 };
}

function withAutomaticFlag(kind: RowKindName, rows: readonly Row[], rules: RowRules): readonly Row[] {
  if (!rowKinds[kind].flag?.automatic || rows.length === 0 || rows.some((row) => row.primary)) return rows;
  if (!rules.habits.automaticPrimary()) return rows;
  return rows.map((row, index) => (index === 0 ? withFlag(row, true, rules.now) : row));
}

function sameRows(a: readonly Row[], b: readonly Row[]): boolean {
  return a.length === b.length && a.every((row, index) => row === b[index]);
}
