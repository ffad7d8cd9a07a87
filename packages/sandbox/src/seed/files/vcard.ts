import type { Card, Label } from '../card.ts';
import { addAddress, addCategories, addEntry, emptyCard, setText, settleKind } from '../card.ts';
import { labelOf, labelOfTypes } from '../labels.ts';
import { readBirthday } from './card-birthday.ts';
import type { Property } from './vcard-property.ts';
import { listed, splitEscaped, structured, unescapeText } from './vcard-property.ts';

export type VcardReading =
  | { readonly kind: 'card'; readonly card: Card; readonly ignored: readonly string[] }
  | { readonly kind: 'refused'; readonly reason: string };

type Reading = { readonly card: Card; readonly version: string; readonly labels: ReadonlyMap<string, string> };
type Reader = (reading: Reading, property: Property) => void;

/** Makes a card of a vCard's properties. `ignored` are the properties that say something we have no place for. */
export function readVcard(version: string, properties: readonly Property[]): VcardReading {
  if (properties.some(isGroup)) return { kind: 'refused', reason: 'This card is a list of people, not a person.' };
  const labels = new Map(
    properties.filter(({ name }) => name === 'X-ABLABEL').map(({ group, value }) => [group, value] as const),
  );
  const reading = { card: emptyCard(), version, labels };
  const ignored = new Set<string>();
  for (const property of properties) {
    const reader = readers.get(property.name);
    if (reader !== undefined) reader(reading, property);
    else if (!silent.has(property.name)) ignored.add(property.name);
  }
  readPostalLabels(reading, properties);
  readBirthday(reading.card, 'monthFirst');
  return { kind: 'card', card: settleKind(reading.card), ignored: [...ignored] };
}

const isGroup = ({ name, value }: Property): boolean =>
  (name === 'KIND' || name === 'X-ADDRESSBOOKSERVER-KIND') && value.trim().toLowerCase() === 'group';

/** About the file or the program, or said again by another property. */
const silent: ReadonlySet<string> = new Set([
  'VERSION',
  'PRODID',
  'UID',
  'REV',
  'SOURCE',
  'CLIENTPIDMAP',
  'CLASS',
  'MAILER',
  'SORT-STRING',
  'LABEL',
  'X-ABLABEL',
  'X-ABADR',
  'X-ABUID',
  'X-MS-OL-DESIGN',
  'X-MS-OL-DEFAULT-POSTAL-ADDRESS',
  'X-ADDRESSBOOKSERVER-KIND',
]);

const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['N', readName],
  ['FN', text('displayName')],
  [
    'NICKNAME',
    (reading, property) => setText(reading.card, 'nickname', listed(property.value, reading.version).join(', ')),
  ],
  ['ORG', readOrganization],
  ['TITLE', readTitle],
  ['ROLE', readRole],
  ['NOTE', text('notes')],
  ['BDAY', readBirthdayText],
  ['KIND', readKind],
  ['X-ABSHOWAS', readKind],
  [
    'EMAIL',
    (reading, property) => addTo(reading, property, 'emails', withoutScheme(plain(reading, property), 'mailto')),
  ],
  ['TEL', (reading, property) => addTo(reading, property, 'phones', phoneOf(plain(reading, property)))],
  ['URL', (reading, property) => addTo(reading, property, 'sites', plain(reading, property))],
  ['X-SOCIALPROFILE', (reading, property) => addTo(reading, property, 'sites', plain(reading, property))],
  ['ADR', readAddress],
  ['CATEGORIES', (reading, property) => addCategories(reading.card, listed(property.value, reading.version))],
  [
    'IMPP',
    (reading, property) => addTo(reading, property, 'messengers', plain(reading, property).replace(/^[a-z-]+:/iu, '')),
  ],
  ...[
    'X-AIM',
    'X-ICQ',
    'X-JABBER',
    'X-MSN',
    'X-YAHOO',
    'X-SKYPE',
    'X-SKYPE-USERNAME',
    'X-GOOGLE-TALK',
    'X-MS-IMADDRESS',
  ].map((name): [string, Reader] => [
    name,
    (reading, property) => addTo(reading, property, 'messengers', plain(reading, property)),
  ]),
]);

