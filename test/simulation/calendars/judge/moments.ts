import { otherSide } from '@concord/core';
import type { Chronicle } from '../chronicle.ts';
import type { Bench, Changed, Watcher } from './bench.ts';
import { called, isTwoEvents } from './bench.ts';

type CreateWatcher = (bench: Bench) => Watcher;

const isOurs = ({ by }: Changed): boolean => by !== 'person';
const place = ({ pair, side }: Pick<Changed, 'pair' | 'side'>): string => `${side} of pair ${pair}`;

/** I5, I7. */
export const births: CreateWatcher = ({ chronicle, tried, accuse }) => {
  const live = new Map<string, string | undefined>();
  return {
    change: (change) => {
      const { verb, id, tag, isDate, pair, side } = change;
      if (isDate) return;
      const key = `${pair} ${side} ${id}`;
      if (verb === 'created' && isOurs(change)) {
        tried('I5');
        tried('I7');
        const twin = [...live].find(
          ([other, name]) => other.startsWith(`${pair} ${side} `) && tag !== undefined && name === tag,
        );
        if (twin && tag !== undefined && !isTwoEvents(chronicle.deeds(tag)))
          accuse('I5', `${called(change)} is made in ${place(change)}, where it is already`);
        if (tag !== undefined && isGoneFrom(chronicle, tag, change))
          accuse('I7', `${tag} is made again in ${place(change)}, where somebody deleted it`);
      }
      if (verb === 'deleted') live.delete(key);
      else live.set(key, tag);
    },
  };
};

/** Whoever answers or starts again may have it sent again. */
function isGoneFrom(chronicle: Chronicle, tag: string, { pair, side }: Changed): boolean {
  const since = chronicle.liveSince(pair) ?? Number.POSITIVE_INFINITY;
  const own = chronicle.deeds(tag).filter((deed) => deed.pair === pair && deed.at > since);
  const last = own.findLast(({ what, side: on }) => what === 'deleted' && on === side);
  return last !== undefined && !own.some(({ what }) => what === 'answered' || what === 'returned');
}

/** I8. */
export const deletes: CreateWatcher = ({ story, chronicle, tried, accuse }) => ({
  change: (change) => {
    if (change.verb !== 'deleted' || change.isDate || !isOurs(change) || change.tag === undefined) return;
    tried('I8');
    const { side, pair, tag } = change;
    const own = chronicle.deeds(tag).filter((deed) => deed.pair === pair);
    const isWished = own.some(({ what, side: on }) => what === 'deleted' && on === otherSide(side));
    const isAnswered = own.some(({ what, field }) => what === 'answered' && field === 'delete');
    const isTyped =
      !isTwoEvents(chronicle.deeds(tag)) && own.some(({ what, side: on }) => what === 'born' && on === side);
    const isHidden =
      !isTyped && story.policy.private === 'skip' && side === 'left' && own.some(({ isPrivate }) => isPrivate === true);
    if (!isWished && !isAnswered && !isHidden) accuse('I8', `${tag} is deleted in ${place(change)}, and nobody did so`);
  },
});

/** What may not be written stays as it is; so does what Concord has no field for. */
export const untouched: CreateWatcher = ({ story, tried, accuse }) => ({
  change: (change) => {
    const { before, after, side, isDate } = change;
    if (!isOurs(change) || before === undefined || isDate) return;
    if (before.hands !== 'ours') accuse('oneWay', `${called(change)} (${before.hands}) is written in ${place(change)}`);
    tried('oneWay');
    if (before.isPrivate && side === 'right' && story.policy.private !== 'full')
      accuse('private', `${called(change)}, which is private, is written in ${place(change)}`);
    if (after === undefined) return;
    tried('I10');
    if (before.unmapped !== after.unmapped)
      accuse('I10', `${called(change)} in ${place(change)} was ${before.unmapped}, and is ${after.unmapped}`);
  },
});

/** Words that were typed while an event was private, and are until it is not any more. */
export const secrets: CreateWatcher = ({ story, tried, accuse }) => {
  const kept = new Map<string, Set<string>>();
  if (story.policy.private === 'full') return {};
  return {
    deed: ({ tag, field, after, isPrivate, side }) => {
      if (side !== 'right') return;
      if (field === 'private' && after === 'no') kept.delete(tag);
      if (isPrivate !== true || field === 'when') return;
      const words = kept.get(tag) ?? new Set<string>();
      kept.set(tag, words);
      for (const [word] of (after ?? '').matchAll(/\bx\d+\b/gu)) words.add(word);
    },
    change: (change) => {
      const { after, side } = change;
      if (side !== 'left' || !isOurs(change) || after === undefined) return;
      for (const [tag, words] of kept) {
        tried('private');
        const told = [...words].find((word) => new RegExp(`\\b${word}\\b`, 'u').test(after.words));
        if (told !== undefined) accuse('private', `"${told}" of ${tag}, which is private, is told in ${place(change)}`);
      }
    },
  };
};

const dayMs = 86_400_000;

/** I9. A word is given by whoever goes on after the brake. */
export const brake: CreateWatcher = ({ chronicle, tried, accuse }) => {
  const deleted = new Map<string, number[]>();
  return {
    change: (change) => {
      if (change.verb !== 'deleted' || change.isDate || !isOurs(change)) return;
      tried('I9');
      const { at, pair } = change;
      const goneOn = chronicle
        .deeds()
        .findLast((deed) => deed.what === 'answered' && deed.field === 'go on' && deed.pair === pair);
      const since = Math.max(at - dayMs, goneOn?.at ?? 0);
      const all = (deleted.get(place(change)) ?? []).filter((one) => one >= since);
      deleted.set(place(change), [...all, at]);
      if (goneOn === undefined && all.length + 1 > 5)
        accuse('I9', `${all.length + 1} events are deleted in ${place(change)} within a day`);
    },
  };
};

/** I2. */
export const quietness: CreateWatcher = ({ chronicle, tried, accuse }) => ({
  change: (change) => {
    const isQuiet = chronicle
      .all()
      .some((entry) => entry.kind === 'phase' && entry.phase === 'quiet' && entry.at <= change.at);
    if (!isQuiet || !isOurs(change)) return;
    tried('I2');
    accuse('I2', `${called(change)} is ${change.verb} in ${place(change)} in a quiet hour`);
  },
});
