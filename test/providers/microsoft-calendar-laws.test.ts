import { type Event, type Item, occurrences, parseWhen, restrict, whenKey } from '@concord/core';
import type { OutlookCalendars, OutlookEvent, OutlookEventInput } from '@concord/sandbox';
import type { Event as Native } from '@microsoft/microsoft-graph-types';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cannotHold } from '../../packages/providers/microsoft/src/calendar/cannot-hold.ts';
import { readEvent, writeEvent } from '../../packages/providers/microsoft/src/calendar/events.ts';
import { eventCapabilities } from '../../packages/providers/microsoft/src/calendar/profile.ts';
import type { EventRow } from '../../packages/providers/microsoft/src/calendar/requests.ts';
import { readWhen, writeWhen } from '../../packages/providers/microsoft/src/calendar/times.ts';
import { eventDifferences } from '../contract/calendar-contract.ts';
import { anyEvent } from '../contract/event-arbitrary.ts';
import { createMailbox } from '../contract/microsoft-mailbox.ts';
import { lawsOf } from '../core/law-cases.ts';
import { anyZone } from '../events/arbitrary-times.ts';
import { anyRow, anySeries, emptyEvent, saved } from './microsoft-calendar-saved.ts';

const dayMs = 86_400_000;
const laws = lawsOf('providers/microsoft-calendar-laws');
const read = (row: EventRow): Event => readEvent(row).item;
const anything = fc.record({
  event: anyZone.chain((zone) => anyEvent(zone)),
  showAs: fc.constantFrom('free', 'tentative', 'busy', 'away', 'elsewhere'),
  privacy: fc.constantFrom('private', undefined),
});
const wanted = anything.map(
  ({ event: { exceptions: _, ...event }, showAs, privacy }): Item => ({
    ...event,
    showAs,
    ...(privacy ? { privacy } : {}),
  }),
);

function save(row: EventRow, target: Item): EventRow | undefined {
  const patch = writeEvent({ item: read(row) }, target);
  if (patch === 'notHeld') return undefined;
  return patch ? saved(row, patch) : row;
}

describe('the lens of Outlook’s events', () => {
  it('reads back what was made, and what was written over anything', () => {
    let held = 0;
    laws.hold(
      fc.property(anyRow, wanted, (row, target) => {
        const patch = writeEvent(undefined, target);
        expect(patch === 'notHeld').toBe(cannotHold(target) !== undefined);
        if (patch === 'notHeld') return;
        held += 1;
        const made = read(saved(emptyEvent, patch ?? {}));
        expect(eventDifferences(made, target, eventCapabilities)).toEqual([]);
        const plain = { ...row, cancelledOccurrences: [], attendees: [] };
        const after = save(plain, target);
        expect(after && eventDifferences(read(after), target, eventCapabilities)).toEqual([]);
        expect(after && writeEvent({ item: read(after) }, target)).toBeUndefined();
      }),
      2_500,
    );
    laws.cameUp(held, 1_000);
  });

  it('sends nothing back that it read', () => {
    laws.hold(
      fc.property(anyRow, (row) => {
        const item = read(row);
        expect(writeEvent({ item }, item)).toBeUndefined();
        expect(writeEvent({ item }, restrict(item, eventCapabilities))).toBeUndefined();
      }),
      2_500,
    );
  });

  it('names in a write only what is to change', () => {
    const properties = {
      title: ['subject'],
      location: ['location'],
      description: ['body'],
      showAs: ['showAs'],
      privacy: ['sensitivity'],
      when: ['start', 'end', 'isAllDay', 'recurrence'],
    } as const;
    laws.hold(
      fc.property(anyRow, wanted, fc.subarray(Object.keys(properties)), (row, target, fields) => {
        const before = read(row);
        const part = Object.fromEntries(fields.map((field) => [field, target[field]]));
        const patch = writeEvent({ item: before }, { ...before, ...part });
        if (patch === 'notHeld' || patch === undefined) return;
        const allowed = fields.flatMap((field) => properties[field as keyof typeof properties]) as readonly string[];
        expect(Object.keys(patch).filter((property) => !allowed.includes(property))).toEqual([]);
      }),
      1_500,
    );
  });

  it('reads the same of a time, however often, and what it cannot tell nobody takes for a time', () => {
    laws.hold(
      fc.property(anyRow, (row) => {
        const when = readWhen(row);
        expect(readWhen(row)).toBe(when);
        const isCustom = !['Eastern Standard Time', 'Europe/Berlin', 'UTC'].includes(row.originalStartTimeZone ?? '');
        if (row.recurrence && isCustom) expect(parseWhen(when)).toBeUndefined();
        if (!row.recurrence) expect(parseWhen(when)).toBeDefined();
      }),
      1_500,
    );
  });
});

describe('a series of Outlook', () => {
  it('takes place in core when it does in the look-alike, and can be written again', () => {
    const years = 6 * 365 * dayMs;
    let told = 0;
    laws.hold(
      fc.property(anySeries, (input) => {
        const { calendars } = createMailbox();
        const shown = added(calendars, input);
        const when = readWhen({ ...shown, ...asRead(shown), originalStartTimeZone: input.start?.timeZone ?? null });
        // In a skipped hour no series begins: core has no way to say at what time it goes on.
        fc.pre(input.isAllDay === true || when.slice(10, 19) === input.start?.dateTime?.slice(10, 19));
        told += 1;
        const from = Date.UTC(2023, 0);
        const to = from + years;
        const isAllDay = input.isAllDay === true;
        const startOf = (text: string): number => Date.parse(isAllDay ? `${text.slice(0, 10)}T00:00:00Z` : text);
        // At the edge whole days are in the window in one zone, and not in another.
        const early = (starts: readonly number[]) => starts.filter((start) => start < to - 2 * dayMs).slice(0, 40);
        const theirs = calendars
          .agenda(from, to)
          .map((one) => (isAllDay ? startOf(one.start?.dateTime ?? '') : one.startsAt));
        const ours = occurrences(when, { from, to }, 41).map(({ start }) => startOf(start));
        expect(early(ours)).toEqual(early(theirs));
        const again = writeWhen(when);
        expect(again).toBeDefined();
        expect(again && whenKey(readWhen({ ...again, originalStartTimeZone: again.start?.timeZone ?? null }))).toBe(
          whenKey(when),
        );
      }),
      400,
    );
    laws.cameUp(told, 380);
  });
});

/** What ends before it begins, because the clocks skip its start, is refused, and no case. */
function added(calendars: OutlookCalendars, input: Native): OutlookEvent {
  try {
    return calendars.add(input as OutlookEventInput);
  } catch {
    return fc.pre(false) as never;
  }
}

/** By UTC, as Graph is asked for times. */
function asRead({ startsAt, endsAt, isAllDay }: OutlookEvent): Pick<EventRow, 'start' | 'end'> {
  if (isAllDay) return {};
  const by = (instant: number) => ({ dateTime: new Date(instant).toISOString().slice(0, 19), timeZone: 'UTC' });
  return { start: by(startsAt), end: by(endsAt) };
}

laws.countUp();
