import { otherSide, type SideName, sideNames } from '@concord/core';
import { textNames } from '../typed.ts';
import type { Bench, Did } from './bench.ts';
import { type Case, isPlain } from './endings.ts';

/** I3: the last edit of a field on each side is in the end there, or lost to the other side’s by the policy. */
export function judgeEdits(bench: Bench, one: Case): void {
  const { shown, tag, deeds } = one;
  if (!isPlain(bench, one) || deeds.some(({ what }) => what === 'answered' || what === 'left')) return;
  const isTwice = new Set(deeds.filter(({ what }) => what === 'born').map(({ side }) => side)).size > 1;
  for (const field of textNames) {
    const last = lastOf(deeds, field);
    const allowed = allowedOf(bench, last, isTwice);
    if (allowed === undefined) continue;
    bench.tried('I3');
    for (const side of sideNames) {
      const value = shown[side]?.[field];
      if (value !== undefined && !allowed.includes(value))
        bench.accuse(
          'I3',
          `${field} of ${tag} is "${value}" in ${side}, not ${allowed.map((text) => `"${text}"`).join(' or ')}`,
        );
    }
  }
  judgeDates(bench, one);
}

type Last = Readonly<Record<SideName, Did | undefined>>;

const lastOf = (deeds: readonly Did[], field: string): Last => ({
  left: deeds.findLast((deed) => deed.field === field && deed.side === 'left'),
  right: deeds.findLast((deed) => deed.field === field && deed.side === 'right'),
});

/** Undefined: nobody ever edited it, or before both were known to be the same. */
function allowedOf({ story }: Bench, { left, right }: Last, isTwice: boolean): readonly string[] | undefined {
  if (left === undefined && right === undefined) return undefined;
  const values = [left, right].flatMap((deed) => deed?.after ?? []);
  // Two texts of one event that were there before any sync: blanks are filled, the rest is policy.
  if (isTwice) return undefined;
  if (left === undefined || right === undefined) return values;
  const [earlier, later] = left.at < right.at ? [left, right] : [right, left];
  if (later.before === earlier.after) return [later.after ?? ''];
  const { conflicts } = story.policy;
  return conflicts === 'ask' ? values : [(conflicts === 'left' ? left : right).after ?? ''];
}

/** A date that somebody changed or called off is so on both sides, unless the whole series was moved since. */
function judgeDates(bench: Bench, one: Case): void {
  const { deeds, shown, tag } = one;
  if (isForgetful(bench)) return;
  const slots = new Set(deeds.flatMap(({ field }) => (field?.startsWith('date ') ? [field] : [])));
  const moved = deeds.findLast(({ field }) => field === 'when')?.at ?? 0;
  for (const field of slots) {
    const own = sideNames.flatMap((side) => lastOf(deeds, field)[side] ?? []);
    const [first] = own;
    if (first === undefined || own.length > 1 || own.some(({ at }) => at <= moved)) continue;
    // It went with the event: what came back afterwards is what the other side had.
    if (deeds.some(({ what, side, at }) => what === 'deleted' && side === first.side && at >= first.at)) continue;
    bench.tried('I3');
    for (const side of sideNames) {
      if (shown[side] === undefined || shown[otherSide(side)] === undefined) continue;
      const date = one.dates(side).find(({ slot }) => slot === field.slice(5));
      const is =
        first.after === 'cancelled' ? date === undefined : Object.values(date ?? {}).includes(first.after ?? '');
      if (!is) bench.accuse('I3', `${field} of ${tag} is not "${first.after}" in ${side}`);
    }
  }
}

/** Clouds that lose what is special about dates by themselves, or take none of it. */
export const isForgetful = ({ story }: Bench): boolean =>
  story.habits.some(([name]) => /anySeriesEditDiscards|resetsExceptions|instancesUnwritable/u.test(name));
