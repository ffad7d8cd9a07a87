import type { OutlookContactInput } from '@concord/sandbox';
import { sideOf } from '../../history/happenings.ts';
import { listNames } from '../cards.ts';
import { respell } from '../drafts.ts';
import { alias, type OutlookExtra, outlookExtra } from '../extras.ts';
import { outlookEntries, outlookList } from '../outlook-entries.ts';
import { outlookOf } from '../places.ts';
import { everybodyIn, type Scene, type Seen, said, sourceIn } from '../scene.ts';
import { type ClioRow, clioRows, typeClioRows, typeText } from '../typing.ts';

/** Deeds of which Concord has nothing to carry over: no edit is noted. */

const anybody = (scene: Scene): Seen | undefined => {
  const book = scene.chance.pick(scene.books);
  return book === undefined ? undefined : scene.chance.pick(everybodyIn(scene, book));
};

/** Saves a card as it is. Clio and Graph tell of it all the same. */
export function touch(scene: Scene): string | undefined {
  const seen = anybody(scene);
  if (seen === undefined) return undefined;
  const { clouds } = scene;
  if (sideOf(seen.book) === 'right') outlookOf(clouds, seen.book).edit(seen.card.id, {});
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
  } else {
    const outlook = outlookOf(clouds, book);
    const contact = outlook.get(card.id);
    if (contact === undefined) return undefined;
    const respelt = outlookEntries[list](contact).map((entry) => ({
      ...entry,
      value: respell[list](entry.value, chance),
    }));
    outlook.edit(card.id, outlookList[list](respelt));
  }
  return `${said({ tag, book, card })}: ${list} are spelt otherwise`;
}

/** Outlook keeps much that Clio has no field for; Clio what people call their rows. */
export function editUnmapped(scene: Scene): string | undefined {
  const seen = anybody(scene);
  if (seen === undefined) return undefined;
  return sideOf(seen.book) === 'right' ? editExtra(scene, seen) : renameRow(scene, seen);
}

const extraNames = [
  'categories',
  'children',
  'department',
  'generation',
  'manager',
  'nickName',
  'officeLocation',
  'personalNotes',
  'spouseName',
  'yomiSurname',
] as const satisfies readonly OutlookExtra[];

/** Longer than a text of Clio may be, and with line ends. */
const longNote = (text: string): string => `${text}\r\n${'Remember the milk. '.repeat(500)}`;

function editExtra(scene: Scene, seen: Seen): string {
  const { chance, clouds, fresh } = scene;
  const text = fresh.text('Note', sourceIn(scene, seen.book));
  const drawn = chance.oneOf(...extraNames);
  // A suffix is part of a person's name: a company with one would be taken for a person.
  const name = drawn === 'generation' && seen.card.isCompany ? 'department' : drawn;
  const extra: OutlookContactInput =
    chance.hits(0.1) && !seen.card.isCompany
      ? { displayName: `${alias}${text}` }
      : outlookExtra(name, name === 'personalNotes' ? longNote(text) : text);
  outlookOf(clouds, seen.book).edit(seen.card.id, extra);
  return `${said(seen)}: ${Object.keys(extra).join()} becomes "${text}"`;
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
