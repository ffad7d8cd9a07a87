import type { Card, TextField } from '../card.ts';
import { addCategories, addEntry, emptyCard, setText, settleKind } from '../card.ts';
import { labelOf } from '../labels.ts';
import type { GroupPart } from './address-groups.ts';
import { createAddressGroups } from './address-groups.ts';
import { readBirthday } from './card-birthday.ts';
import type { CsvFormat } from './csv-plan.ts';
import { plainHeader } from './csv-plan.ts';

/** Both generations of Google's export: "Given Name, E-mail 1 - Type" and, since 2024, "First Name, E-mail 1 - Label". */
const texts: ReadonlyMap<string, TextField> = new Map<string, TextField>([
  ['given name', 'firstName'],
  ['first name', 'firstName'],
  ['additional name', 'middleName'],
  ['middle name', 'middleName'],
  ['family name', 'lastName'],
  ['last name', 'lastName'],
  ['name prefix', 'prefix'],
  ['name suffix', 'suffix'],
  ['nickname', 'nickname'],
  ['name', 'displayName'],
  ['file as', 'fileAs'],
  ['organization name', 'company'],
  ['organization title', 'jobTitle'],
  ['organization department', 'department'],
  ['birthday', 'birthday'],
  ['notes', 'notes'],
]);

const organization: ReadonlyMap<string, TextField> = new Map<string, TextField>([
  ['name', 'company'],
  ['title', 'jobTitle'],
  ['department', 'department'],
]);

const addressParts: ReadonlyMap<string, GroupPart> = new Map<string, GroupPart>([
  ['formatted', 'whole'],
  ['street', 'street'],
  ['extended address', 'street'],
  ['po box', 'street'],
  ['city', 'city'],
  ['region', 'province'],
  ['postal code', 'postalCode'],
  ['country', 'country'],
]);

/** One numbered detail, such as "Phone 2": where its label and its values stand in a row. */
type Numbered = { readonly kind: string; readonly label: number | undefined; readonly values: Map<string, number> };

export const googleCsv: CsvFormat = (headers) => {
  const plain = headers.map(plainHeader);
  const numbered = numberedDetails(plain);
  const isGoogle = numbered.size > 0 || (plain.includes('given name') && plain.includes('family name'));
  if (!isGoogle) return undefined;
  const labels = plain.findIndex((header) => header === 'labels' || header === 'group membership');
  const known = plain.map((header) => texts.get(header));
  const birthday = plain.indexOf('birthday');
  return {
    format: 'Google CSV',
    understood: new Set([
      ...known.flatMap((field, index) => (field === undefined ? [] : [index])),
      ...[...numbered.values()].flatMap((detail) => [...detail.values.values(), detail.label ?? -1]),
      labels,
    ]),
    birthdayColumn: birthday < 0 ? undefined : birthday,
    cardOf: (cells, dates) => {
      const card = emptyCard();
      known.forEach((field, index) => {
        if (field !== undefined) setText(card, field, cells[index] ?? '');
      });
      for (const detail of numbered.values()) readDetail(card, detail, cells);
      addCategories(card, severalIn(cells[labels] ?? ''));
      readBirthday(card, dates);
      return settleKind(card);
    },
  };
};

const numberedHeader = /^(e-mail|phone|address|website|im|organization) (\d+) - (.+)$/u;

function numberedDetails(plain: readonly string[]): Map<string, Numbered> {
  const details = new Map<string, Numbered>();
  plain.forEach((header, index) => {
    const [, kind = '', number = '', part = ''] = numberedHeader.exec(header) ?? [];
    if (!isRead(kind, part)) return;
    const key = `${kind} ${number}`;
    const known = details.get(key) ?? { kind, label: undefined, values: new Map<string, number>() };
    const isLabel = part === 'type' || part === 'label';
    if (!isLabel) known.values.set(part, index);
    details.set(key, isLabel ? { ...known, label: index } : known);
  });
  return details;
}

function isRead(kind: string, part: string): boolean {
  if (part === 'type' || part === 'label') return kind !== '';
  if (kind === 'address') return addressParts.has(part);
  if (kind === 'organization') return organization.has(part);
  return kind !== '' && (part === 'value' || (kind === 'im' && part === 'service'));
}

/** Google puts several values of one label into one cell. */
const severalIn = (cell: string): string[] => cell.split(' ::: ').map((value) => value.trim());

const lists = { 'e-mail': 'emails', phone: 'phones', website: 'sites', im: 'messengers' } as const;

function readDetail(card: Card, detail: Numbered, cells: readonly string[]): void {
  const label = detail.label === undefined ? '' : (cells[detail.label] ?? '');
  if (detail.kind === 'address') readAddresses(card, detail, label, cells);
  else if (detail.kind === 'organization') readOrganization(card, detail, cells);
  else {
    const list = lists[detail.kind as keyof typeof lists];
    const isPrimary = label.startsWith('*') && (list === 'emails' || list === 'phones');
    severalIn(cells[detail.values.get('value') ?? -1] ?? '').forEach((value, index) => {
      // The old export escapes the colon: `http\\://example.com`.
      addEntry(card, list, value.replace('\\://', '://'), labelOf(label), isPrimary && index === 0);
    });
  }
}

function readAddresses(card: Card, detail: Numbered, label: string, cells: readonly string[]): void {
  const groups = createAddressGroups();
  for (const [part, column] of detail.values) {
    severalIn(cells[column] ?? '').forEach((text, index) => {
      if (text !== '') groups.add(String(index), labelOf(label), addressParts.get(part) ?? 'street', text);
    });
  }
  groups.moveInto(card);
}

function readOrganization(card: Card, detail: Numbered, cells: readonly string[]): void {
  for (const [part, column] of detail.values) {
    const field = organization.get(part);
    const [first = '', ...others] = severalIn(cells[column] ?? '');
    if (field === undefined) continue;
    const isSecond = card[field] !== undefined && first !== '';
    setText(card, field, first);
    for (const _ of [...(isSecond ? [first] : []), ...others]) card.leftOut.push(`Second organization: ${part}`);
  }
}
