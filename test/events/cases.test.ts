import { firstAndLast, formatWhen, instantOf, occurrences, parseWhen, takingPlace, whenFrom } from '@concord/core';
import { describe, expect, it } from 'vitest';
import { type EventCase, eventCases } from './cases.ts';
import { startsByOracle } from './oracle.ts';

const always = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };
const repeating = eventCases.filter(({ when }) => when.includes('FREQ='));

function firstStarts({ when }: EventCase, most: number): readonly string[] {
  return occurrences(when, always, most).map(({ start }) => start);
}

describe('the table of events', () => {
  it('has at least 170 cases of different names', () => {
    expect(eventCases.length).toBeGreaterThanOrEqual(170);
    expect(new Set(eventCases.map(({ name }) => name)).size).toBe(eventCases.length);
  });

  it.each(eventCases)('is written as core writes it: $name', ({ when }) => {
    const parsed = parseWhen(when);
    expect(parsed && formatWhen(parsed)).toBe(when);
    expect(parsed && whenFrom(parsed)).toEqual(parsed);
  });
});

describe('what takes place', () => {
  it.each(eventCases)('is what the calendar on the wall says: $name', (one) => {
    const found = firstStarts(one, one.starts.length + 1);
    expect(found.slice(0, one.starts.length)).toEqual(one.starts);
    expect(found.length > one.starts.length).toBe(one.more);
  });

  it.each(repeating)('is what another library says: $name', (one) => {
    const most = 200;
    expect(firstStarts(one, most)).toEqual(startsByOracle(one.when, most));
  });

  it.each(eventCases.filter(({ exceptions }) => exceptions))('with its exceptions: $name', (one) => {
    const { when, exceptions = [], takePlace = [], more } = one;
    const found = takingPlace(when, exceptions, always, takePlace.length + 1).map(({ start }) => start);
    expect(found.slice(0, takePlace.length)).toEqual(takePlace);
    expect(found.length > takePlace.length).toBe(more);
  });

  it.each(eventCases)('lies within its extent, and begins with it: $name', (one) => {
    const extent = firstAndLast(one.when);
    expect(extent?.first).toBe(instantOf(one.starts[0] ?? ''));
    for (const { end } of occurrences(one.when, always, 20))
      expect(extent?.last ?? Number.POSITIVE_INFINITY).toBeGreaterThanOrEqual(instantOf(end));
    const ends = !one.when.includes('FREQ=') || /COUNT=|UNTIL=/u.test(one.when);
    expect(extent?.last !== undefined).toBe(ends);
    if (ends && !one.more) expect(extent?.last).toBe(instantOf(occurrences(one.when, always, 100).at(-1)?.end ?? ''));
  });
});
