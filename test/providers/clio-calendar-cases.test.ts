import { exceptionElement, type Item, parseWhen, whenKey } from '@concord/core';
import { describe, expect, it, test } from 'vitest';
import { markerOf } from '../contract/calendar-contract.ts';
import { type ClioCalendarSetup, setUpClioCalendar } from '../contract/clio-calendar-look-alike.ts';
import { create, present, written } from '../contract/collection-contract.ts';
import { zone as home } from '../contract/event-samples.ts';
import { type EventCase, eventCases } from '../events/cases.ts';

/** What Clio is not asked to say, by the reason that people get. */
const unheld: Readonly<Record<string, readonly string[]>> = {
  exceptionsNotHeldLeft: ['all are cancelled', 'a thousand of five thousand days are cancelled'],
  // Weeks and days of the year are in no calendar's page, earlier years are pulled up to 1900, and a doubled hour is the first.
  ruleNotHeldLeft: [
    'the 1st, 100th and 200th day of the year, all day',
    'the 1st, 100th and 200th day of the year, at noon',
    'the 366th day, all day',
    'the 366th day, at noon',
    'the last day of the year by its number, all day',
    'the last day of the year by its number, at noon',
    'Monday of week 20, all day',
    'Monday of week 20, at noon',
    'Monday of week 1, which may be in December, all day',
    'Monday of week 1, which may be in December, at noon',
    'Thursday of week 53, all day',
    'Thursday of week 53, at noon',
    'a series that begins with the second half past one',
    'a day of 1601',
    'a time of 1601',
    'New York in 1601, by the sun',
    'every year from 1601',
  ],
};

/** Exceptions that say what the series says, so that they are none. */
const alike: readonly string[] = ['one is held in another zone'];

const setUps = new Map<string, Promise<ClioCalendarSetup>>();
const firmIn = (zone: string): Promise<ClioCalendarSetup> => {
  const made = setUps.get(zone) ?? setUpClioCalendar({ zone });
  setUps.set(zone, made);
  return made;
};

const itemOf = ({ name, when, exceptions = [] }: EventCase): Item => {
  const elements = exceptions.map((one) => exceptionElement(one)).filter((one) => one !== undefined);
  return { title: name, description: 'Agenda', when, ...(elements.length > 0 ? { exceptions: elements } : {}) };
};

const dayMs = 86_400_000;

/** Those who look at the case look as far as its starts go. */
const windowOf = ({ starts, exceptions = [] }: EventCase) => {
  const all = [...starts, ...exceptions.map(({ slot }) => slot)].map((text) => Date.parse(text));
  return { from: Math.min(...all) - 40 * dayMs, to: Math.max(...all) + 40 * dayMs };
};

async function openFor(one: EventCase) {
  const firm = await firmIn(parseWhen(one.when)?.zone ?? home);
  return { firm, collection: firm.open({ window: windowOf(one) }) };
}

const reasons = await Promise.all(
  eventCases.map(async (one) => ({ one, reason: (await openFor(one)).collection.profile.cannotHold?.(itemOf(one)) })),
);
const held = reasons.filter(({ reason }) => reason === undefined).map(({ one }) => one);

describe('the table of recurrence and time cases, in Clio', () => {
  it('lists by name what cannot be said', () => {
    const found: Record<string, string[]> = {};
    for (const { one, reason } of reasons) if (reason) (found[reason] ??= []).push(one.name);
    expect(found).toEqual(unheld);
  });

  test.each(held.map((one) => [one.name, one] as const))('%s', async (_, one) => {
    const { firm, collection } = await openFor(one);
    const item = itemOf(one);
    const [outcome] = await collection.write([create(item, markerOf(eventCases.indexOf(one)))]);
    const shown = written(outcome);
    for (const seen of [shown.item, present((await collection.read([shown.id]))[0]).item]) {
      expect(whenKey(String(seen.when))).toBe(whenKey(one.when));
      expect(keysOf(seen)).toEqual(alike.includes(one.name) ? [] : keysOf(item));
    }
    expect(firm.world.mails()).toBe(0);
  });
});

const keysOf = ({ exceptions }: Item): readonly string[] =>
  (typeof exceptions === 'object' ? exceptions : []).map(({ key }) => key).sort();
