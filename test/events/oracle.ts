import { RRuleTemporal } from 'rrule-temporal';
import { Temporal } from 'temporal-polyfill';

/**
 * The first starts of a series by other libraries, which share no code with core: dates by one, and what the clocks of
 * the zone make of them by another. `UNTIL` is held against the dates here, so that its time of day is nobody's guess.
 */
export function startsByOracle(text: string, most: number): readonly string[] {
  const [span = '', ...rest] = text.split(' ');
  const start = span.split('/')[0] ?? '';
  const zone = rest.length > 1 ? rest[0] : undefined;
  const dates = datesByOracle(start.slice(0, 10), rest.at(-1) ?? '', most);
  if (zone === undefined) return dates;
  return dates.map((date) => (date === start.slice(0, 10) ? start : clockByOracle(date + start.slice(10, 19), zone)));
}

/** What the clocks of a zone make of a wall time: forward where they skip it, the first where they show it twice. */
export function clockByOracle(wall: string, zone: string): string {
  return Temporal.PlainDateTime.from(wall)
    .toZonedDateTime(zone, { disambiguation: 'compatible' })
    .toString({ timeZoneName: 'never', smallestUnit: 'second' });
}

export function datesByOracle(start: string, rule: string, most: number): readonly string[] {
  const until = /;UNTIL=(\d{8})/u.exec(rule)?.[1] ?? '99991230';
  const series = new RRuleTemporal({
    rruleString: `DTSTART;TZID=UTC:${start.replaceAll('-', '')}T000000\nRRULE:${rule.replace(/;UNTIL=\d{8}/u, '')}`,
    maxIterations: 1_000_000,
  });
  const dates: string[] = [];
  series.all((date, count) => {
    const found = date.toString().slice(0, 10);
    if (found.replaceAll('-', '') > until) return false;
    dates.push(found);
    return count + 1 < most;
  });
  return dates;
}
