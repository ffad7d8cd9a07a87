import { exceptionElement, type Item, whenKey } from '@concord/core';
import { describe, expect, it, test } from 'vitest';
import { markerOf } from '../contract/calendar-contract.ts';
import { create, present, update, written } from '../contract/collection-contract.ts';
import { setUpMicrosoftCalendar } from '../contract/microsoft-calendar-look-alike.ts';
import { type EventCase, eventCases } from '../events/cases.ts';

/** Each is in the table twice: all day, and at noon. */
const inTwoWays = (names: readonly string[]): readonly string[] =>
  names.flatMap((name) => [`${name}, all day`, `${name}, at noon`]);

/**
 * What Outlook is not asked to say, by the reason that people get. Its patterns know one day of the month, one position among
 * days of the week, one month of the year; a date that a month does not have is its last one; no date passes another.
 */
const unheld: Readonly<Record<string, readonly string[]>> = {
  exceptionsNotHeldRight: [
    'one is moved past the next',
    'one is moved onto the next',
    'two change places',
    'one is moved over the change, forward',
  ],
  ruleNotHeldRight: [
    ...inTwoWays([
      'every day of April, each year',
      'every day, a thousand times',
      'every other day of two months',
      'Fridays of June and July',
      'the first working day of each week',
      'the 31st, in the months that have one',
      'the 30th, but not in February',
      'the 29th, in February only of leap years',
      'the last day but one',
      'the 1st and the 15th',
      'the first and the last day',
      'the 31st or what a shorter month ends with',
      'the 31st of every second month',
      'Friday the 13th',
      'the Saturday after the first Sunday',
      'the fifth Friday, in the months that have one',
      'the last Friday but one',
      'the first and third Tuesday',
      'the first Monday and the last Friday',
      'the last working day but one',
      'the first and the last working day',
      '29 February',
      '29 February over a century that has none',
      '29 February of every third year',
      'the first Tuesday after a Monday in November, every fourth year',
      'quarter days',
      'the first Monday of two months',
      'the 20th Monday of the year',
      'the last Sunday of the year',
      'the 1st, 100th and 200th day of the year',
      'the 366th day',
      'the last day of the year by its number',
      'Monday of week 20',
      'Monday of week 1, which may be in December',
      'Thursday of week 53',
      'the last working day of the year',
      '31 January and 31 March',
    ]),
    'a thousand of five thousand days are cancelled',
  ],
};

/** Exceptions that say what the series says, so that they are none. */
const alike: readonly string[] = ['one is held in another zone'];

const calendar = await setUpMicrosoftCalendar();
const { cannotHold } = calendar.collection.profile;

const itemOf = ({ name, when, exceptions = [] }: EventCase): Item => {
  const elements = exceptions.map((one) => exceptionElement(one)).filter((one) => one !== undefined);
  return {
    title: name,
    description: 'Agenda',
    when,
    showAs: 'busy',
    ...(elements.length > 0 ? { exceptions: elements } : {}),
  };
};

const reasons = eventCases.map((one) => ({ one, reason: cannotHold?.(itemOf(one)) }));
const held = reasons.filter(({ reason }) => reason === undefined).map(({ one }) => one);
const keysOf = ({ exceptions }: Item): readonly string[] =>
  (typeof exceptions === 'object' ? exceptions : []).map(({ key }) => key).sort();

describe('the table of recurrence and time cases, in Outlook', () => {
  it('lists by name what cannot be said', () => {
    const found: Record<string, string[]> = {};
    for (const { one, reason } of reasons) if (reason) (found[reason] ??= []).push(one.name);
    expect(found).toEqual(unheld);
  });

  test.each(held.map((one) => [one.name, one] as const))('%s', async (_, one) => {
    const { collection, world } = calendar;
    const item = itemOf(one);
    const [outcome] = await collection.write([create(item, markerOf(eventCases.indexOf(one)))]);
    const shown = written(outcome);
    for (const seen of [shown.item, present((await collection.read([shown.id]))[0]).item]) {
      expect(whenKey(String(seen.when))).toBe(whenKey(one.when));
      expect(keysOf(seen)).toEqual(alike.includes(one.name) ? [] : keysOf(item));
    }
    const { version } = written((await collection.write([update(shown, shown.item)]))[0]);
    expect(version).toBe(shown.version);
    expect(world.mails()).toBe(0);
  });
});
