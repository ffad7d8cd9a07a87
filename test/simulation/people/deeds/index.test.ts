import { describe, expect, it } from 'vitest';
import { chanceOf } from '../../chance.ts';
import { listNames, textNames } from '../cards.ts';
import { type SmallFirm } from '../small-firm.ts';
import { readTruth } from '../truth.ts';
import { type DeedName, deeds, doDeed } from './index.ts';
import { deedsOf, everywhere, join, withPeople } from './rehearsal.ts';

describe('any number of deeds', () => {
  it('leave the clouds as the history tells', { timeout: 60_000 }, async () => {
    const names = Object.keys(deeds) as DeedName[];
    const happened = new Set<DeedName>();
    for (let seed = 1; seed <= 12; seed += 1) {
      const firm = await withPeople(10, everywhere, seed * 50);
      for (let step = 0; step < 60; step += 1) {
        const chance = chanceOf(seed * 1000 + step);
        const name = chance.pick(names) ?? 'touch';
        if (doDeed(firm.clouds, firm.firm, name, chance) !== undefined) happened.add(name);
        if (step % 5 === 0) await join(firm);
        expect(asShown(firm), `seed ${seed}, step ${step}, ${name}`).toEqual(asTold(firm));
      }
      for (const deed of deedsOf(firm)) if (deed.kind === 'edited') expect(deed.after).not.toBe(deed.before);
    }
    expect([...happened].toSorted()).toEqual([...names].toSorted());
  });

  it('are the same again from the same numbers', async () => {
    const told = async (): Promise<readonly unknown[]> => {
      const firm = await withPeople(8);
      const names = Object.keys(deeds) as DeedName[];
      return names.flatMap((name, seed) => doDeed(firm.clouds, firm.firm, name, chanceOf(seed)) ?? []);
    };
    expect(await told()).toEqual(await told());
  });
});

/** Who is where with which details, as the clouds show it. */
function asShown(firm: SmallFirm): readonly string[] {
  const truth = readTruth(firm.clouds.history);
  return [firm.clio, ...firm.mailboxes]
    .flatMap((book) =>
      firm.cards(book).flatMap((card) => {
        if (card.tags.length === 0) return [];
        const lists = listNames.map((name) =>
          card.lists[name]
            .map(({ value }) => value)
            .toSorted()
            .join(),
        );
        return [
          `${book} ${truth.ownerOf(card)}: ${[...textNames.map((name) => card.texts[name]), ...lists].join(' | ')}`,
        ];
      }),
    )
    .toSorted();
}

/** The same as the deeds alone tell it: Concord changes nothing here. */
function asTold(firm: SmallFirm): readonly string[] {
  const truth = readTruth(firm.clouds.history);
  const told = truth.people().flatMap(({ tag, births, edits, lastMove }) =>
    [...births.keys()].flatMap((book) => {
      const away = lastMove.get(book);
      if (away && away.what !== 'returned') return [];
      const own = edits.filter((edit) => edit.book === book);
      const texts = textNames.map((name) => own.findLast(({ field }) => field === name)?.after ?? '');
      const lists = listNames.map((name) => {
        const values: string[] = [];
        for (const { before, after } of own.filter(({ field }) => field === name)) {
          if (before !== undefined) values.splice(values.indexOf(before), 1);
          if (after !== undefined) values.push(after);
        }
        return values.toSorted().join();
      });
      return [`${book} ${tag}: ${[...texts, ...lists].join(' | ')}`];
    }),
  );
  return told.toSorted();
}
