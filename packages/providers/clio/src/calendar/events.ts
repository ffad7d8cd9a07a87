import {
  type Element,
  exceptionElement,
  exceptionOf,
  type Item,
  ianaOf,
  instantAt,
  instantOf,
  type List,
  occurrences,
  parseRule,
  parseWhen,
  type ReasonCode,
  tidy,
  toZone,
  type When,
  wallTextOf,
  whenKey,
} from '@concord/core';
import type { Json, JsonRecord } from '../json.ts';
import { calendar } from '../profile.ts';
import { mostExceptions } from './entry-fields.ts';
import type { EntryRecord } from './entry-record.ts';
import { type DayEnd, timesOf, whenOfEntry } from './entry-times.ts';
import { joinGuests, splitGuests } from './guests-block.ts';
import type { Instance } from './instances.ts';

/** How this account is told times: the zone of entries that do not say theirs, and the end of all-day ones. */
export type Telling = { readonly zone: string; readonly dayEnd: DayEnd };

/** An entry needs a summary (OpenAPI), so that an event without a title has this one. */
export const noTitle = '(No title)';

/** The event that an entry shows, and, of a series, its instances. */
export function readEvent(entry: EntryRecord, instances: readonly Instance[], telling: Telling): Item {
  const when = whenOfEntry(entry, telling.dayEnd, telling.zone);
  const exceptions = instances.flatMap((instance) => exceptionAt(entry, instance, telling) ?? []);
  return { ...textsOf(entry), when, ...(exceptions.length > 0 ? { exceptions } : {}) };
}

function textsOf({ summary, location, description }: EntryRecord): Readonly<Record<string, string>> {
  const title = summary.trim() === noTitle ? '' : summary;
  const texts = Object.entries({ title, location, ...splitGuests(description) });
  const present = texts.map(([name, text]) => [name, textOf(text ?? '')] as const).filter(([, text]) => text !== '');
  return Object.fromEntries(present);
}

/** Undefined for an instance that is as its series says. */
function exceptionAt(series: EntryRecord, instance: Instance, telling: Telling): Element | undefined {
  const { slot, row, isPunctual = false } = instance;
  if (row === undefined) return exceptionElement({ slot, cancelled: true });
  if (isPunctual && nativeTexts.every((name) => row[name] === series[name])) return undefined;
  const { when, ...texts } = readInstance(series, instance, row, telling);
  const common = textsOf(series);
  const changed = exceptionTexts.flatMap((name) =>
    tidy(texts[name] ?? '') === tidy(common[name] ?? '') ? [] : [[name, texts[name] ?? ''] as const],
  );
  if (changed.length === 0 && isPunctual) return undefined;
  return exceptionElement({ slot, when, ...Object.fromEntries(changed) });
}

const nativeTexts = ['summary', 'description', 'location'] as const;

/** What an instance says, in the zone of its series. */
export function readInstance(
  series: EntryRecord,
  { planned, isPunctual }: Pick<Instance, 'planned' | 'isPunctual'>,
  row: EntryRecord,
  { zone, dayEnd }: Telling,
): { readonly when: string } & Partial<Record<(typeof exceptionTexts)[number], string>> {
  const own = series.allDay ? row.zone : series.zone;
  const when = isPunctual ? planned : whenOfEntry({ ...row, rule: null, zone: own }, dayEnd, zone);
  return { ...textsOf(row), when };
}

export const exceptionTexts = ['title', 'description', 'location'] as const;

/**
 * What to send so that an entry that shows `known` (none: a new one) shows `item`, but for its exceptions; undefined when
 * nothing has to be sent. Assumption: `null` clears a text, which the documents neither say nor deny.
 */
export function writeEvent(known: Item | undefined, item: Item, zone: string): JsonRecord | undefined {
  const data: Record<string, Json> = {
    ...(differs(known, item, ['title']) || known === undefined ? { summary: textOf(item.title) || noTitle } : {}),
    ...(differs(known, item, ['description', 'guests']) ? { description: describedBy(item) || null } : {}),
    ...(differs(known, item, ['location']) ? { location: textOf(item.location) || null } : {}),
    ...(isElsewhen(known, item) ? timesOf(textOf(item.when), zone, repeats(known)) : {}),
  };
  return Object.keys(data).length === 0 ? undefined : data;
}

/** Whether it takes place at other times, or by another rule. */
export const isElsewhen = (known: Item | undefined, item: Item): boolean =>
  whenKey(textOf(known?.when)) !== whenKey(textOf(item.when));

const differs = (known: Item | undefined, item: Item, names: readonly string[]): boolean =>
  names.some((name) => textOf(known?.[name]) !== textOf(item[name]));

export const repeats = (item: Item | undefined): boolean => parseWhen(textOf(item?.when))?.rule !== undefined;

function describedBy(item: Item): string {
  return joinGuests({ description: textOf(item.description), guests: textOf(item.guests) });
}

/** With the line ends that Clio gives back. */
export const textOf = (value: Item[string]): string =>
  typeof value === 'string' && tidy(value) !== '' ? value.replace(/\r\n?/gu, '\n').trim().normalize('NFC') : '';
export const exceptionsOf = (item: Item): List => (typeof item.exceptions === 'object' ? item.exceptions : []);

/**
 * Why an event cannot be said in Clio. `zone`: in which the account's entries repeat, where it is known. Clio takes no zone
 * along with an entry, so a series in other clocks would be wrong for a part of the year. Which parts of RFC 5545 it takes
 * is not documented: those that no calendar's page can make are not tried.
 */
export function cannotHold(item: Item, zone: string | undefined): ReasonCode | undefined {
  const text = textOf(item.when);
  const when = parseWhen(text);
  if (when === undefined || Number(when.start.slice(0, 4)) < calendar.firstYear) return 'ruleNotHeldLeft';
  const rule = when.rule === undefined ? undefined : parseRule(when.rule);
  if (rule === undefined) return undefined;
  if (rule.weekNumbers.length > 0 || rule.yearDays.length > 0 || startsInSecondHour(when)) return 'ruleNotHeldLeft';
  const clocks = zone === undefined ? undefined : ianaOf(zone);
  if (zone !== undefined && (clocks === undefined || toZone(text, clocks) === undefined)) return 'zoneNotHeldLeft';
  return exceptionsOf(item).length > mostExceptions || isNeverHeld(text, item) ? 'exceptionsNotHeldLeft' : undefined;
}

/** All is cancelled: Clio shows nothing of such a series, as it shows nothing of one that is not listed yet. */
function isNeverHeld(when: string, item: Item): boolean {
  const cancelled = new Set(exceptionsOf(item).flatMap((one) => (exceptionOf(one)?.cancelled ? [one.slot] : [])));
  const always = { from: Date.UTC(calendar.firstYear, 0), to: Date.UTC(9999, 11) };
  const first = cancelled.size === 0 ? [] : occurrences(when, always, cancelled.size + 1);
  return first.length > 0 && first.every(({ slot }) => cancelled.has(slot));
}

/** In the night in which clocks go back: a series goes by the clock on the wall, which shows that hour twice. */
function startsInSecondHour({ start, zone }: When): boolean {
  return zone !== undefined && instantAt(Date.parse(`${wallTextOf(start)}Z`), zone) < instantOf(start);
}
