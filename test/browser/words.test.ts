import { describe, expect, it } from 'vitest';
import { percentOf, sayCount } from '../../packages/console/src/words/numbers.ts';
import { sayAgo, sayDuration, sayRemaining } from '../../packages/console/src/words/time.ts';

describe('how long ago', () => {
  it.each([
    [-5000, 'just now'],
    [999, 'just now'],
    [3000, '3 s ago'],
    [59_999, '59 s ago'],
    [60_000, '1 min ago'],
    [7_200_000, '2 h ago'],
    [86_400_000, 'yesterday'],
    [3 * 86_400_000, '3 days ago'],
  ])('says %i ms as a person would', (ageMs, said) => {
    expect(sayAgo(ageMs)).toBe(said);
  });
});

describe('how long it took', () => {
  it.each([
    [-5, '0.0 s'],
    [320, '0.3 s'],
    [41_200, '41 s'],
    [150_000, '3 min'],
    [7_300_000, '2 h'],
  ])('says %i ms as a person would', (ms, said) => {
    expect(sayDuration(ms)).toBe(said);
  });
});

describe('how long still', () => {
  it.each([
    [0, 'a few seconds'],
    [12_000, 'about 20 seconds'],
    [54_000, 'about 60 seconds'],
    [58_000, 'about a minute'],
    [260_000, 'about 4 minutes'],
    [3_600_000, 'about an hour'],
    [5_400_000, 'about 1 h 30 min'],
    [3_600_000 + 57 * 60_000, 'about 2 hours'],
    [86_400_000, 'about 24 hours'],
  ])('rounds %i ms to what can be said honestly', (remainingMs, said) => {
    expect(sayRemaining(remainingMs)).toBe(said);
  });
});

describe('numbers', () => {
  it('never say 100 percent before all is done', () => {
    expect(percentOf(9999, 10_000)).toBe(99);
    expect(percentOf(10_000, 10_000)).toBe(100);
    expect(percentOf(0, 0)).toBe(100);
  });

  it('agree with their noun', () => {
    expect(sayCount(1, 'match is', 'matches are')).toBe('1 match is');
    expect(sayCount(2000, 'match is', 'matches are')).toBe('2,000 matches are');
  });
});
