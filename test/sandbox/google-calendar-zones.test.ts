import { describe, expect, it } from 'vitest';
import { instantOf, isZone, rfc3339, wallOf } from '../../packages/sandbox/src/google/calendar/events/zones.ts';

const newYork = 'America/New_York';
const at = (text: string): number => Date.parse(`${text}Z`);
const told = (wall: string, zone = newYork): string => new Date(instantOf(at(wall), zone)).toISOString();

describe('zones of the Google look-alike', () => {
  it('are names of the IANA database, not offsets', () => {
    expect(['Europe/Zurich', 'UTC', newYork].every(isZone)).toBe(true);
    expect(['+02:00', 'Mars/North', '', 'Eastern Standard Time'].some(isZone)).toBe(false);
  });

  it('turn wall times into instants, in summer and in winter', () => {
    expect(told('2026-01-05T09:00:00')).toBe('2026-01-05T14:00:00.000Z');
    expect(told('2026-07-06T09:00:00')).toBe('2026-07-06T13:00:00.000Z');
    expect(told('2026-07-06T09:00:00', 'Asia/Kathmandu')).toBe('2026-07-06T03:15:00.000Z');
  });

  it('put a time that never comes later, and take the first of one that comes twice', () => {
    // 8 March: from two to three there is nothing. 1 November: one to two comes again.
    expect(told('2026-03-08T02:30:00')).toBe('2026-03-08T07:30:00.000Z');
    expect(told('2026-11-01T01:30:00')).toBe('2026-11-01T05:30:00.000Z');
    expect(told('2026-11-01T02:00:00')).toBe('2026-11-01T07:00:00.000Z');
  });

  it('come back from instants to the same walls around every change of clocks', () => {
    for (const zone of [newYork, 'Europe/Amsterdam', 'Australia/Lord_Howe', 'Pacific/Apia', 'UTC'])
      for (let hour = 0; hour < 24 * 365; hour += 7) {
        const instant = Date.UTC(2026, 0, 1, hour);
        const again = instantOf(wallOf(instant, zone), zone);
        expect([zone, hour, wallOf(again, zone)]).toEqual([zone, hour, wallOf(instant, zone)]);
      }
  });

  it('show an instant with its offset', () => {
    expect(rfc3339(at('2026-07-06T13:00:00'), newYork)).toBe('2026-07-06T09:00:00-04:00');
    expect(rfc3339(at('2026-07-06T13:00:00'), 'Asia/Kathmandu')).toBe('2026-07-06T18:45:00+05:45');
    expect(rfc3339(at('2026-07-06T13:00:00'), 'UTC')).toBe('2026-07-06T13:00:00Z');
  });
});
