import { drawClientList, generatePeople } from '@concord/sandbox';
import { describe, expect, it } from 'vitest';

const people = generatePeople({ seed: 1, count: 400 });
const list = (known: number, seed = 1) => drawClientList(people, { seed, books: 6, share: 0.3, known });

const plain = (text = ''): string => text.normalize('NFC').replace(/\s+/gu, ' ').trim().toLowerCase();
const emailsOf = (copies: ReturnType<typeof list>['clio']): ReadonlyMap<string, readonly string[]> =>
  new Map(copies.map(({ id, card }) => [id, card.emails.map(({ value }) => plain(value))]));

describe('a client list in several address books', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(list(0.5)).toEqual(list(0.5));
    expect(list(0.5, 2)).not.toEqual(list(0.5));
  });

  it('is in each book in part, and the books overlap', () => {
    const { books, everybody } = list(0);
    const copies = books.flat();
    expect(new Set(books.map(({ length }) => length)).size).toBe(1);
    expect(copies.length).toBeGreaterThan(everybody.size);
    for (const book of books) expect(new Set(book.map(({ id }) => id)).size).toBe(book.length);
  });

  it('begins with nobody in Clio, or with a part of them and all companies', () => {
    expect(list(0).clio).toEqual([]);
    const { clio } = list(0.5);
    expect(clio.filter(({ card }) => card.kind === 'company')).toHaveLength(32);
    expect(clio.length).toBeGreaterThan(100);
  });

  it('lets every card be known: by an e-mail of Clio’s card, or by one that all others name', () => {
    const { clio, books } = list(0.5);
    const inClio = emailsOf(clio);
    const own = new Map(people.map(({ id, card }) => [id, card.emails.map(({ value }) => plain(value))]));
    let others = 0;
    for (const [id, emails] of books.flatMap((book) => [...emailsOf(book)])) {
      const known = inClio.get(id) ?? own.get(id) ?? [];
      expect(emails.some((email) => known.includes(email))).toBe(true);
      if (!own.get(id)?.includes(emails[0] ?? '')) others += 1;
    }
    expect(others).toBeGreaterThan(10);
  });

  it('says who could be taken for whom', () => {
    const { alike, everybody } = list(0.5);
    expect(alike.size).toBeGreaterThan(0);
    expect([...alike].every((id) => everybody.has(id))).toBe(true);
    const twins = people.flatMap(({ id, twin }) => (twin?.how === 'homonym' ? [id] : []));
    expect(twins.every((id) => !alike.has(id) || people.some(({ twin }) => twin?.of === id))).toBe(true);
  });

  it('spells names otherwise, and never makes another name of one', () => {
    const names = new Map(people.map(({ id, card }) => [id, card]));
    const copies = list(0).books.flat();
    const respelled = copies.filter(({ id, card }) => card.firstName !== names.get(id)?.firstName);
    expect(respelled.length).toBeGreaterThan(10);
    for (const { id, card } of copies) {
      expect(plain(card.firstName)).toBe(plain(names.get(id)?.firstName));
      expect(plain(card.lastName)).toBe(plain(names.get(id)?.lastName));
    }
  });
});
