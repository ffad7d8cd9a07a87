import { after } from '../contact-list.ts';
import { hasProperty } from '../external-properties.ts';
import type { View } from '../fields.ts';
import { invalidArgument } from '../refusal.ts';
import { endOf, startOf } from './all-day.ts';
import { isRedacted } from './entry-resource.ts';
import { horizonMs, occurrencesOf, shownId } from './occurrences.ts';
import { type Entry, isOccurrence } from './records.ts';
import { slotsOf } from './recurrence.ts';
import { readInstant } from './wall-time.ts';

type Filter = (value: string, view: View) => (entry: Entry) => boolean;

/** Query parameter → which entries stay (OpenAPI, Calendar Entries). Parameters that Clio does not know are ignored. */
const filters: Readonly<Record<string, Filter>> = {
  calendar_id: (id, view) => {
    const ownedOnly = view.has('clio.calendar.ownedOnly');
    return (entry) =>
      ownedOnly ? entry.calendar === Number(id) : view.calendars.showing(entry).some((one) => one.id === Number(id));
  },
  matter_id: (id, view) => (entry) => entry.matter === (id === 'null' ? null : Number(id)) && !isRedacted(entry, view),
  is_all_day: (flag) => (entry) => String(entry.all_day) === flag,
  has_court_rule: (flag) => (entry) => String(entry.court_rule) === flag,
  visible: (flag, view) => (entry) => {
    const own = view.calendars.get(entry.firm, entry.calendar);
    return String(!own?.hidden_by.includes(view.user.id)) === flag;
  },
  query: (question, view) => (entry) => !isRedacted(entry, view) && isAbout(entry, question),
  created_since: (since) => after(since, (entry) => entry.created_at),
  updated_since: (since) => after(since, (entry) => entry.updated_at),
};

function byProperty(query: URLSearchParams, view: View): (entry: Entry) => boolean {
  const isNamed = hasProperty(query);
  if (!query.has('external_property_name')) return () => true;
  return (entry) => !isRedacted(entry, view) && isNamed(entry.external_properties);
}

function isAbout({ summary, description, location }: Entry, question: string): boolean {
  const text = [summary, description, location].filter(Boolean).join(' ').toLowerCase();
  const words = question.trim().toLowerCase().split(/\s+/u);
  return words.every((word) => text.includes(word));
}

/** Which entries a list asks for, in the order of their ids; with `expanded`, instances in the place of their series. Throws a 422. */
export function chosenEntries(query: URLSearchParams, entries: readonly Entry[], view: View): readonly Entry[] {
  const tests = Object.entries(filters).flatMap(([name, filter]) => {
    const value = query.get(name);
    return value === null ? [] : [filter(value, view)];
  });
  const all = [...tests, byProperty(query, view)];
  const isSeen = (entry: Entry) => view.calendars.entryPermission(entry, view.user) !== 'none';
  const chosen = entries.filter((entry) => isSeen(entry) && all.every((test) => test(entry)));
  const ids = query.has('ids[]') ? new Set(query.getAll('ids[]')) : undefined;
  const window = readWindow(query, view);
  if (query.get('expanded') === 'true') return expanded(chosen, window, view).filter(isNamed(ids));
  const named = ids === undefined ? chosen : chosen.filter(({ id }) => ids.has(String(id)));
  return named.filter((entry) => reaches(entry, window, view));
}

/** An instance is found by its own id and, as is its exception, by that of its series (observed of a client). */
function isNamed(ids: ReadonlySet<string> | undefined): (entry: Entry) => boolean {
  if (ids === undefined) return () => true;
  return (entry) =>
    ids.has(String(entry.parent ?? entry.id)) || [false, true].some((isOpaque) => ids.has(shownId(entry, isOpaque)));
}

type Window = { readonly from: number; readonly to: number };

function readWindow(query: URLSearchParams, { user }: View): Window {
  const read = (name: string, otherwise: number): number => {
    const text = query.get(name);
    if (text === null) return otherwise;
    const instant = readInstant(text, user.time_zone);
    if (Number.isNaN(instant)) throw invalidArgument(`'${name}' is not a valid time`);
    return instant;
  };
  return { from: read('from', Number.NEGATIVE_INFINITY), to: read('to', Number.POSITIVE_INFINITY) };
}

/** Documented: what ends on or after `from`, and begins on or before `to`. */
function isWithin(entry: Entry, { from, to }: Window, { user }: View): boolean {
  return endOf(entry, user.time_zone) >= from && startOf(entry, user.time_zone) <= to;
}

/** Whether a series is listed by its first times or by what its rule makes of them is not documented. */
function reaches(entry: Entry, window: Window, view: View): boolean {
  if (entry.recurrence_rule === null || isWithin(entry, window, view)) return isWithin(entry, window, view);
  if (view.has('clio.calendar.windowByFirstStart')) return false;
  const slots = slotsOf(entry);
  let slot = slots.firstFrom(Math.max(entry.start_at, window.from - lengthOf(entry) - slackMs));
  // Few begin within the slack and end before the window.
  for (let looked = 0; slot !== undefined && looked < maxLooked; looked += 1) {
    const moved = { ...entry, ...movedTo(entry, slot) };
    if (isWithin(moved, window, view)) return true;
    if (startOf(moved, view.user.time_zone) > window.to) return false;
    slot = slots.firstFrom(slot + 1_000);
  }
  return false;
}

const maxLooked = 100;
const lengthOf = (entry: Entry): number => entry.end_at - entry.start_at;
const movedTo = (entry: Entry, start_at: number) => ({ start_at, end_at: start_at + lengthOf(entry) });

/** A day more at both ends, for all-day entries in other zones. */
const slackMs = 26 * 60 * 60_000;

function expanded(entries: readonly Entry[], window: Window, view: View): readonly Entry[] {
  return entries.flatMap((entry) => {
    if (entry.recurrence_rule === null) return isWithin(entry, window, view) ? [entry] : [];
    const from = Math.max(entry.start_at, window.from - lengthOf(entry) - slackMs);
    const to = Math.min(window.to, Math.max(from, entry.start_at, view.now()) + horizonMs) + slackMs;
    return occurrencesOf(entry, from, to).filter((instance) => isWithin(instance, window, view));
  });
}

/** What a list is paged by: the id, and of instances of one series the time. */
export const placeOf = (entry: Entry): readonly [number, number] => [
  entry.id,
  isOccurrence(entry) ? (entry.slot ?? 0) : 0,
];
