import {
  type Answer,
  type Answers,
  type ChoiceRequest,
  type DeletePolicy,
  type NewCalendar,
  type NewSync,
  type PreviewFilter,
  type PrivateChoice,
  type ReasonCode,
  type ReviewKind,
  reasonSentences,
  type ScanRequest,
  type Span,
  sideNames,
  type UndoWish,
} from '@concord/core';
import type { ExportFormat } from '@concord/engine';

/** Parsers of what pages send: unknown in, typed out, undefined when it is not what was asked for. Other members are dropped. */

const idPattern = /^[\w.:-]{1,128}$/u;
export const isId = (value: unknown): value is string => typeof value === 'string' && idPattern.test(value);

export function parseNewSync(body: unknown): NewSync | undefined {
  const { right, itemType, calendars } = members(body);
  if (!isId(right)) return undefined;
  if (itemType === 'contact') return calendars === undefined ? { right, itemType } : undefined;
  const ids = members(calendars);
  if (itemType !== 'event' || !isCalendarId(ids['left']) || !isCalendarId(ids['right'])) return undefined;
  return { right, itemType, calendars: { left: ids['left'], right: ids['right'] } };
}

const maximumCalendarIdLength = 512;
const maximumCalendarNameLength = 120;

/** Which calendars there are, only the list that a worker read says. */
const isCalendarId = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && value.length <= maximumCalendarIdLength;

export function parseNewCalendar(body: unknown): NewCalendar | undefined {
  const { side, name } = members(body);
  if (!isOneOf(side, sideNames) || typeof name !== 'string') return undefined;
  const tidy = name.replace(/\s+/gu, ' ').trim();
  return tidy !== '' && tidy.length <= maximumCalendarNameLength ? { side, name: tidy } : undefined;
}

const weekMs = 7 * 24 * 60 * 60 * 1000;
const longestSpanMs = 6 * weekMs;

/** Epoch milliseconds. */
export function parseWeek({ from, to }: Query): Span | undefined {
  const first = Number(from);
  const last = to === undefined ? first + weekMs : Number(to);
  const isSpan = Number.isSafeInteger(first) && Number.isSafeInteger(last) && last > first;
  return from !== undefined && from !== '' && isSpan && last - first <= longestSpanMs
    ? { from: first, to: last }
    : undefined;
}

export function parseScanRequest(body: unknown): ScanRequest | undefined {
  const { clioSyncOff, conflicts, deletes, resend, choice, private: hidden, guests } = members(body);
  if (typeof clioSyncOff !== 'boolean' || !isOneOf(conflicts, winners)) return undefined;
  if (resend !== undefined && typeof resend !== 'boolean') return undefined;
  if (hidden !== undefined && !isOneOf(hidden, privateChoices)) return undefined;
  if (guests !== undefined && typeof guests !== 'boolean') return undefined;
  const chosen = choice === undefined ? undefined : parseChoice(choice);
  if (choice !== undefined && chosen === undefined) return undefined;
  const more = {
    ...(resend === undefined ? {} : { resend }),
    ...(chosen === undefined ? {} : { choice: chosen }),
    ...(hidden === undefined ? {} : { private: hidden }),
    ...(guests === undefined ? {} : { guests }),
  };
  const wish = { clioSyncOff, conflicts, ...more };
  if (deletes === undefined) return wish;
  const { left, right } = members(deletes);
  return isOneOf(left, deletePolicies) && isOneOf(right, deletePolicies)
    ? { ...wish, deletes: { left, right } }
    : undefined;
}

const maximumGroupLength = 300;

/** Which group there is, only the list that a worker read says; its id may be a name that people gave it. */
function parseChoice(choice: unknown): ChoiceRequest | undefined {
  if (choice === 'everything') return choice;
  const { side, group } = members(choice);
  if (!isOneOf(side, sideNames) || typeof group !== 'string') return undefined;
  return group !== '' && group.length <= maximumGroupLength ? { side, group } : undefined;
}

export function parseStart(body: unknown): { readonly run: string } | undefined {
  const { run } = members(body);
  return isId(run) ? { run } : undefined;
}

export function parseNothing(body: unknown): Readonly<Record<string, never>> | undefined {
  return typeof body === 'object' && body !== null ? {} : undefined;
}

export function parseDisconnect(body: unknown): { readonly forget: boolean } | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const { forget = false } = members(body);
  return typeof forget === 'boolean' ? { forget } : undefined;
}

const maximumInvites = 50;
const maximumAddressLength = 320;

export function parseInvites(body: unknown): { readonly emails: readonly string[] } | undefined {
  const { emails } = members(body);
  if (!Array.isArray(emails) || emails.length === 0 || emails.length > maximumInvites) return undefined;
  const isText = (email: unknown): email is string => typeof email === 'string' && email.length <= maximumAddressLength;
  return emails.every(isText) ? { emails } : undefined;
}

const maximumAnswers = 500;

