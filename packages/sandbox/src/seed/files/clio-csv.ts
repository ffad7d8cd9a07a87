import type { Card, Label, TextField } from '../card.ts';
import { addEntry, emptyCard, setText, settleKind } from '../card.ts';
import { labelOf } from '../labels.ts';
import type { AddressGroups, GroupPart } from './address-groups.ts';
import { createAddressGroups } from './address-groups.ts';
import { readBirthday } from './card-birthday.ts';
import type { CsvFormat } from './csv-plan.ts';

/**
 * Clio's own columns. Its import template is documented ("Migration Templates for Importing Into Clio Manage", help.clio.com
 * 9228623050139: title, job_title, first_name, ..., business_street, email_address, primary_phone). The header of its export
 * is not documented where we could read it, and a person chooses the columns: so headers are read by their words
 * ("Primary Address - City", "Email (Work)", "phone_number_2").
 */
type Column =
  | { readonly text: TextField }
  | { readonly title: true }
  | { readonly type: true }
  | { readonly list: 'emails' | 'phones' | 'sites' | 'messengers'; readonly label: Label; readonly primary: boolean }
  | { readonly address: GroupPart; readonly group: string; readonly label: Label };

const texts: ReadonlyMap<string, TextField> = new Map<string, TextField>([
  ['prefix', 'prefix'],
  ['salutation', 'prefix'],
  ['first name', 'firstName'],
  ['middle name', 'middleName'],
  ['last name', 'lastName'],
  ['suffix', 'suffix'],
  ['nickname', 'nickname'],
  ['name', 'displayName'],
  ['full name', 'displayName'],
  ['contact name', 'displayName'],
  ['company', 'company'],
  ['company name', 'company'],
  ['job title', 'jobTitle'],
  ['position', 'jobTitle'],
  ['department', 'department'],
  ['date of birth', 'birthday'],
  ['birth date', 'birthday'],
  ['birthday', 'birthday'],
  ['dob', 'birthday'],
  ['notes', 'notes'],
]);

const parts: ReadonlyMap<string, GroupPart> = new Map<string, GroupPart>([
  ['address', 'whole'],
  ['street', 'street'],
  ['street address', 'street'],
  ['city', 'city'],
  ['town', 'city'],
  ['state', 'province'],
  ['province', 'province'],
  ['state province', 'province'],
  ['region', 'province'],
  ['postal code', 'postalCode'],
  ['zip', 'postalCode'],
  ['zip code', 'postalCode'],
  ['zip postal code', 'postalCode'],
  ['postcode', 'postalCode'],
  ['country', 'country'],
]);

const lists = {
  email: 'emails',
  'email address': 'emails',
  'e mail': 'emails',
  'e mail address': 'emails',
  phone: 'phones',
  'phone number': 'phones',
  telephone: 'phones',
  number: 'phones',
  website: 'sites',
  'web site': 'sites',
  'web page': 'sites',
  url: 'sites',
  'instant messenger': 'messengers',
  im: 'messengers',
} as const;

export const clioCsv: CsvFormat = (headers) => {
  const plain = headers.map(words);
  const known = plain.map(columnOf);
  if (!isAddressBook(known)) return undefined;
  const birthday = known.findIndex((column) => column !== undefined && 'text' in column && column.text === 'birthday');
  return {
    format: 'Clio CSV',
    understood: new Set(known.flatMap((column, index) => (column === undefined ? [] : [index]))),
    birthdayColumn: birthday < 0 ? undefined : birthday,
    cardOf: (cells, dates) => {
      const card = emptyCard();
      const addresses = createAddressGroups();
      cells.forEach((cell, index) => {
        const text = cell.trim();
        const column = known[index];
        if (column === undefined || text === '') return;
        if ('title' in column) setText(card, titleField(plain, text), text);
        else readCell(card, addresses, column, text);
      });
      addresses.moveInto(card);
      readBirthday(card, dates);
      settleKind(card);
      // Clio makes this name of the others: nobody chose it.
      delete card.displayName;
      return card;
    },
  };
};

