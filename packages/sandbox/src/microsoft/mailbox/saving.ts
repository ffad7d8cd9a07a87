import type { World } from '../../kernel/world.ts';
import { type FieldName, type Fields, fieldNames, fieldShapes } from './contact-fields.ts';
import { applyPatch } from './names.ts';
import type { FieldPatch } from './read-fields.ts';

/** The fields that a client's write leaves in the mailbox, awkward habits included. */
export function savedFields(world: World, before: Fields, patch: FieldPatch): Fields {
  const set: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(patch.set) as [FieldName, unknown][]) {
    if (world.awkward.strikes(`microsoft.dropsField.${name}`)) {
      if (isEqual(before[name], value)) world.awkward.missed(`microsoft.dropsField.${name}`);
    } else set[name] = savedValue(world, before, name, value);
  }
  return applyPatch(before, { ...patch, set });
}

/** The extended properties after a write: a null removes one. */
export function savedProperties(
  before: Readonly<Record<string, string>>,
  patch: Pick<FieldPatch, 'properties'>,
): Readonly<Record<string, string>> {
  const changed = Object.entries(patch.properties);
  if (changed.length === 0) return before;
  const after = { ...before };
  for (const [id, value] of changed) {
    if (value === null) delete after[id];
    else after[id] = value;
  }
  return after;
}

function savedValue(world: World, before: Fields, name: FieldName, value: unknown): unknown {
  if (phoneFields.has(name) && world.awkward.strikes('microsoft.reformatsPhones'))
    return struckValue(world, 'microsoft.reformatsPhones', value, mapTexts(value, reformatted));
  if (name === 'emailAddresses') return savedEmails(world, before, value as NonNullable<Fields['emailAddresses']>);
  if (fieldShapes[name] !== 'date' && world.awkward.strikes('microsoft.trimsValues')) {
    const length = world.awkward.amount('microsoft.trimsValues', 255);
    const cut = mapTexts(value, (text) => text.slice(0, length));
    return struckValue(world, 'microsoft.trimsValues', value, cut);
  }
  return value;
}

type Emails = NonNullable<Fields['emailAddresses']>;

function savedEmails(world: World, before: Fields, emails: Emails): Emails {
  const keepsNames = world.awkward.strikes('microsoft.ignoresEmailName');
  const losesBad = world.awkward.strikes('microsoft.losesBadAddress');
  const named = emails.map((email) => {
    const known = keepsNames && before.emailAddresses?.find(({ address }) => address === email.address);
    return known ? { ...email, name: known.name ?? null } : email;
  });
  const isBad = ({ address }: Emails[number]): boolean => !/^[^\s@,;]+@[^\s@,;]+$/u.test(address ?? '');
  const kept = losesBad ? named.map((email) => (isBad(email) ? { name: email.name ?? null } : email)) : named;
  if (keepsNames) struckValue(world, 'microsoft.ignoresEmailName', emails, named);
  if (losesBad) struckValue(world, 'microsoft.losesBadAddress', named, kept);
  return kept;
}

/** The value after a habit struck; one that left everything as it was has missed. */
function struckValue<T>({ awkward }: World, habit: string, before: T, after: T): T {
  if (isEqual(before, after)) awkward.missed(habit);
  return after;
}

const isEqual = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

const phoneFields: ReadonlySet<FieldName> = new Set(
  fieldNames.filter((name) => name === 'mobilePhone' || name.endsWith('Phones')),
);

/** Ten digits, or eleven with a leading 1; anything else stays as it is. */
function reformatted(number: string): string {
  const digits = number.replace(/\D/gu, '').replace(/^1(?=\d{10}$)/u, '');
  if (digits.length !== 10 || /[a-z]/iu.test(number)) return number;
  return `(${digits.slice(0, 3)}) ${digits.slice(3, 6)}-${digits.slice(6)}`;
}

function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((entry) => mapTexts(entry, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, mapTexts(part, change)]));
}
