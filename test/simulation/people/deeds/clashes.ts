import { type Entry, type ListName, listNames, textNames } from '../cards.ts';
import { entryOf } from '../drafts.ts';
import { elsewhere, everybodyIn, freedomOf, type Scene, type Seen, sourceIn } from '../scene.ts';
import { editListOf, writeEntry } from './lists.ts';
import { editTextOf, writeText } from './texts.ts';

/** The same detail in two books at once, each in its own way. */
export function clash(scene: Scene): string | undefined {
  const { chance, books } = scene;
  const everybody = books.flatMap((book) => everybodyIn(scene, book));
  const one = chance.pick(everybody.filter((seen) => !seen.card.isCompany && freedomOf(scene, seen) === 'all'));
  const other = one && chance.pick(elsewhere(scene, one));
  if (one === undefined || other === undefined) return undefined;
  return chance.hits(0.5) ? clashInText(scene, [one, other]) : clashInList(scene, [one, other]);
}

type Two = readonly [Seen, Seen];

function clashInText(scene: Scene, both: Two): string | undefined {
  const { chance, fresh } = scene;
  const field = chance.oneOf(...textNames);
  if (field === 'birthday' || field === 'company') return clashInList(scene, both);
  const done = both.map((seen) => writeText(scene, seen, field, fresh.text(field, sourceIn(scene, seen.book))));
  return done.join('; ');
}

/** An entry that both books show gets another value in each; now and then one of them takes it off instead. */
function clashInList(scene: Scene, both: Two): string | undefined {
  const { chance, fresh } = scene;
  const shared = listNames.flatMap((list) =>
    both[0].card.lists[list].flatMap((entry) => {
      const same = both[1].card.lists[list].find(({ value }) => value === entry.value);
      return same ? [{ list, entries: [entry, same] as const }] : [];
    }),
  );
  const found = chance.pick(shared);
  if (found === undefined) return undefined;
  const keeps = chance.hits(0.3) ? chance.below(2) : undefined;
  const write = (list: ListName, entry: Entry, place: 0 | 1): string => {
    const made =
      keeps === undefined || keeps === place ? fresh.entry(list, sourceIn(scene, both[place].book)) : undefined;
    return writeEntry(scene, both[place], list, entry, made === undefined ? undefined : entryOf(made, entry.slot));
  };
  return `${write(found.list, found.entries[0], 0)}; ${write(found.list, found.entries[1], 1)}`;
}

/** Somebody whom Concord wrote last, and is perhaps not done with. */
export function editInFlight(scene: Scene): string | undefined {
  const { chance, joined, truth, firm } = scene;
  const tag = joined.lastWritten(firm.id);
  const shown = tag === undefined ? undefined : chance.pick(truth.shownOf(tag));
  if (tag === undefined || shown === undefined) return undefined;
  return chance.hits(0.5) ? editTextOf(scene, { tag, ...shown }) : editListOf(scene, { tag, ...shown });
}
