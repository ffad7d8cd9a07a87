import { factsOf, type ListName, listNames, personTexts } from '../../packages/providers/clio/src/contact-fields.ts';
import type { ContactRecord, Row } from '../../packages/providers/clio/src/contact-record.ts';
import type { ContactPatch } from '../../packages/providers/clio/src/contacts.ts';
import type { Json, JsonRecord } from '../../packages/providers/clio/src/json.ts';

/** What Clio makes of a write, as far as its handbook says: the smallest model that the lens must get along with. */
export type ClioHabits = {
  /** Whether the first of the flagged rows is the primary when nobody says which: documented nowhere. */
  readonly primary: 'asSaid' | 'automatic';
};

export const emptyRecord: ContactRecord = {
  id: '7',
  etag: '"1"',
  createdAt: 0,
  updatedAt: 0,
  type: 'Person',
  name: null,
  texts: Object.fromEntries(Object.values(personTexts).map((name) => [name, null])),
  company: null,
  rows: { emails: [], phones: [], addresses: [], sites: [], messengers: [] },
};

const writable = new Set<string>(['type', 'name', ...Object.values(personTexts), ...listNames.map(rowsOf)]);
function rowsOf(name: ListName): string {
  return factsOf(name).rows;
}

/** The contact after a write; throws where Clio refuses the whole of it. */
export function savedRecord(
  before: ContactRecord,
  { data, companyName }: ContactPatch,
  habits: ClioHabits = { primary: 'asSaid' },
): ContactRecord {
  for (const field of Object.keys(data)) if (!writable.has(field)) throw new Error(`nobody asked for ${field}`);
  const texts = Object.fromEntries(
    Object.entries(before.texts).map(([name, text]) => [name, textIn(data[name], text)]),
  );
  let nextId = Math.max(0, ...listNames.flatMap((name) => before.rows[name].map(({ id }) => Number(id)))) + 1;
  const newId = (): string => String(nextId++);
  return {
    ...before,
    type: data.type === 'Company' ? 'Company' : before.type,
    name: textIn(data.name, before.name),
    texts,
    company: companyName === undefined ? before.company : { id: '5', name: companyName },
    rows: Object.fromEntries(
      listNames.map((name) => [name, savedRows(name, before.rows[name], data[rowsOf(name)], newId, habits)]),
    ) as ContactRecord['rows'],
  };
}

function textIn(value: Json | undefined, before: string | null): string | null {
  return value === undefined ? before : value === null ? null : String(value);
}

function savedRows(
  name: ListName,
  before: readonly Row[],
  changes: Json | undefined,
  newId: () => string,
  habits: ClioHabits,
): readonly Row[] {
  if (changes === undefined) return before;
  let rows = [...before];
  for (const change of changes as readonly JsonRecord[]) rows = savedRow(name, rows, change, newId);
  if (rows.length > 20) throw new Error(`422: more than 20 ${name}`);
  if (habits.primary === 'asSaid' || factsOf(name).flag === undefined || rows.some(({ isPrimary }) => isPrimary))
    return rows;
  return rows.map((row, index) => (index === 0 ? { ...row, isPrimary: true } : row));
}

function savedRow(name: ListName, rows: readonly Row[], change: JsonRecord, newId: () => string): Row[] {
  const { texts, flag, slots } = factsOf(name);
  const known = rows.find(({ id }) => id === String(change.id));
  if (change.id !== undefined && known === undefined) throw new Error(`404: ${name} has no row ${String(change.id)}`);
  const writableParts = new Set(['id', 'name', '_destroy', ...texts, ...(flag ? [flag.write] : [])]);
  for (const part of Object.keys(change)) if (!writableParts.has(part)) throw new Error(`${name} has no ${part}`);
  if (change['_destroy'] === true) return rows.filter((row) => row !== known);
  if (change.name !== undefined && !Object.values(slots).includes(String(change.name)))
    throw new Error(`422: ${String(change.name)} is not on Clio's list`);
  const before = known ?? { id: newId(), name: null, isPrimary: false, texts: {} };
  const after: Row = {
    ...before,
    name: textIn(change.name, before.name),
    isPrimary: flag === undefined ? before.isPrimary : change[flag.write] === true || before.isPrimary,
    texts: Object.fromEntries(texts.map((text) => [text, textIn(change[text], before.texts[text] ?? null)])),
  };
  if (Object.values(after.texts).every((text) => text === null)) throw new Error(`422: ${name} can't be blank`);
  const isFlagged = flag !== undefined && change[flag.write] === true;
  const others = rows.map((row) => (row === known ? after : isFlagged ? { ...row, isPrimary: false } : row));
  return known === undefined ? [...others, after] : others;
}
