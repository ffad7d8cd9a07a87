import { type Element, eventFields, exceptionElement, type SlotException } from '@concord/core';
import { describe, expect, it } from 'vitest';

const when = '2026-04-16T10:00:00-04:00/2026-04-16T11:00:00-04:00 America/New_York';
const said = (exception: SlotException): string => {
  const element = exceptionElement(exception);
  return element ? eventFields.exceptions.say(element) : '';
};

describe('A date of a series that differs from it', () => {
  it.each([
    [{ slot: '2026-04-15', cancelled: true }, 'Wed 15 Apr 2026: cancelled'],
    [{ slot: '2026-04-15', when }, 'Wed 15 Apr 2026: Thu 16 Apr 2026, 10:00-11:00 (New York)'],
    [
      { slot: '2026-04-15', when, title: 'Long', location: 'Room 2', description: '' },
      'Wed 15 Apr 2026: Thu 16 Apr 2026, 10:00-11:00 (New York), title “Long”, location “Room 2”, no description',
    ],
  ] satisfies readonly (readonly [SlotException, string])[])('%j is told in words', (exception, words) => {
    expect(said(exception)).toBe(words);
  });

  it('that cannot be read is told by its date', () => {
    const element: Element = { key: 'x', value: 'x', slot: '2026-04-15' };
    expect(eventFields.exceptions.say(element)).toBe('2026-04-15');
  });
});
