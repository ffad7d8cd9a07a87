import { sideOf } from '../../history/happenings.ts';
import { handsOn } from '../../mailboxes/index.ts';
import { listNames } from '../cards.ts';
import { respell } from '../drafts.ts';
import { everybodyIn, type Scene, type Seen, said, sourceIn } from '../scene.ts';
import { type ClioRow, clioRows, typeClioRows, typeText } from '../typing.ts';

/** Deeds of which Concord has nothing to carry over: no edit is noted. */

const anybody = (scene: Scene): Seen | undefined => {
  const book = scene.chance.pick(scene.books);
  return book === undefined ? undefined : scene.chance.pick(everybodyIn(scene, book));
};

/** Saves a card as it is. The clouds tell of it all the same. */
export function touch(scene: Scene): string | undefined {
  const seen = anybody(scene);
  if (seen === undefined) return undefined;
  const { clouds } = scene;
  if (sideOf(seen.book) === 'right') handsOn(clouds, seen.book).touch(seen.card.id, scene.chance);
  else clouds.sandbox.clio.contacts.edit(Number(seen.card.id), { visible_to: [] });
  return `${said(seen)} is saved as it is`;
}

/** The same value in another spelling: blanks and composed letters, case of an e-mail address, the look of a number. */
export function respellDetail(scene: Scene): string | undefined {
  const seen = anybody(scene);
  if (seen === undefined) return undefined;
  return scene.chance.hits(0.5) ? respellTitle(scene, seen) : respellEntry(scene, seen);
}

function respellTitle({ clouds }: Scene, seen: Seen): string | undefined {
  const { jobTitle } = seen.card.texts;
  if (jobTitle === '') return undefined;
  typeText(clouds, seen.book, seen.card.id, 'jobTitle', ` ${jobTitle.replace(' ', '  ').normalize('NFD')} `);
  return `${said(seen)}: the job title is spelt with other blanks`;
}

function respellEntry({ clouds, chance }: Scene, { tag, book, card }: Seen): string | undefined {
  const list = chance.oneOf('emails', 'phones');
  if (card.lists[list].length === 0) return undefined;
  if (sideOf(book) === 'left') {
    const rows = clouds.sandbox.clio.contacts.get(Number(card.id))?.[clioRows[list]] ?? [];
    const respelt = rows.map((row) => ({
      id: row.id,
      value: respell[list]('address' in row ? row.address : row.number, chance),
    }));
    typeClioRows(clouds, card.id, list, respelt);
  } else handsOn(clouds, book).respell(card.id, list, (value) => respell[list](value, chance));
  return `${said({ tag, book, card })}: ${list} are spelt otherwise`;
}

/** Mailboxes keep much that Clio has no field for; Clio what people call their rows. */
export function editUnmapped(scene: Scene): string | undefined {
  const seen = anybody(scene);
  if (seen === undefined) return undefined;
  return sideOf(seen.book) === 'right' ? editExtra(scene, seen) : renameRow(scene, seen);
}

function editExtra(scene: Scene, seen: Seen): string {
  const { chance, clouds, fresh } = scene;
  const text = fresh.text('Note', sourceIn(scene, seen.book));
  const name = handsOn(clouds, seen.book).typeExtra(seen.card.id, text, chance);
  return `${said(seen)}: ${name} becomes "${text}"`;
}

function renameRow({ clouds, chance }: Scene, seen: Seen): string | undefined {
  const list = chance.oneOf('emails', 'sites');
  const rows = clouds.sandbox.clio.contacts.get(Number(seen.card.id))?.[clioRows[list]] ?? [];
  const chosen = chance.pick<{ readonly id: number }>(rows);
  if (chosen === undefined) return undefined;
  const name = chance.oneOf('Home', 'Other', 'Chambers');
  typeClioRows(
    clouds,
    seen.card.id,
    list,
    rows.map(({ id }): ClioRow => (id === chosen.id ? { id, name } : { id })),
  );
  return `${said(seen)}: a row of ${list} is called "${name}"`;
}

/** Another address or number becomes the primary one, which only Clio has. */
export function movePrimary(scene: Scene): string | undefined {
  const { chance, clouds, clio } = scene;
  const several = everybodyIn(scene, clio).flatMap((seen) =>
    listNames.flatMap((list) => (list !== 'addresses' && seen.card.lists[list].length > 1 ? [{ seen, list }] : [])),
  );
  const found = chance.pick(several);
  if (found === undefined) return undefined;
  const { seen, list } = found;
  const rows = clouds.sandbox.clio.contacts.get(Number(seen.card.id))?.[clioRows[list]] ?? [];
  const old = seen.card.lists[list].findIndex(({ primary }) => primary);
  const place = (Math.max(0, old) + 1 + chance.below(rows.length - 1)) % rows.length;
  typeClioRows(
    clouds,
    seen.card.id,
    list,
    rows.map(({ id }, index) => ({ id, ...(index === place ? { default: true } : {}) })),
  );
  return `${said(seen)}: ${seen.card.lists[list][place]?.value} is the primary one of its ${list} now`;
}