const plain = (reading: Reading, property: Property): string => unescapeText(property.value, reading.version);

function text(field: 'displayName' | 'notes'): Reader {
  return (reading, property) => setText(reading.card, field, plain(reading, property));
}

/** From 3.0 on, each part may list several: "Dr.,Prof.". */
function readName({ card, version }: Reading, property: Property): void {
  const parts = splitEscaped(property.value, ';').map((part) =>
    version === '2.1' ? unescapeText(part, version) : listed(part, version).join(' '),
  );
  (['lastName', 'firstName', 'middleName', 'prefix', 'suffix'] as const).forEach((field, index) => {
    setText(card, field, parts[index] ?? '');
  });
}

function readOrganization({ card, version }: Reading, property: Property): void {
  const [company = '', ...units] = structured(property, version);
  if (card.company !== undefined && company.trim() !== '') card.leftOut.push('Second organization');
  setText(card, 'company', company);
  setText(card, 'department', units.filter((unit) => unit.trim() !== '').join(', '));
}

function readTitle(reading: Reading, property: Property): void {
  if (reading.card.jobTitle !== undefined) reading.card.leftOut.push('Second job title');
  setText(reading.card, 'jobTitle', plain(reading, property));
}

/** "Role" says what a person does where "title" says what they are called: it counts when there is no title. */
function readRole(reading: Reading, property: Property): void {
  if (reading.card.jobTitle === undefined) setText(reading.card, 'jobTitle', plain(reading, property));
  else reading.card.leftOut.push('Role beside a job title');
}

/** Apple keeps a birthday without a year in the year that `X-APPLE-OMIT-YEAR` names, which is always 1604. */
function readBirthdayText({ card }: Reading, property: Property): void {
  setText(card, 'birthday', property.value);
}

function readKind({ card }: Reading, property: Property): void {
  if (/^(?:org|company)$/iu.test(property.value.trim())) card.kind = 'company';
}

function addTo(
  reading: Reading,
  property: Property,
  list: 'emails' | 'phones' | 'sites' | 'messengers',
  value: string,
): void {
  const isPrimary = property.isPreferred && (list === 'emails' || list === 'phones');
  addEntry(reading.card, list, value, labelFor(reading, property), isPrimary);
}

/** Apple's own label, when it is one of the usual words, else the types. */
function labelFor({ labels, version }: Reading, property: Property): Label {
  const own = property.group === '' ? undefined : labels.get(property.group);
  return own === undefined ? labelOfTypes(property.types) : labelOf(unescapeText(own, version));
}

const withoutScheme = (value: string, scheme: string): string =>
  value.toLowerCase().startsWith(`${scheme}:`) ? safelyDecoded(value.slice(scheme.length + 1)) : value;

/** 4.0 writes numbers as `tel:+1-555-555-0100;ext=5`. */
const phoneOf = (value: string): string => withoutScheme(value, 'tel').replace(/;ext=/iu, ' ext. ');

function safelyDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function readAddress(reading: Reading, property: Property): void {
  const [box = '', extended = '', street = '', city = '', province = '', postalCode = '', country = ''] = structured(
    property,
    reading.version,
  ).map((part) => part.trim());
  const lines = [street, extended, box].filter((line) => line !== '').join('\n');
  const parts = { street: lines, city, province, postalCode, country };
  const given = Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== ''));
  addAddress(reading.card, { label: labelFor(reading, property), ...given });
}

/** `LABEL` repeats an address as it is printed on an envelope; alone, it is all there is. */
function readPostalLabels(reading: Reading, properties: readonly Property[]): void {
  if (reading.card.addresses.length > 0) return;
  for (const property of properties.filter(({ name }) => name === 'LABEL')) {
    addAddress(reading.card, { label: labelOfTypes(property.types), street: plain(reading, property).trim() });
  }
}
