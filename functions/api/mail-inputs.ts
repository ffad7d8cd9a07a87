import {
  domainKey,
  isDay,
  isZone,
  type MailDays,
  type MailSettingsEdit,
  type MailSource,
  mailKey,
  type NewLetter,
} from '@concord/core';
import { isId, members, parsePlace } from './inputs.ts';

/** Parsers of what the pages of mail send: unknown in, typed out, undefined when it is not what was asked for. */

const maximumDomains = 200;
const maximumLabels = 100;
const maximumLabelLength = 200;
const maximumAliases = 20;
const maximumAddressLength = 320;
const maximumDays = 36_500;
const maximumSearchLength = 200;
const maximumZoneLength = 64;

type Query = Readonly<Record<string, string>>;
/** For what is there and no good; what is absent is undefined. */
const wrong = Symbol('wrong');
type Part<Value> = Value | undefined | typeof wrong;

export function parseMailSettings(body: unknown): MailSettingsEdit | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const given = members(body);
  const parts = {
    copiesCount: flag(given['copiesCount']),
    excludedDomains: domains(given['excludedDomains']),
    ownDomains: domains(given['ownDomains']),
    excludedLabels: labels(given['excludedLabels']),
    keepPreview: flag(given['keepPreview']),
    fillNewContacts: flag(given['fillNewContacts']),
    retentionDays: days(given['retentionDays']),
  } satisfies { readonly [Name in keyof MailSettingsEdit]: Part<MailSettingsEdit[Name]> };
  const found = Object.entries(parts).filter(([, value]) => value !== undefined);
  return found.some(([, value]) => value === wrong) ? undefined : (Object.fromEntries(found) as MailSettingsEdit);
}

const flag = (value: unknown): Part<boolean> => (value === undefined || typeof value === 'boolean' ? value : wrong);

/** Null: for ever. */
function days(value: unknown): Part<number | null> {
  if (value === undefined || value === null) return value;
  const isFit = typeof value === 'number' && Number.isSafeInteger(value) && value >= 1 && value <= maximumDays;
  return isFit ? value : wrong;
}

/** As they are compared, each once. */
function domains(value: unknown): Part<readonly string[]> {
  const texts = textsOf(value, maximumDomains, maximumAddressLength);
  if (!Array.isArray(texts)) return texts;
  const keys = texts.map(domainKey);
  return keys.every((key) => key.includes('.')) ? [...new Set(keys)] : wrong;
}

function labels(value: unknown): Part<readonly string[]> {
  const texts = textsOf(value, maximumLabels, maximumLabelLength);
  return Array.isArray(texts) ? [...new Set(texts)] : texts;
}

/** Trimmed; blank ones are dropped. */
function textsOf(value: unknown, most: number, longest: number): Part<readonly string[]> {
  if (value === undefined) return undefined;
  const isFit = (text: unknown): text is string => typeof text === 'string' && text.length <= longest;
  if (!Array.isArray(value) || value.length > most || !value.every(isFit)) return wrong;
  return value.map((text) => text.trim()).filter((text) => text !== '');
}

export function parseAliases(body: unknown): { readonly aliases: readonly string[] } | undefined {
  const aliases = textsOf(members(body)['aliases'], maximumAliases, maximumAddressLength);
  return Array.isArray(aliases) && aliases.every((alias) => mailKey(alias) !== '') ? { aliases } : undefined;
}

export function parseGap(body: unknown): { readonly gap: string } | undefined {
  const { gap } = members(body);
  return isId(gap) ? { gap } : undefined;
}

export function parseMailDays(body: unknown): MailDays | undefined {
  const { from, to, zone } = members(body);
  if (typeof from !== 'string' || typeof to !== 'string' || typeof zone !== 'string') return undefined;
  if (zone.length > maximumZoneLength || !isZone(zone) || !isDay(from) || !isDay(to)) return undefined;
  return from < earliestDay || to < from ? undefined : { from, to, zone };
}

/** Nobody's mailbox has older ones. */
const earliestDay = '1990-01-01';

export function parsePeopleQuery(query: Query): { readonly search?: string; readonly after?: string } | undefined {
  const place = parsePlace(query);
  const search = query['search'] ?? '';
  if (place === undefined || search.length > maximumSearchLength) return undefined;
  return { ...place, ...(search.trim() === '' ? {} : { search: search.trim() }) };
}

export function parseContactPlace(query: Query): { readonly contact: string; readonly after?: string } | undefined {
  const place = parsePlace(query);
  const { contact } = query;
  return place === undefined || !isId(contact) ? undefined : { ...place, contact };
}

/** What can be read of it, and how much there may be, the engine says. */
export function parseMailSource(body: unknown): MailSource | undefined {
  const { source, engagement } = members(body);
  if (typeof source === 'string') return engagement === undefined ? { source } : undefined;
  return source === undefined && isId(engagement) ? { engagement } : undefined;
}

/** Far beyond what any letter can have: what is wrong within these bounds is said by a sentence. */
const maximumReceivers = 500;
const maximumLetterLength = 500_000;

export function parseNewLetter(body: unknown): NewLetter | undefined {
  const { to, cc, subject, text, answers } = members(body);
  const receivers = addressesOf(to);
  const copies = cc === undefined ? [] : addressesOf(cc);
  if (receivers === undefined || copies === undefined) return undefined;
  if (!isText(subject) || !isText(text) || (answers !== undefined && !isId(answers))) return undefined;
  return { to: receivers, cc: copies, subject, text, ...(answers === undefined ? {} : { answers }) };
}

const isText = (value: unknown): value is string => typeof value === 'string' && value.length <= maximumLetterLength;

function addressesOf(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) && value.length <= maximumReceivers && value.every(isText) ? value : undefined;
}

export function parseEngagedContact(body: unknown): { readonly contact: string } | undefined {
  const { contact } = members(body);
  return isId(contact) ? { contact } : undefined;
}

/** Clio counts its matters. */
export function parseMatterToFile(body: unknown): { readonly matter: string } | undefined {
  const { matter } = members(body);
  return typeof matter === 'string' && /^[1-9]\d{0,14}$/u.test(matter) ? { matter } : undefined;
}
