import { type Book, joinBooks, type Pair } from '@concord/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const book = (owner: string, traits: Partial<Book> = {}): Book => ({
  provider: 'microsoft',
  owner,
  itemType: 'contact',
  ...traits,
});
const clio = book('7001', { provider: 'clio' });
const pair = (sync: string, right: Book, left: Book = clio): Pair => ({ sync, left, right });

describe('joinBooks', () => {
  it('lets any number of mailboxes join one list in Clio', () => {
    const pairs = Array.from({ length: 50 }, (_, index) => pair(`s${index}`, book(`m${index}`)));
    expect(joinBooks(pairs, pair('one more', book('another')))).toEqual({ kind: 'ok' });
  });

  it('names the sync that has the right book already, whatever it is joined with', () => {
    const known = pair('olive', book('m1'));
    expect(joinBooks([known], pair('ben', book('m1')))).toEqual({ kind: 'taken', sync: 'olive' });
    const elsewhere = pair('ben', book('m1'), book('7002', { provider: 'clio' }));
    expect(joinBooks([known], elsewhere)).toEqual({ kind: 'taken', sync: 'olive' });
  });

  it('does not take the same account at another provider, or its calendar, for the same book', () => {
    const known = pair('olive', book('m1'));
    expect(joinBooks([known], pair('ben', book('m1', { provider: 'google' })))).toEqual({ kind: 'ok' });
  });

  it('is never stopped by the pair that the sync holds itself', () => {
    const known = pair('olive', book('m1'));
    expect(joinBooks([known], known)).toEqual({ kind: 'ok' });
    expect(joinBooks([known], pair('olive', book('m2')))).toEqual({ kind: 'ok' });
  });

  it('refuses to close a circle, however long the way round is', () => {
    const chain = [
      pair('1', book('a')),
      pair('2', book('b'), book('a')),
      pair('3', book('c'), book('b')),
      pair('4', book('e'), book('d')),
    ];
    expect(joinBooks(chain, pair('5', clio, book('c')))).toEqual({ kind: 'cycle' });
    expect(joinBooks(chain, pair('5', clio, book('e')))).toEqual({ kind: 'ok' });
  });

  it('refuses to join a book with itself', () => {
    expect(joinBooks([], pair('1', clio))).toEqual({ kind: 'cycle' });
  });

  it('keeps books a forest, and each right book with one sync, in whatever order people ask', () => {
    const wish = fc.record({ left: fc.nat(6), right: fc.nat(6) });
    fc.assert(
      fc.property(fc.array(wish, { maxLength: 30 }), (wishes) => {
        const pairs: Pair[] = [];
        for (const [index, { left, right }] of wishes.entries()) {
          const next = pair(`s${index}`, book(`b${right}`), book(`b${left}`));
          if (joinBooks(pairs, next).kind === 'ok') pairs.push(next);
        }
        expect(new Set(pairs.map((one) => one.right.owner)).size).toBe(pairs.length);
        expect(pairs.length).toBe(7 - treesOf(pairs).size);
      }),
    );
  });
});

/** How many trees seven books make, found by merging; a forest has as many pairs as books less trees. */
function treesOf(pairs: readonly Pair[]): ReadonlySet<string> {
  const root = new Map(Array.from({ length: 7 }, (_, index) => [`b${index}`, `b${index}`]));
  for (const { left, right } of pairs) {
    const [from, into] = [root.get(right.owner), root.get(left.owner) ?? ''];
    for (const [name, old] of root) if (old === from) root.set(name, into);
  }
  return new Set(root.values());
}
