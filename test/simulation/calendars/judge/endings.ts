import { otherSide, type SideName } from '@concord/core';
import type { Pair } from '../pairs.ts';
import type { Shown, ShownDate } from '../shown.ts';
import { textNames } from '../typed.ts';
import { type Bench, type Did, isTwoEvents } from './bench.ts';
import { isForgetful, judgeEdits } from './edits.ts';
import { judgeTimes } from './times.ts';

const dayMs = 86_400_000;

/** One event as both calendars of a pair have it in the end, and all that people did to it. */
export type Case = {
  readonly pair: Pair;
  readonly tag: string;
  readonly shown: Readonly<Record<SideName, Shown | undefined>>;
  readonly dates: (side: SideName) => readonly ShownDate[];
  readonly deeds: readonly Did[];
};

/** When all is over: I1, I3, I5, I23. */
export function judgeEnd(bench: Bench): void {
  for (const pair of bench.pairs) {
    judgeVeiled(bench, pair);
    for (const one of casesOf(bench, pair)) {
      judgeCase(bench, one);
      judgeEdits(bench, one);
      judgeTimes(bench, one);
    }
  }
}

export const spanAt = (now: number) => ({ from: now - 200 * dayMs, to: now + 500 * dayMs });

function casesOf(bench: Bench, pair: Pair): readonly Case[] {
  const { chronicle, stage } = bench;
  const all = { left: pair.hands.left.list(), right: pair.hands.right.list() };
  const tags = new Set(
    chronicle.deeds().flatMap((deed) => (deed.pair === pair.index && deed.tag.startsWith('E') ? [deed.tag] : [])),
  );
  return [...tags]
    .filter((tag) => !isTwoEvents(chronicle.deeds(tag)))
    .map((tag) => {
      const find = (side: SideName): Shown | undefined => {
        const found = all[side].filter((one) => one.tag === tag);
        bench.tried('I5');
        if (found.length > 1)
          bench.accuse('I5', `${tag} is there ${found.length} times in ${side} of pair ${pair.index}`);
        return found[0];
      };
      const shown = { left: find('left'), right: find('right') };
      const dates = (side: SideName): readonly ShownDate[] => {
        const one = shown[side];
        return one ? pair.hands[side].dates(one.id, spanAt(stage.clouds.now())) : [];
      };
      return { pair, tag, shown, dates, deeds: chronicle.deeds(tag).filter((deed) => deed.pair === pair.index) };
    });
}

export const didAny = ({ deeds }: Case, fits: (deed: Did) => boolean): boolean => deeds.some(fits);

/** Its owner keeps it private, and the firm chose that this is not carried over as it is. */
export const isVeiled = ({ story }: Bench, { shown, deeds }: Case): boolean =>
  story.policy.private !== 'full' &&
  (shown.right?.isPrivate === true || deeds.some(({ isPrivate }) => isPrivate === true));

/** It may be written on both sides, and was so from the beginning. */
export function isPlain(bench: Bench, one: Case): boolean {
  const { shown, deeds } = one;
  const isWritable = [shown.left, shown.right].every((side) => side === undefined || side.hands === 'ours');
  const special = ['guests', 'hidden', 'formatted'];
  return isWritable && !isVeiled(bench, one) && !deeds.some(({ field }) => special.includes(field ?? ''));
}

/** Nobody can say in Clio that it repeats by other clocks than the user’s own. */
export function isUnsaid({ deeds }: Case): boolean {
  const when = deeds.findLast(({ field, side }) => field === 'when' && side === 'right')?.after ?? '';
  return when.includes('FREQ=') && / (?:Europe\/Berlin|America\/Chicago|Asia\/Kolkata) /u.test(when);
}

/** Somebody was asked about it, moved it to another calendar, or made a colleague’s page hide it. */
const isElsewhere = (one: Case): boolean =>
  didAny(one, ({ what, field }) => what === 'answered' || what === 'left' || field === 'hidden');

/** All of it within the span of time that is kept in step, with a day to spare. */
function isWithin({ stage }: Bench, one: Case, side: SideName): boolean {
  const now = stage.clouds.now();
  const days = one.dates(side).map(({ start }) => Date.parse(start.length === 10 ? `${start}T12:00:00Z` : `${start}Z`));
  const last = Math.max(...days);
  return days.length > 0 && last > now - 88 * dayMs && Math.min(...days) < now + 490 * dayMs;
}

