import { type BookName, sideOf } from '../../history/happenings.ts';
import { handsOn } from '../../mailboxes/index.ts';
import { withChange } from '../../mailboxes/mailbox-cloud.ts';
import { factsOf } from '../../mailboxes/mailbox-facts.ts';
import { type Clouds, noteNow } from '../../stage/clouds.ts';
import { type Card, cardAt, type Entry, type ListName, listNames } from '../cards.ts';
import { entryOf } from '../drafts.ts';
import { everybodyIn, type Freedom, freedomOf, type Scene, type Seen, said, sourceIn } from '../scene.ts';
import { plainEntry } from '../spelling.ts';
import { type ClioRow, clioRows, clioSlot, typeClioRows } from '../typing.ts';

export function editList(scene: Scene, book: BookName): string | undefined {
  const seen = scene.chance.pick(everybodyIn(scene, book));
  return seen && editListOf(scene, seen);
}

/** Adds an entry to a list of that card, writes one over, or takes one off. */
export function editListOf(scene: Scene, seen: Seen): string | undefined {
  const { chance, clouds } = scene;
  const freedom = freedomOf(scene, seen);
  const card = cardAt(clouds, seen.book, seen.card.id);
  if (card === undefined) return undefined;
  const list = chance.pick(listsOf(seen, freedom)) ?? 'sites';
  const slot = slotIn(scene, seen, list);
  const isFull = !hasRoom(card, list, slot, seen.book);
  const old = freedom !== 'additions' && (isFull || chance.hits(0.5)) ? chance.pick(card.lists[list]) : undefined;
  if (old === undefined && isFull) return undefined;
  const made = old !== undefined && chance.hits(0.3) ? undefined : newEntry(scene, seen, list);
  return writeEntry(
    scene,
    { ...seen, card },
    list,
    old,
    made === undefined ? undefined : entryOf(made, old?.slot ?? slot),
  );
}

/** One more e-mail address, written as somebody in a hurry does. */
export function newAddress(scene: Scene): string | undefined {
  const { books, chance } = scene;
  const everybody = books.flatMap((book) => everybodyIn(scene, book));
  const seen = chance.pick(
    everybody.filter(
      (one) => listsOf(one, freedomOf(scene, one)).includes('emails') && hasRoom(one.card, 'emails', '', one.book),
    ),
  );
  return seen && writeEntry(scene, seen, 'emails', undefined, entryOf(newEntry(scene, seen, 'emails')));
}

/** In Clio an e-mail address may be anything; people shout now and then. */
function newEntry(scene: Scene, { book }: Seen, list: ListName): string {
  const { chance, fresh } = scene;
  const value = fresh.entry(list, sourceIn(scene, book));
  if (list !== 'emails') return value;
  if (sideOf(book) === 'left' && chance.hits(0.3)) return value.replace('@', ' at ');
  return chance.hits(0.5) ? value.toUpperCase() : value;
}

/** E-mails and phones decide who is who; a company is known by little else. */
const listsOf = ({ card }: Seen, freedom: Freedom): readonly ListName[] =>
  freedom === 'all' && !card.isCompany ? listNames : ['addresses', 'sites'];

const slots = {
  emails: [''],
  phones: ['work', 'work', 'home', 'mobile'],
  addresses: ['work', 'home', 'other'],
  sites: [''],
} as const satisfies Record<ListName, readonly string[]>;

/** Now and then one for which a mailbox may have no place. */
function slotIn({ chance }: Scene, { book }: Seen, list: ListName): string {
  if (list === 'phones' && sideOf(book) === 'left' && chance.hits(0.1)) return 'fax';
  return chance.pick<string>(slots[list]) ?? '';
}

const hasRoom = (card: Card, list: ListName, slot: string, book: BookName): boolean =>
  sideOf(book) === 'left' ||
  card.lists[list].filter((entry) => entry.slot === slot).length < factsOf(book).room(list, slot);

/** Notes the edit and types it. `old` undefined adds, `made` undefined takes off. */
export function writeEntry(
  { clouds }: Scene,
  seen: Seen,
  list: ListName,
  old: Entry | undefined,
  made: Entry | undefined,
): string {
  const { tag, book, card } = seen;
  const after = made && plainEntry[list](made.value);
  noteNow(clouds, { kind: 'edited', tag, book, field: list, before: old?.value, after });
  const place = old === undefined ? -1 : card.lists[list].indexOf(old);
  if (sideOf(book) === 'left') changeRow(clouds, card.id, list, place, made);
  else handsOn(clouds, book).typeEntry(card.id, list, place, made);
  return `${said(seen)}: ${list} ${old?.value ?? 'nothing'} becomes ${after ?? 'nothing'} (${made?.slot ?? old?.slot})`;
}

/** In Clio every entry is a row: the others keep theirs, and what is typed over keeps its own. */
function changeRow(clouds: Clouds, id: string, list: ListName, place: number, made: Entry | undefined): void {
  const rows: readonly ClioRow[] =
    clouds.sandbox.clio.contacts.get(Number(id))?.[clioRows[list]].map(({ id }) => ({ id })) ?? [];
  const change = made && { value: made.value, ...(place < 0 ? { name: clioSlot(made.slot) } : {}) };
  typeClioRows(clouds, id, list, withChange(rows, place, change && ((old) => ({ ...old, ...change }))));
}
