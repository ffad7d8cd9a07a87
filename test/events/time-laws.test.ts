import {
  canonicalRule,
  firstAndLast,
  formatWhen,
  instantAt,
  instantOf,
  instantText,
  inWindow,
  occurrences,
  parseWhen,
  sameZone,
  sayWhen,
  takingPlace,
  toZone,
  whenFrom,
  whenKey,
} from '@concord/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lawsOf } from '../core/law-cases.ts';
import { anyDate, anyRule, anyWall, anyWhen, anyZone } from './arbitrary-times.ts';
import { clockByOracle, datesByOracle } from './oracle.ts';

const laws = lawsOf('events/time-laws');
const always = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };
const dayMs = 86_400_000;

describe('a text of when', () => {
  it('is read and written without change, and is its own spelling', () => {
    laws.hold(
      fc.property(anyWhen, (text) => {
        const when = parseWhen(text);
        expect(when && formatWhen(when)).toBe(text);
        expect(when && whenFrom(when)).toEqual(when);
        expect(whenKey(when ? formatWhen(when) : '')).toBe(whenKey(text));
      }),
      3_000,
    );
  });

  it('that is no time is its own key, is said as it is, and never takes place', () => {
    const mutilated = fc.tuple(anyWhen, fc.nat(), fc.string({ maxLength: 3 })).map(([text, at, odd]) => {
      const cut = at % (text.length + 1);
      return text.slice(0, cut) + odd + text.slice(cut + odd.length + 1);
    });
    let unreadable = 0;
    laws.hold(
      fc.property(fc.oneof(mutilated, fc.string()), (text) => {
        const when = parseWhen(text);
        if (when) {
          expect(() => [whenKey(text), sayWhen(text, { locale: 'en-GB' }), occurrences(text, always, 3)]).not.toThrow();
          return;
        }
        unreadable += 1;
        expect(whenKey(text)).toBe(text);
        expect(sayWhen(text, { locale: 'en-GB' })).toBe(text);
        expect(occurrences(text, always, 3)).toEqual([]);
        expect(firstAndLast(text)).toBeUndefined();
        expect(inWindow(text, { from: 0, to: 1 })).toBe(true);
      }),
      3_000,
    );
    laws.cameUp(unreadable, 2_000);
  });
});

describe('clocks', () => {
  it('show what they show by another library, skip forward, and show the first of two', () => {
    laws.hold(
      fc.property(anyWall, anyZone, (wall, zone) => {
        expect(instantText(instantAt(Date.parse(`${wall}Z`), zone), zone)).toBe(clockByOracle(wall, zone));
      }),
      5_000,
    );
  });

  it('of another zone show the same instants, and a series moves only where both always agree', () => {
    let moved = 0;
    laws.hold(
      fc.property(anyWhen, anyZone, (text, zone) => {
        const other = toZone(text, zone);
        if (other === undefined) return;
        moved += 1;
        expect(whenKey(other)).toBe(whenKey(text));
        const instants = (one: string): unknown =>
          occurrences(one, always, 20).map(({ slot, start, end }) => {
            return [text.includes('FREQ=') ? slot : '', instantOf(start), instantOf(end)];
          });
        expect(instants(other)).toEqual(instants(text));
        expect(firstAndLast(other)).toEqual(firstAndLast(text));
      }),
      3_000,
    );
    laws.cameUp(moved, 1_000);
  });

  it('agree as keys do', () => {
    const noon = (zone: string, rule: string): string => {
      const when = whenFrom({ start: '2026-04-15T12:00:00', end: '2026-04-15T13:00:00', zone, rule });
      return when ? whenKey(formatWhen(when)) : '';
    };
    const rule = 'FREQ=DAILY;UNTIL=20300101';
    laws.hold(
      fc.property(anyZone, anyZone, (a, b) => {
        expect(noon(a, rule) === noon(b, rule)).toBe(sameZone(a, b, 2026, 2030));
      }),
      400,
    );
  });
});

describe('a rule', () => {
  it('in its canonical form is itself, and repeats on the dates on which it did as it was spelled', () => {
    let known = 0;
    laws.hold(
      fc.property(anyDate, anyRule, (date, rule) => {
        const start = Date.parse(date);
        const canonical = canonicalRule(rule, { start });
        if (canonical === undefined) return;
        known += 1;
        expect(canonicalRule(canonical, { start })).toBe(canonical);
        const text = `${date}/${new Date(start + dayMs).toISOString().slice(0, 10)} ${canonical}`;
        expect(occurrences(text, always, 15).map(({ slot }) => slot)).toEqual(datesByOracle(date, rule, 15));
      }),
      3_000,
    );
    laws.cameUp(known, 2_000);
  });

  it('that ends at an instant has its last start by then, and no other', () => {
    laws.hold(
      fc.property(
        anyWall,
        anyZone,
        anyRule,
        fc.integer({ min: 0, max: 500 * 24 * 60 }),
        (wall, zone, rule, minutes) => {
          const endless = whenFrom({ start: wall, end: wall, zone, rule: rule.replace(/;COUNT=\d+/u, '') });
          if (!endless) return;
          const until = new Date(instantOf(endless.start) + minutes * 60_000).toISOString();
          const text = `${rule.replace(/;COUNT=\d+/u, '')};UNTIL=${until.slice(0, 19).replace(/[-:]/gu, '')}Z`;
          const ending = whenFrom({ start: wall, end: wall, zone, rule: text });
          const expected = occurrences(formatWhen(endless), { ...always, to: Date.parse(until) + 1 }, 600);
          expect(ending ? occurrences(formatWhen(ending), always, 600) : []).toEqual(expected);
          if (ending) expect(ending.rule).toContain(`UNTIL=${expected.at(-1)?.slot.replaceAll('-', '')}`);
        },
      ),
      1_000,
    );
  });
});

describe('occurrences', () => {
  it('are in order, one a date, and each as long as the others or by the same clock', () => {
    laws.hold(
      fc.property(anyWhen, (text) => {
        const found = occurrences(text, always, 30);
        const slots = found.map(({ slot }) => slot);
        expect(slots).toEqual([...new Set(slots)].sort());
        const starts = found.map(({ start }) => instantOf(start));
        expect(starts).toEqual(starts.toSorted((a, b) => a - b));
        for (const { start, end } of found) expect(instantOf(end)).toBeGreaterThanOrEqual(instantOf(start));
      }),
      2_000,
    );
  });

  it('of a window are those of all time that lie in it', () => {
    laws.hold(
      fc.property(
        anyWhen,
        fc.integer({ min: -40, max: 900 }),
        fc.integer({ min: 0, max: 60 }),
        (text, begins, lasts) => {
          const first = firstAndLast(text)?.first ?? 0;
          const window = { from: first + begins * dayMs, to: first + (begins + lasts) * dayMs };
          const all = occurrences(text, { ...always, to: window.to }, 2_000);
          const within = all.filter(({ start, end }) => {
            return instantOf(end) > window.from || instantOf(start) >= window.from;
          });
          expect(occurrences(text, window, 2_000)).toEqual(within);
          expect(takingPlace(text, [], window, 2_000)).toEqual(within);
          if (within.length > 0) expect(inWindow(text, window)).toBe(true);
        },
      ),
      1_200,
    );
  });
});

laws.countUp();