function judgeCase(bench: Bench, one: Case): void {
  const { shown, tag, pair } = one;
  const { left, right } = shown;
  if (left && right) return judgeSame(bench, one);
  const side = left ? 'left' : 'right';
  const only = left ?? right;
  if (only === undefined) return judgeGone(bench, one);
  bench.tried('I1');
  const gone = one.deeds.filter(({ what }) => what === 'deleted');
  if (isElsewhere(one) || isVeiled(bench, one) || !isWithin(bench, one, side)) return;
  if (side === 'right' && isUnsaid(one)) return;
  const isOneWay = only.hands !== 'ours' || didAny(one, ({ field }) => field === 'guests');
  if (gone.some((deed) => deed.side === otherSide(side))) {
    // What is only read from there never ends because its copy did; and a calendar that is suddenly empty may be a fault.
    const isEmpty = pair.hands[otherSide(side)].list().length === 0;
    if (!isOneWay && !isEmpty)
      bench.accuse('I1', `${tag} was deleted in ${otherSide(side)}, and is in ${side} of pair ${pair.index}`);
    return;
  }
  if (gone.length > 0) return;
  bench.accuse('I1', `${tag} is in ${side} of pair ${pair.index} only`);
}

function judgeGone(bench: Bench, one: Case): void {
  bench.tried('I8');
  if (didAny(one, ({ what }) => what === 'deleted' || what === 'left' || what === 'answered')) return;
  if (isVeiled(bench, one)) return;
  bench.accuse('I8', `${one.tag} is nowhere any more, and nobody deleted it (pair ${one.pair.index})`);
}

function judgeSame(bench: Bench, one: Case): void {
  const { shown, tag, pair } = one;
  const { left, right } = shown;
  if (left === undefined || right === undefined || isElsewhere(one) || isVeiled(bench, one)) return;
  if (!isWithin(bench, one, 'left')) return;
  if (isUnsaid(one)) return one.deeds.every(({ what }) => what === 'born') ? judgeDates(bench, one) : undefined;
  bench.tried('I1');
  const places = `pair ${pair.index}`;
  const isEditable = isPlain(bench, one);
  for (const field of textNames) {
    if (field === 'description' && (right.isFormatted || didAny(one, (deed) => deed.field === 'formatted'))) continue;
    if (!isEditable && didAny(one, (deed) => deed.what === 'edited' && deed.field === field)) continue;
    if (left[field] !== right[field])
      bench.accuse('I1', `${field} of ${tag} is "${left[field]}" in left and "${right[field]}" in right of ${places}`);
  }
  if (!isEditable && didAny(one, ({ what, field }) => what === 'edited' && field !== 'guests' && field !== 'private'))
    return;
  if (isForgetful(bench) && didAny(one, ({ field }) => field?.startsWith('date ') === true)) return;
  judgeDates(bench, one);
}

function judgeDates(bench: Bench, one: Case): void {
  bench.tried('I23');
  const { tag, pair } = one;
  const [lefts, rights] = [one.dates('left').map(sayDate), one.dates('right').map(sayDate)];
  const odd = lefts.find((date) => !rights.includes(date)) ?? rights.find((date) => !lefts.includes(date));
  if (odd !== undefined || lefts.length !== rights.length)
    bench.accuse(
      'I23',
      `${tag} (${lefts.length} and ${rights.length} dates) differs in pair ${pair.index}: ${odd ?? ''}`,
    );
}

const sayDate = ({ start, end, title, location, description }: ShownDate): string =>
  [start, end, title, location, description].join(' | ');

/** What is private shows on the left as "Busy", at the same times, and once. */
function judgeVeiled(bench: Bench, pair: Pair): void {
  if (bench.story.policy.private !== 'busy') return;
  const isBusy = (shown: Shown): boolean => shown.title === 'Busy' && shown.tag === undefined;
  const busy = pair.hands.left.list().filter(isBusy);
  const hidden = pair.hands.right.list().filter(({ isPrivate }) => isPrivate);
  bench.tried('private');
  if (busy.length > hidden.length)
    bench.accuse('I5', `${busy.length} times "Busy" stand for ${hidden.length} private events in pair ${pair.index}`);
}
