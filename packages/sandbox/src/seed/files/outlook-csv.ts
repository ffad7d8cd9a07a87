import type { Card, Label, TextField } from '../card.ts';
import { addCategories, addEntry, emptyCard, setText, settleKind } from '../card.ts';
import type { GroupPart } from './address-groups.ts';
import { createAddressGroups } from './address-groups.ts';
import { readBirthday } from './card-birthday.ts';
import type { CsvFormat } from './csv-plan.ts';
import { plainHeader } from './csv-plan.ts';

/** Columns of Outlook for Windows, of outlook.com and of Outlook on the web, which name a few of them differently. */
type Column =
  | { readonly text: TextField }
  | { readonly email: true }
  | { readonly phone: Label }
  | { readonly address: Label; readonly part: GroupPart }
  | { readonly site: Label }
  | { readonly messenger: true }
  | { readonly categories: true }
  | { readonly nothing: true };

const texts: Readonly<Record<string, TextField>> = {
  title: 'prefix',
  'first name': 'firstName',
  'middle name': 'middleName',
  'last name': 'lastName',
  suffix: 'suffix',
  nickname: 'nickname',
  company: 'company',
  department: 'department',
  'job title': 'jobTitle',
  notes: 'notes',
  birthday: 'birthday',
};

const phones: Readonly<Record<string, Label>> = {
  'primary phone': 'other',
  'business phone': 'work',
  'business phone 2': 'work',
  'company main phone': 'work',
  'home phone': 'home',
  'home phone 2': 'home',
  'mobile phone': 'mobile',
  'car phone': 'mobile',
  'other phone': 'other',
  'radio phone': 'other',
  callback: 'other',
  'business fax': 'fax',
  'home fax': 'fax',
  'other fax': 'fax',
  pager: 'pager',
};

const parts: Readonly<Record<string, GroupPart>> = {
  address: 'whole',
  street: 'street',
  'street 2': 'street',
  'street 3': 'street',
  'address po box': 'street',
  city: 'city',
  state: 'province',
  'postal code': 'postalCode',
  country: 'country',
  'country/region': 'country',
};

/** Said again elsewhere, or about the file and not about the person. */
const nothing = [
  'e-mail type',
  'e-mail display name',
  'e-mail 2 type',
  'e-mail 2 display name',
  'e-mail 3 type',
  'e-mail 3 display name',
  'initials',
];

const columns: ReadonlyMap<string, Column> = new Map<string, Column>([
  ...Object.entries(texts).map(([header, text]): [string, Column] => [header, { text }]),
  ...Object.entries(phones).map(([header, phone]): [string, Column] => [header, { phone }]),
  ...['e-mail address', 'e-mail 2 address', 'e-mail 3 address'].map((header): [string, Column] => [
    header,
    { email: true },
  ]),
  ...addressColumns('business', 'work'),
  ...addressColumns('home', 'home'),
  ...addressColumns('other', 'other'),
  ['web page', { site: 'work' }],
  ['business web page', { site: 'work' }],
  ['personal web page', { site: 'home' }],
  ['imaddress', { messenger: true }],
  ['categories', { categories: true }],
  ...nothing.map((header): [string, Column] => [header, { nothing: true }]),
]);

function addressColumns(prefix: string, address: Label): [string, Column][] {
  return Object.entries(parts).map(([header, part]) => [`${prefix} ${header}`, { address, part }]);
}

/** Any of these says that the file is Outlook's: other programs name them differently. */
const signs = ['e-mail address', 'e-mail 2 address', 'business phone', 'business street', 'company main phone'];

export const outlookCsv: CsvFormat = (headers) => {
  const plain = headers.map(plainHeader);
  if (!signs.some((sign) => plain.includes(sign))) return undefined;
  const known = plain.map((header) => columns.get(header));
  const birthday = plain.indexOf('birthday');
  return {
    format: 'Outlook CSV',
    understood: new Set(known.flatMap((column, index) => (column === undefined ? [] : [index]))),
    birthdayColumn: birthday < 0 ? undefined : birthday,
    cardOf: (cells, dates) => {
      const card = readRow(known, cells);
      readBirthday(card, dates);
      return settleKind(card);
    },
  };
};

function readRow(known: readonly (Column | undefined)[], cells: readonly string[]): Card {
  const card = emptyCard();
  const addresses = createAddressGroups();
  cells.forEach((cell, index) => {
    const column = known[index];
    const text = cell.trim();
    if (column === undefined || text === '') return;
    if ('text' in column) setText(card, column.text, text);
    else if ('email' in column) addEmail(card, text);
    else if ('phone' in column) addEntry(card, 'phones', text, column.phone);
    else if ('site' in column) addEntry(card, 'sites', text, column.site);
    else if ('messenger' in column) addEntry(card, 'messengers', text, 'none');
    else if ('categories' in column) addCategories(card, text.split(';'));
    else if ('address' in column) addresses.add(column.address, column.address, column.part, text);
  });
  addresses.moveInto(card);
  return card;
}

/** Colleagues in the same Exchange are exported with a directory name instead of an address: `/o=ExchangeLabs/ou=...`. */
function addEmail(card: Card, text: string): void {
  if (/^\/o=/iu.test(text)) card.leftOut.push('E-mail that is an Exchange directory name');
  else addEntry(card, 'emails', text, 'none');
}