/** Any table has a "number" or a "name" somewhere: it takes a name and something else, or an e-mail address. */
function isAddressBook(known: readonly (Column | undefined)[]): boolean {
  const understood = known.filter((column) => column !== undefined);
  const hasEmails = understood.some((column) => 'list' in column && column.list === 'emails');
  const hasNames = understood.some((column) => 'text' in column && nameFields.has(column.text));
  return hasEmails || (hasNames && understood.length > 1);
}

const nameFields: ReadonlySet<TextField> = new Set<TextField>(['firstName', 'lastName', 'displayName', 'company']);

const words = (header: string): string =>
  header
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

const where =
  '(work|business|office|home|personal|mobile|cell|fax|pager|skype|other|billing|primary|secondary|default|main)';
const listHeader = new RegExp(
  `^(?:${where} )?(${Object.keys(lists)
    .toSorted((a, b) => b.length - a.length)
    .join('|')})(?: ${where})?(?: \\d+)?$`,
  'u',
);
const addressHeader = new RegExp(
  `^(?:${where} )?(?:address )?(?:${where} )?(?:(\\d+) )?(${[...parts.keys()]
    .toSorted((a, b) => b.length - a.length)
    .join('|')})(?: (\\d+))?(?: ${where})?$`,
  'u',
);
const bareNumber = /^(?:(?:work|home|business) )?(mobile|cell|fax|pager|skype)(?: \d+)?$/u;

function columnOf(header: string): Column | undefined {
  const text = texts.get(header);
  if (text !== undefined) return { text };
  if (header === 'title') return { title: true };
  if (header === 'type' || header === 'contact type') return { type: true };
  const bare = bareNumber.exec(header)?.[1];
  if (bare !== undefined) return { list: 'phones', label: labelOf(bare), primary: false };
  return listColumn(header) ?? addressColumn(header);
}

function listColumn(header: string): Column | undefined {
  const [, before, what = '', after] = listHeader.exec(header) ?? [];
  const list = lists[what as keyof typeof lists];
  if (list === undefined) return undefined;
  return { list, label: whereOf(before ?? after), primary: before === 'primary' || before === 'default' };
}

function addressColumn(header: string): Column | undefined {
  const [, before = '', middle = '', numberBefore = '', part = '', numberAfter = '', after = ''] =
    addressHeader.exec(header) ?? [];
  const address = parts.get(part);
  if (address === undefined) return undefined;
  const place = before || middle || after;
  // "Street 2" is the second line of a street; "City 2" is the city of a second address.
  const number = numberBefore || (address === 'street' ? '' : numberAfter);
  return { address, group: `${place} ${number}`, label: whereOf(place) };
}

/** "Primary" says which, not where: Clio's own import takes such details as the firm's business with the person. */
const whereOf = (word: string | undefined): Label =>
  word === undefined || ['', 'primary', 'secondary', 'default'].includes(word) ? 'work' : labelOf(word);

function readCell(card: Card, addresses: AddressGroups, column: Exclude<Column, { title: true }>, text: string): void {
  if ('text' in column) setText(card, column.text, text);
  else if ('type' in column) card.kind = /company|organi[sz]ation|business/iu.test(text) ? 'company' : 'person';
  else if ('list' in column) addEntry(card, column.list, text, column.label, column.primary);
  else addresses.add(column.group, column.label, column.address, text);
}

/** In Clio's template "title" is Mr or Ms, in its API it is the job: the other columns tell, else the text itself. */
function titleField(plain: readonly string[], text: string): 'prefix' | 'jobTitle' {
  if (plain.includes('prefix') || plain.includes('salutation')) return 'jobTitle';
  return plain.includes('job title') || isHonorific(text) ? 'prefix' : 'jobTitle';
}

const isHonorific = (text: string): boolean =>
  /^(?:mr|mrs|ms|miss|mx|dr|prof|professor|hon|the hon|rev|sir|dame|madam|judge|justice|me|mme|m)\.?(?: \S+)?$/iu.test(
    text,
  );
