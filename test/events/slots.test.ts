import { exceptionElement, exceptionOf, type SlotException, takingPlace } from '@concord/core';
import { describe, expect, it } from 'vitest';
import { eventCases } from './cases.ts';

const slot = '2026-04-22';
const when = '2026-04-22T12:00:00-04:00/2026-04-22T13:00:00-04:00 America/New_York';
const key = (exception: SlotException): string => exceptionElement(exception)?.key ?? 'none';

describe('an exception of a series', () => {
  it('is an element at its slot', () => {
    expect(exceptionElement({ slot, when, title: ' Hearing ' })).toMatchObject({
      slot,
      value: { when, title: 'Hearing' },
    });
    expect(exceptionElement({ slot, cancelled: true })).toMatchObject({ slot, value: { cancelled: 'yes' } });
  });

  it('is none without a date', () => {
    for (const wrong of ['', '2026-02-30', '20260422', '2026-04-22T12:00:00'])
      expect(exceptionElement({ slot: wrong, cancelled: true })).toBeUndefined();
  });

  it('reads back as it was', () => {
    const all = eventCases.flatMap(({ exceptions = [] }) => exceptions);
    expect(all.length).toBeGreaterThan(20);
    for (const one of all) {
      const element = exceptionElement(one);
      expect(element && exceptionOf(element)).toEqual(one);
    }
    expect(exceptionOf({ key: 'x', value: 'a text', slot })).toBeUndefined();
    expect(exceptionOf({ key: 'x', value: { when } })).toBeUndefined();
    expect(exceptionOf({ key: 'x', value: { title: 'Hearing' }, slot })).toBeUndefined();
  });

  it('is the same in another zone and spelling', () => {
    const inLondon = '2026-04-22T17:00:00+01:00/2026-04-22T18:00:00+01:00 Europe/London';
    expect(key({ slot, when: inLondon, title: 'Court\u00a05' })).toBe(key({ slot, when, title: ' Court  5' }));
  });

  it('is another at another slot, time, or with other texts, and where one text stands for another', () => {
    const different = [
      key({ slot, when }),
      key({ slot, cancelled: true }),
      key({ slot: '2026-04-29', when }),
      key({ slot, when: when.replace('T13', 'T14') }),
      key({ slot, when, title: '' }),
      key({ slot, when, title: 'A' }),
      key({ slot, when, location: 'A' }),
      key({ slot, when, description: 'A' }),
      key({ slot, when, description: `${'long '.repeat(50)}a` }),
      key({ slot, when, description: `${'long '.repeat(50)}b` }),
    ];
    expect(new Set(different).size).toBe(different.length);
    expect(Math.max(...different.map(({ length }) => length))).toBeLessThan(200);
  });
});

describe('what takes place of a series', () => {
  const weekly = '2026-04-15T12:00:00-04:00/2026-04-15T13:00:00-04:00 America/New_York FREQ=WEEKLY;BYDAY=WE';
  const may = { from: Date.UTC(2026, 4, 1), to: Date.UTC(2026, 4, 10) };
  const slots = (exceptions: readonly SlotException[], most = 10): readonly string[] =>
    takingPlace(weekly, exceptions, may, most).map((one) => one.slot);

  it('in a window is also what was moved into it, and not what was moved out', () => {
    expect(slots([])).toEqual(['2026-05-06']);
    expect(slots([{ slot: '2026-04-22', when: '2026-05-07/2026-05-08' }])).toEqual(['2026-05-06', '2026-04-22']);
    expect(slots([{ slot: '2026-05-06', when: '2026-05-20/2026-05-21' }])).toEqual([]);
  });

  it('is so many as are asked for, whatever was cancelled before', () => {
    expect(slots([{ slot: '2026-05-06', cancelled: true }], 1)).toEqual([]);
    const window = { from: 0, to: Number.POSITIVE_INFINITY };
    const [first] = takingPlace(weekly, [{ slot: '2026-04-15', cancelled: true }], window, 1);
    expect(first?.slot).toBe('2026-04-22');
  });
});
