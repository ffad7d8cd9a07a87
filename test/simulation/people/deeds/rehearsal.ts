import { expect } from 'vitest';
import { chanceOf } from '../../chance.ts';
import type { BookName, Deed } from '../../history/happenings.ts';
import type { Place } from '../../mailboxes/index.ts';
import { type Card, listNames } from '../cards.ts';
import { createSmallFirm, type SmallFirm } from '../small-firm.ts';
import { addPerson, type DeedName, doDeed } from './index.ts';

export const everywhere = [0, 1, 2];

/** People are typed into these books of a small firm, and Concord knows them for one where they are several. */
export async function withPeople(count: number, books: readonly number[] = everywhere, seed = 1): Promise<SmallFirm> {
  const firm = createSmallFirm();
  for (let place = 0; place < count; place += 1) addPerson(firm.clouds, firm.firm, { books }, chanceOf(seed + place));
  await join(firm);
  return firm;
}

/** Concord writes something to every card of a mailbox, which says that it knows it. */
export async function join(firm: SmallFirm): Promise<void> {
  await firm.asConcord(() => {
    for (const [place, mailbox] of firm.mailboxes.entries())
      for (const { id } of firm.cards(mailbox)) firm.outlook[place]?.edit(id, { profession: `Seen ${seen()}` });
  });
}
let count = 0;
const seen = (): number => {
  count += 1;
  return count;
};

const deedKinds: ReadonlySet<string> = new Set([
  'born',
  'edited',
  'deleted',
  'merged',
  'left',
  'returned',
] satisfies Deed['kind'][]);
export const deedsOf = ({ clouds }: SmallFirm): readonly Deed[] =>
  clouds.history
    .all()
    .filter((happening): happening is Deed & { readonly at: number } => deedKinds.has(happening.kind));

export type Done = {
  readonly told: string;
  readonly noted: readonly Deed[];
  readonly before: ReadonlyMap<BookName, readonly Card[]>;
};

/** Tries until somebody is there to do it to. */
export function done(firm: SmallFirm, name: DeedName, seed = 1): Done {
  for (let attempt = 0; attempt < 60; attempt += 1) {
    const known = deedsOf(firm).length;
    const before = allCards(firm);
    const told = doDeed(firm.clouds, firm.firm, name, chanceOf(seed * 100 + attempt));
    if (told !== undefined) return { told, noted: deedsOf(firm).slice(known), before };
    expect(deedsOf(firm).length, `${name} said nothing and noted something`).toBe(known);
  }
  throw new Error(`Nobody ever does "${name}"`);
}

export const allCards = (firm: SmallFirm): ReadonlyMap<BookName, readonly Card[]> =>
  new Map([firm.clio, ...firm.mailboxes].map((book) => [book, firm.cards(book)]));

export const cardOfTag = (firm: SmallFirm, book: BookName, tag: string, folder?: Place): Card | undefined =>
  firm.cards(book, folder).find(({ tags }) => tags.includes(tag));

export const dataOf = ({ extras: _, lists, ...card }: Card) => ({
  ...card,
  lists: listNames.map((name) => lists[name].map(({ value, slot }) => `${slot} ${value}`)),
});
