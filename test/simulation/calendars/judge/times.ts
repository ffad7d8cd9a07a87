import { sideNames } from '@concord/core';
import { Temporal } from 'temporal-polyfill';
import { startsByOracle } from '../../../events/oracle.ts';
import type { Bench } from './bench.ts';
import { type Case, isPlain, isUnsaid, spanAt } from './endings.ts';

const most = 60;

/** I23: each side has the dates that another library makes of what somebody typed. */
export function judgeTimes(bench: Bench, one: Case): void {
  const { deeds, shown, tag } = one;
  const typed = deeds.filter(({ field }) => field === 'when');
  if (
    typed.some(({ after }) => /^(?:ends before|begins on)/u.test(after ?? '')) ||
    !isPlain(bench, one) ||
    isUnsaid(one)
  )
    return;
  if (deeds.some(({ what }) => what === 'answered' || what === 'left')) return;
  const last = sideNames.flatMap((side) => typed.findLast((deed) => deed.side === side)?.after ?? []);
  if (last.length === 0) return;
  const slots = new Set(deeds.flatMap(({ field }) => (field?.startsWith('date ') ? [field.slice(5)] : [])));
  for (const side of sideNames) {
    if (shown[side] === undefined) continue;
    bench.tried('I23');
    const dates = one.dates(side).filter(({ slot }) => !slots.has(slot));
    const shownStarts = dates.map(({ start }) => start).slice(0, most);
    const isOne = last.some((text) => {
      const expected = expectedOf(bench, text, slots).slice(0, most);
      const count = Math.min(expected.length, shownStarts.length);
      const isShort = expected.length < most && expected.length !== shownStarts.length;
      return !isShort && expected.slice(0, count).every((start, place) => start === shownStarts[place]);
    });
    if (!isOne)
      bench.accuse(
        'I23',
        `${tag} is at ${shownStarts.slice(0, 3).join(', ')} ... in ${side}, not as ${last.join(' or ')}`,
      );
  }
}

/** Starts by UTC, as a calendar shows them; of all-day ones dates. */
function expectedOf({ stage }: Bench, text: string, slots: ReadonlySet<string>): readonly string[] {
  const { from, to } = spanAt(stage.clouds.now());
  const [times = '', ...rest] = text.split(' ');
  const [start = '', end = ''] = times.split('/');
  const isAllDay = start.length === 10;
  const isSeries = rest.some((part) => part.startsWith('FREQ='));
  const zone = isAllDay ? undefined : rest[0];
  const full = isAllDay ? `${start}/${end}` : `${start}:00/${end}:00`;
  const days = isSeries
    ? startsByOracle([full, ...rest].join(' '), 800).map((one) => one.slice(0, 19))
    : [isAllDay ? start : `${start}:00`];
  return days.flatMap((one) => {
    if (isSeries && slots.has(one.slice(0, 10))) return [];
    if (zone === undefined) return isSeries && isOutside(Date.parse(one), from, to) ? [] : [one];
    const at = instantOf(one, zone);
    return isSeries && isOutside(at, from, to) ? [] : [new Date(at).toISOString().slice(0, 19)];
  });
}

const isOutside = (at: number, from: number, to: number): boolean => at < from || at > to;

function instantOf(wall: string, zone: string): number {
  return Temporal.PlainDateTime.from(wall).toZonedDateTime(zone, { disambiguation: 'compatible' }).epochMilliseconds;
}
