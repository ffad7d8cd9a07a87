import {
  type Element,
  type Event,
  exceptionOf,
  type Item,
  ianaOf,
  type List,
  parseWhen,
  type Span,
  type When,
  whenKey,
} from '@concord/core';
import type { Event as Native } from '@microsoft/microsoft-graph-types';
import { readEvent, writeTexts } from './events.ts';
import { type Changed, readChanged, usualTimes } from './exceptions.ts';
import { maxInstanceDays } from './profile.ts';
import type { EventRow } from './requests.ts';
import { slotOf, writeWhen } from './times.ts';

/** What is to be done to one date of a series. */
export type SlotWrite = {
  readonly slot: string;
  /** Of a date that was changed before; that of any other must be looked up. */
  readonly id?: string;
  readonly etag?: string;
  /** Undefined: it is called off. */
  readonly patch?: Native;
};

/**
 * What makes the dates of a series say what `target` says of them. A date that was called off stays so: Outlook has no way to
 * have it back. Nothing is planned of a series that cannot be read, or for dates that it does not have.
 */
export function planSlots(row: EventRow, target: Item): readonly SlotWrite[] {
  const { item: now } = readEvent(row);
  const series = parseWhen(now.when);
  const changed = series?.rule === undefined ? undefined : readChanged(row, series);
  if (series === undefined || changed === undefined) return [];
  const wanted = bySlot(target['exceptions']);
  const shown = bySlot(now.exceptions);
  const slots = [...new Set([...wanted.keys(), ...shown.keys()])].filter(
    (slot) => wanted.get(slot)?.key !== shown.get(slot)?.key,
  );
  const usual = usualTimes(series, slots);
  return slots.toSorted().flatMap((slot) => {
    const occurrence = usual.get(slot);
    const known = exceptionIn(shown.get(slot));
    if (known?.cancelled || occurrence === undefined) return [];
    const like: Changed = changed.get(slot) ?? {
      ...usualOf(now, series, occurrence),
      id: '',
      etag: undefined,
      isClosed: false,
    };
    return writeOf(slot, wanted.get(slot), like, usualOf(now, series, occurrence)) ?? [];
  });
}

const bySlot = (list: Item[string]): ReadonlyMap<string, Element> =>
  new Map((typeof list === 'object' ? (list as List) : []).map((element) => [element.slot ?? '', element]));

const exceptionIn = (element: Element | undefined) => (element ? exceptionOf(element) : undefined);

type Said = Pick<Event, 'when' | 'title' | 'location' | 'description'>;

/** What a date says of which nothing is special. */
function usualOf(
  { title, location, description }: Event,
  { zone }: When,
  { start, end }: { start: string; end: string },
): Said {
  return {
    when: zone === undefined ? `${start}/${end}` : `${start}/${end} ${zone}`,
    ...(title === undefined ? {} : { title }),
    ...(location === undefined ? {} : { location }),
    ...(description === undefined ? {} : { description }),
  };
}

function writeOf(slot: string, element: Element | undefined, now: Changed, usual: Said): SlotWrite | undefined {
  const place = {
    slot,
    ...(now.id === '' ? {} : { id: now.id }),
    ...(now.etag === undefined ? {} : { etag: now.etag }),
  };
  const wanted = exceptionIn(element);
  if (wanted?.cancelled) return place;
  const said = { ...usual, ...(wanted ? filled(wanted) : {}) };
  const times = whenKey(said.when) === whenKey(now.when) ? {} : writeWhen(said.when);
  const { body, ...texts } = writeTexts(withBlanks(now), withBlanks(said));
  const patch: Native = { ...texts, ...(body && !now.isClosed ? { body } : {}), ...times };
  return Object.keys(patch).length === 0 ? undefined : { ...place, patch };
}

/** Without what it leaves to the series. */
const filled = ({ when, title, location, description }: Said): Partial<Said> & Pick<Said, 'when'> => ({
  when,
  ...(title === undefined ? {} : { title }),
  ...(location === undefined ? {} : { location }),
  ...(description === undefined ? {} : { description }),
});

const withBlanks = ({ title = '', location = '', description = '' }: Partial<Said>) => ({
  title,
  location,
  description,
});

const dayMs = 24 * 60 * 60 * 1000;

/** Spans in which the dates are looked up that nobody changed before, each no longer than one page can hold. */
export function spansOf(writes: readonly SlotWrite[]): readonly Span[] {
  const days = writes.filter(({ id }) => id === undefined).map(({ slot }) => Date.parse(slot));
  const spans: { from: number; to: number }[] = [];
  for (const day of days.toSorted((one, other) => one - other)) {
    const last = spans.at(-1);
    // Zones differ by up to 26 hours.
    if (last && day + 3 * dayMs - last.from <= maxInstanceDays * dayMs) last.to = day + 3 * dayMs;
    else spans.push({ from: day - 2 * dayMs, to: day + 3 * dayMs });
  }
  return spans;
}

/** The ids of the dates of a series; none for those that have guests of their own. */
export function idsBySlot(master: EventRow, instances: readonly EventRow[]): ReadonlyMap<string, string> {
  const series = parseWhen(readEvent(master).item.when);
  const zone = ianaOf(master.originalStartTimeZone ?? '');
  const found = instances.flatMap((row): readonly (readonly [string, string])[] => {
    const start = row.originalStart ?? row.start?.dateTime ?? '';
    const slot = series && slotOf(start, zone, series);
    return slot === undefined || (row.attendees?.length ?? 0) > 0 ? [] : [[slot, row.id]];
  });
  return new Map(found);
}
