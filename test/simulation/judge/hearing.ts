import type { Happening, HappeningKind } from '../history/happenings.ts';
import type { History } from '../history/history.ts';
import { readTruth } from '../people/truth.ts';
import type { Story } from '../story.ts';
import { castOf } from './cast.ts';
import type { Check, Ending, Finals } from './check.ts';
import { checks } from './checks.ts';
import { type Invariant, invariants, type Violation } from './invariants.ts';
import { createPicture } from './picture.ts';
import { createRounds } from './rounds.ts';

/** One story before all judges at once: every happening goes to each of them once, and then into the picture. */
export type Hearing = {
  /** Hears what happened since the last time; what was found in it. */
  readonly hear: () => readonly Violation[];
  readonly end: (finals: Finals) => void;
  readonly violations: readonly Violation[];
  readonly tested: Readonly<Record<Invariant, number>>;
  readonly rounds: () => number;
};

/** More of one kind says nothing new. */
const mostOfOne = 20;

export function createHearing(story: Story, history: History): Hearing {
  const cast = castOf(story);
  const picture = createPicture(cast);
  const tested = Object.fromEntries(Object.keys(invariants).map((name) => [name, 0])) as Record<Invariant, number>;
  const violations: Violation[] = [];
  const accuse = (invariant: Invariant, says: string): void => {
    const known = violations.filter((one) => one.invariant === invariant);
    if (known.length < mostOfOne && !known.some((one) => one.says === says)) violations.push({ invariant, says });
  };
  const judges: readonly Check[] = Object.entries(checks).map(([name, create]) => {
    const invariant = name as Invariant;
    const tried = (): void => {
      tested[invariant] += 1;
    };
    return create({ story, cast, picture, tried, accuse: (says) => accuse(invariant, says) });
  });
  const rounds = createRounds(picture);
  const ears = earsOf([...judges, rounds.check]);
  let heard = 0;

  const hear = (): readonly Violation[] => {
    const before = violations.length;
    const all = history.all();
    for (; heard < all.length; heard += 1) {
      const happening = all[heard];
      if (happening === undefined) continue;
      for (const ear of ears.get(happening.kind) ?? []) ear(happening);
      picture.take(happening);
    }
    return violations.slice(before);
  };
  const end = (finals: Finals): void => {
    hear();
    const ending: Ending = { finals, history, truth: readTruth(history), cardOf: finder(finals, picture.ownerOf) };
    for (const { ends } of judges) ends?.(ending);
    const late = rounds.late();
    if (late) accuse('I1', late);
  };
  return { hear, end, violations, tested, rounds: rounds.count };
}

type Ear = (happening: Happening) => void;

function earsOf(judges: readonly Check[]): ReadonlyMap<HappeningKind, readonly Ear[]> {
  const ears = new Map<HappeningKind, Ear[]>();
  for (const { sees = {} } of judges)
    for (const [kind, ear] of Object.entries(sees) as [HappeningKind, Ear][])
      ears.set(kind, [...(ears.get(kind) ?? []), ear]);
  return ears;
}

function finder(finals: Finals, ownerOf: ReturnType<typeof createPicture>['ownerOf']): Ending['cardOf'] {
  const cards = new Map(
    [...finals].flatMap(([book, own]) => own.map((card) => [`${book} ${ownerOf(card)}`, card] as const)),
  );
  return (owner, book) => cards.get(`${book} ${owner}`);
}
