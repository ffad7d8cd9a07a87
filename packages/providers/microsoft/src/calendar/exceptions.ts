import {
  type Element,
  type Event,
  exceptionElement,
  formatWhen,
  ianaOf,
  instantOf,
  type List,
  type Occurrence,
  occurrences,
  parseWhen,
  tidy,
  type When,
  whenKey,
} from '@concord/core';
import { readBody } from './bodies.ts';
import type { EventRow } from './requests.ts';
import { readWhen, slotOf } from './times.ts';

type Texts = Pick<Event, 'title' | 'location' | 'description'>;
const textNames = ['title', 'location', 'description'] as const satisfies readonly (keyof Texts)[];

/** What is special about the dates of a series; undefined when it cannot be told of one of them. */
export function readExceptions(row: EventRow, series: When, texts: Texts): List | undefined {
  const changed = readChanged(row, series);
  const cancelled = (row.cancelledOccurrences ?? []).map((id) => slotIn(id));
  if (changed === undefined || cancelled.includes(undefined)) return undefined;
  const usual = usualTimes(series, [...changed.keys()]);
  const elements = [...changed].flatMap(([slot, one]) => elementOf(slot, one, texts, usual.get(slot)) ?? []);
  const off = cancelled.flatMap((slot = '') => exceptionElement({ slot, cancelled: true }) ?? []);
  return [...elements, ...off].toSorted((one, other) => ((one.slot ?? '') < (other.slot ?? '') ? -1 : 1));
}

/** What one date of a series shows, whether or not it differs. */
export type Changed = Texts & {
  readonly id: string;
  readonly etag: string | undefined;
  readonly when: string;
  readonly isClosed: boolean;
};

/** By the date on which the series places them; undefined when one does not say. */
export function readChanged(row: EventRow, series: When): ReadonlyMap<string, Changed> | undefined {
  const found = new Map<string, Changed>();
  const zone = ianaOf(row.originalStartTimeZone ?? '');
  for (const one of row.exceptionOccurrences ?? []) {
    const slot = slotOf(one.originalStart ?? '', zone, series) ?? slotIn(one.occurrenceId ?? '');
    const when = readWhen({
      ...one,
      recurrence: null,
      originalStartTimeZone: series.zone ?? row.originalStartTimeZone ?? null,
    });
    if (slot === undefined || parseWhen(when) === undefined) return undefined;
    const { text, isMore } = readBody(one.body);
    const texts = { title: one.subject, location: one.location?.displayName, description: text };
    const told = Object.fromEntries(
      Object.entries(texts).flatMap(([name, value]) => (value ? [[name, value.trim()]] : [])),
    );
    found.set(slot, {
      ...told,
      id: one.id,
      etag: one['@odata.etag'],
      when,
      isClosed: isMore || one.isOnlineMeeting === true,
    });
  }
  return found;
}

/** `OID.{id of the series}.2026-04-15` (observed in the documentation's samples; assumption that the date is the slot). */
function slotIn(occurrence: string): string | undefined {
  return /\.(\d{4}-\d{2}-\d{2})$/u.exec(occurrence)?.[1];
}

/** When the series has those dates that it has. */
export function usualTimes(series: When, slots: readonly string[]): ReadonlyMap<string, Occurrence> {
  if (slots.length === 0) return new Map();
  const wanted = new Set(slots);
  const days = slots.map((slot) => Date.parse(slot));
  const longest = instantOf(series.end) - instantOf(series.start);
  const window = { from: Math.min(...days) - marginMs, to: Math.max(...days) + marginMs };
  const most = Math.ceil((window.to - window.from + longest) / dayMs) + 2;
  const all = occurrences(formatWhen(series), window, most);
  return new Map(all.filter(({ slot }) => wanted.has(slot)).map((one) => [one.slot, one]));
}

const dayMs = 24 * 60 * 60 * 1000;
const marginMs = 2 * dayMs;

/** Undefined for a date that says what the series says. */
function elementOf(slot: string, changed: Changed, texts: Texts, usual: Occurrence | undefined): Element | undefined {
  const differing = textNames.filter((name) => tidy(changed[name] ?? '') !== tidy(texts[name] ?? ''));
  if (differing.length === 0 && usual !== undefined && whenKey(changed.when) === whenKey(timesOf(usual, changed.when)))
    return undefined;
  const own = Object.fromEntries(differing.map((name) => [name, changed[name] ?? '']));
  return exceptionElement({ slot, when: changed.when, ...own });
}

/** The text of a single event at the time of an occurrence. */
function timesOf({ start, end }: Occurrence, like: string): string {
  const zone = parseWhen(like)?.zone;
  return zone === undefined || start.length === 10 ? `${start}/${end}` : `${start}/${end} ${zone}`;
}
