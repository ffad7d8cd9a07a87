import type { Book } from '../book.ts';
import { etagOf } from '../state.ts';
import { dayMs, type Entry, isOccurrence } from './records.ts';
import { compactTime, slotsOf } from './recurrence.ts';

/** How far a series without an end is shown when nobody says how far (assumption). */
export const horizonMs = 730 * dayMs;

const instances = new WeakMap<Entry, Map<number, Entry>>();

/** The instance that begins there, made once: its etag and its views hang on it. */
function instanceAt(series: Entry, slot: number): Entry {
  const made = instances.get(series) ?? new Map<number, Entry>();
  instances.set(series, made);
  const known = made.get(slot);
  if (known !== undefined) return known;
  const end_at = slot + series.end_at - series.start_at;
  const instance = { ...series, start_at: slot, end_at, parent: series.id, slot };
  made.set(slot, instance);
  return instance;
}

/** What still shows of a series as its rule makes it: instances that begin within the span, both ends included. */
export function occurrencesOf(series: Entry, from: number, to: number): readonly Entry[] {
  const gone = new Set(series.gone);
  const slots = slotsOf(series).between(from, to);
  return slots.filter((slot) => !gone.has(slot)).map((slot) => instanceAt(series, slot));
}

export function occurrenceAt(series: Entry, slot: number): Entry | undefined {
  return series.recurrence_rule === null ? undefined : occurrencesOf(series, slot, slot)[0];
}

/** An unmodified instance has an id of two parts. How Clio writes it is not documented, only that it is a text. */
export function shownId(entry: Entry, isOpaque: boolean): string {
  if (!isOccurrence(entry) || entry.slot === null) return String(entry.id);
  if (!isOpaque) return `${entry.id}-${compactTime(entry.slot, false)}`;
  return `o_${Buffer.from(`${entry.slot}:${entry.id}`).toString('base64url')}`;
}

/** An instance has an etag of its own, which moves on with its series. */
export const entryEtag = (entry: Entry): string =>
  etagOf(isOccurrence(entry) ? `calendar_entry:${entry.slot}` : 'calendar_entry', entry);

/** The entry of an id in any of its forms. */
export function findEntry(entries: Pick<Book<Entry>, 'get'>, firm: number, text: string): Entry | undefined {
  if (/^\d+$/u.test(text)) return entries.get(firm, Number(text));
  const named = readInstanceId(text);
  const series = named === undefined ? undefined : entries.get(firm, named.series);
  return series === undefined || named === undefined ? undefined : occurrenceAt(series, named.slot);
}

function readInstanceId(text: string): { readonly series: number; readonly slot: number } | undefined {
  const [, id, ...time] = /^(\d+)-(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/u.exec(text) ?? [];
  const [year, month, day, hour, minute, second] = time;
  if (id !== undefined) {
    return { series: Number(id), slot: Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`) };
  }
  const opaque = text.startsWith('o_') ? Buffer.from(text.slice(2), 'base64url').toString() : '';
  const [, slot, series] = /^(-?\d+):(\d+)$/u.exec(opaque) ?? [];
  return slot === undefined ? undefined : { series: Number(series), slot: Number(slot) };
}