export function parseAnswers(body: unknown): Answers | undefined {
  const { answers, allDifferent, alike, mayBeTakenBack } = members(body);
  if (mayBeTakenBack !== undefined && typeof mayBeTakenBack !== 'boolean') return undefined;
  const like = alike === undefined ? undefined : parseAlike(alike);
  if (alike !== undefined && like === undefined) return undefined;
  if (allDifferent !== undefined && typeof allDifferent !== 'boolean') return undefined;
  if (!Array.isArray(answers) || answers.length > maximumAnswers) return undefined;
  const parsed = answers.map(parseAnswer).filter((each) => each !== undefined);
  if (parsed.length !== answers.length) return undefined;
  return {
    answers: parsed,
    ...(allDifferent === undefined ? {} : { allDifferent }),
    ...(like === undefined ? {} : { alike: like }),
    ...(mayBeTakenBack === undefined ? {} : { mayBeTakenBack }),
  };
}

const isReason = (code: unknown): code is ReasonCode =>
  typeof code === 'string' && Object.hasOwn(reasonSentences, code);

function parseAlike(value: unknown): Answers['alike'] {
  const { kind, reason, answer } = members(value);
  const isAsked = isOneOf(kind, reviewKinds) && isReason(reason) && isOneOf(answer, answerWords);
  return isAsked ? { kind, reason, answer } : undefined;
}

export function parseTakeBack(body: unknown): { readonly mappings?: readonly string[] } | undefined {
  const { mappings, all } = members(body);
  if (all === true && mappings === undefined) return {};
  if (!Array.isArray(mappings) || mappings.length === 0 || mappings.length > maximumAnswers) return undefined;
  return mappings.every(isId) ? { mappings } : undefined;
}

function parseAnswer(value: unknown): Answers['answers'][number] | undefined {
  const { mapping, answer, candidate } = members(value);
  if (!isId(mapping) || !isOneOf(answer, answerWords)) return undefined;
  if (candidate === undefined) return answer === 'same' ? undefined : { mapping, answer };
  return isId(candidate) ? { mapping, answer, candidate } : undefined;
}

const reviewKinds = [
  'conflict',
  'match',
  'ambiguous',
  'parked',
  'deleted',
  'double',
] as const satisfies readonly ReviewKind[];
const answerWords = [
  'different',
  'same',
  'retry',
  'keep',
  'left',
  'right',
  'delete',
  'resend',
  'resume',
] as const satisfies readonly Answer[];
const deletePolicies = ['propagate', 'release', 'ask'] as const satisfies readonly DeletePolicy[];
const privateChoices = ['skip', 'busy', 'full'] as const satisfies readonly PrivateChoice[];
const winners = ['left', 'right', 'ask'] as const satisfies readonly ScanRequest['conflicts'][];
const filters = [
  'all',
  'addedLeft',
  'addedRight',
  'linked',
  'held',
  'leftOut',
  'notFitting',
  'resent',
] as const satisfies readonly PreviewFilter[];

type Query = Readonly<Record<string, string>>;
const maximumSearchLength = 200;
const maximumPlaceLength = 1024;

/** Where a list goes on; a place that no page of ours gave out finds nothing. */
export function parsePlace(query: Query): { readonly after?: string } | undefined {
  const after = query['after'];
  if (after === undefined || after === '') return {};
  return after.length <= maximumPlaceLength ? { after } : undefined;
}

export function parsePast({ mapping }: Query): { readonly mapping: string } | undefined {
  return isId(mapping) ? { mapping } : undefined;
}

/** The id of a row of the history is longer than any other. */
const isRowId = (value: unknown): value is string => typeof value === 'string' && /^HIST#[\w#-]{1,120}$/u.test(value);

export function parseUndo(body: unknown): UndoWish | undefined {
  const { run, stopped, mapping, entry, field } = members(body);
  if (stopped !== undefined)
    return stopped === true && run === undefined && mapping === undefined ? { stopped } : undefined;
  if (run !== undefined) return isId(run) && mapping === undefined ? { run } : undefined;
  if (!isId(mapping) || (entry !== undefined && !isRowId(entry)) || (field !== undefined && !isId(field)))
    return undefined;
  return { mapping, ...(entry === undefined ? {} : { entry }), ...(field === undefined ? {} : { field }) };
}

export function parseExport(query: Query): { readonly format: ExportFormat; readonly after?: string } | undefined {
  const { format = 'csv' } = query;
  const place = parsePlace(query);
  return place !== undefined && isOneOf(format, exportFormatNames) ? { format, ...place } : undefined;
}

const exportFormatNames = ['csv', 'ndjson'] as const satisfies readonly ExportFormat[];

const maximumQueryLength = 512;

export function parseWhy(query: Query): { readonly query: string } | undefined {
  const { query: asked = '' } = query;
  return asked.trim() !== '' && asked.length <= maximumQueryLength ? { query: asked } : undefined;
}

export function parseLook(body: unknown): { readonly mapping: string } | undefined {
  const { mapping } = members(body);
  return isId(mapping) ? { mapping } : undefined;
}

export function parsePreviewQuery(
  query: Query,
): { readonly filter: PreviewFilter; readonly after?: string; readonly search?: string } | undefined {
  const { filter = 'all', search = '' } = query;
  const place = parsePlace(query);
  if (place === undefined || !isOneOf(filter, filters)) return undefined;
  return { filter, ...place, ...(search === '' ? {} : { search: search.slice(0, maximumSearchLength) }) };
}

export function members(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

export function isOneOf<Word extends string>(value: unknown, words: readonly Word[]): value is Word {
  return words.some((word) => word === value);
}
