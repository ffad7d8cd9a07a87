import { ianaOf, instantAt, instantText, offsetAt, sameZone, whenFrom, windowsOf } from '@concord/core';
import { describe, expect, it } from 'vitest';
import { findIana, findWindows, WINDOWS_TO_IANA_MAP } from 'windows-iana';

const windowsNames = [...new Set(WINDOWS_TO_IANA_MAP.map(({ windowsName }) => windowsName))];

describe('the names of zones', () => {
  it('lead from Windows to the first zone that the CLDR has for them, and back', () => {
    expect(windowsNames.length).toBeGreaterThan(130);
    for (const name of windowsNames) {
      const zone = ianaOf(name) ?? '';
      expect(findIana(name, '001')).toContain(zone);
      expect(windowsOf(zone)).toBe(name);
      if (name !== 'UTC') expect(ianaOf(` ${name.toUpperCase()} `)).toBe(zone);
    }
  });

  it('lead back to Windows from every zone of its table', () => {
    for (const { windowsName, iana } of WINDOWS_TO_IANA_MAP)
      for (const zone of iana.flatMap((one) => one.split(' '))) expect(windowsOf(zone)).toBe(windowsName);
  });

  it('lead from every zone that the CLDR knows to the name that it gives, by old names too', () => {
    for (const zone of [
      ...Intl.supportedValuesOf('timeZone'),
      'US/Eastern',
      'Asia/Kolkata',
      'Europe/Kyiv',
      'America/Buenos_Aires',
    ]) {
      const names: readonly string[] = findWindows(zone);
      if (names.length > 0) expect(names).toContain(windowsOf(zone));
    }
  });

  it('lead from a zone that the CLDR does not know to one of the same clocks, if there is one', () => {
    expect(findWindows('America/Coyhaique')).toEqual([]);
    const name = windowsOf('America/Coyhaique') ?? '';
    expect(sameZone('America/Coyhaique', ianaOf(name) ?? 'UTC', 2030, 2040)).toBe(true);
    expect(windowsOf('Antarctica/Troll')).toBeUndefined();
    expect(windowsOf('Nowhere/Land')).toBeUndefined();
  });

  it.each([
    ['America/New_York', 'America/New_York'],
    ['america/new_york', 'America/New_York'],
    ['US/Eastern', 'US/Eastern'],
    ['us/eastern', 'America/New_York'],
    ['Asia/Kolkata', 'Asia/Kolkata'],
    ['Asia/Calcutta', 'Asia/Calcutta'],
    ['Eastern Standard Time', 'America/New_York'],
    ['India Standard Time', 'Asia/Calcutta'],
    ['UTC', 'UTC'],
    ['Etc/GMT+5', 'Etc/GMT+5'],
    ['UTC-02', 'Etc/GMT+2'],
    ['EST5EDT', 'EST5EDT'],
  ])('%s is %s', (name, zone) => {
    expect(ianaOf(name)).toBe(zone);
  });

  it.each(['tzone://Microsoft/Custom', 'Custom Time Zone', '', ' ', '+05:30', '-04:00', 'Z', 'Mars/Phobos', 'GMT+5'])(
    '%s is no zone',
    (name) => {
      expect(ianaOf(name)).toBeUndefined();
      expect(windowsOf(name)).toBeUndefined();
      expect(whenFrom({ start: '2026-04-15T12:00:00', end: '2026-04-15T13:00:00', zone: name })).toBeUndefined();
    },
  );
});

describe('zones', () => {
  it('whose clocks agree in the years asked for are the same', () => {
    expect(sameZone('America/New_York', 'America/Toronto', 2026, 2040)).toBe(true);
    expect(sameZone('America/New_York', 'US/Eastern', 1970, 2040)).toBe(true);
    expect(sameZone('Asia/Calcutta', 'Asia/Kolkata', 1970, 2040)).toBe(true);
    expect(sameZone('America/New_York', 'America/Toronto', 1970, 2040)).toBe(false);
    expect(sameZone('America/New_York', 'America/Panama', 2026, 2026)).toBe(false);
    expect(sameZone('America/Sao_Paulo', 'America/Argentina/Buenos_Aires', 2020, 2040)).toBe(true);
    expect(sameZone('America/Sao_Paulo', 'America/Argentina/Buenos_Aires', 2018, 2020)).toBe(false);
  });

  it('are compared from 1970 to 2040, however far the years reach', () => {
    expect(sameZone('Europe/Berlin', 'Europe/Paris', 9000, 9999)).toBe(true);
    expect(sameZone('Europe/London', 'Europe/Berlin', 9000, 9999)).toBe(false);
    expect(sameZone('Asia/Calcutta', 'Asia/Colombo', 1601, 1601)).toBe(true);
  });

  it('of the name Etc/GMT+5 are behind, against what the sign says', () => {
    expect(offsetAt('Etc/GMT+5', 0)).toBe(-300);
    expect(offsetAt('Etc/GMT-14', 0)).toBe(840);
  });

  it('have whole minutes, also where the sun told the time', () => {
    expect(offsetAt('America/New_York', Date.UTC(1601, 0, 1))).toBe(-296);
    expect(offsetAt('Africa/Monrovia', Date.UTC(1970, 0, 1))).toBe(-45);
    expect(instantText(instantAt(Date.UTC(1601, 0, 1, 12), 'America/New_York'), 'America/New_York')).toBe(
      '1601-01-01T12:00:00-04:56',
    );
  });

  it('change at the very second', () => {
    const forward = Date.UTC(2026, 2, 8, 7);
    expect([offsetAt('America/New_York', forward - 1), offsetAt('America/New_York', forward)]).toEqual([-300, -240]);
    const newYear = Date.UTC(2026, 0, 1);
    expect([offsetAt('America/New_York', newYear - 1), offsetAt('America/New_York', newYear)]).toEqual([-300, -300]);
  });

  it('that are none have no offset', () => {
    expect(() => offsetAt('Nowhere/Land', 0)).toThrow(RangeError);
  });
});
