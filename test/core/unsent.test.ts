import {
  commit,
  contactPolicy,
  contactType,
  type Done,
  decide,
  type Item,
  type Mapping,
  type Observation,
  showsUnsent,
  unsentIn,
} from '@concord/core';
import { describe, expect, it } from 'vitest';
import { clioLike, emails, outlookLike, person } from './simulated-sides.ts';

const now = 1_000_000;
const card = (...addresses: readonly string[]): Item => person('Anna', 'Berg', { emails: emails(...addresses) });
const present = (id: string, item: Item) =>
  ({ kind: 'present', id, version: '2', modifiedAt: 900, createdAt: 0, askedAt: now, item }) satisfies Observation;
const side = (id: string, shown: Item) => ({ id, version: '1', modifiedAt: 500, seenAt: 500, shown });
const linked: Mapping = {
  id: 'm1',
  state: 'linked',
  generation: 1,
  left: side('left-1', card('a')),
  right: side('right-1', card('a')),
  base: { left: card('a'), right: card('a') },
};

const decided = (mapping: Mapping, sights: { readonly left?: Item; readonly right?: Item }) =>
  decide({
    type: contactType,
    policy: contactPolicy,
    capabilities: { left: clioLike, right: outlookLike },
    readLagMs: { left: 0, right: 0 },
    now,
    mapping,
    sights: {
      ...(sights.left ? { left: { observation: present('left-1', sights.left), direct: true } } : {}),
      ...(sights.right ? { right: { observation: present('right-1', sights.right), direct: true } } : {}),
    },
    match: { kind: 'none' },
  });

const writesOf = (mapping: Mapping, sights: { readonly left?: Item; readonly right?: Item }) =>
  decided(mapping, sights).writes.map((write) =>
    write.kind === 'update' ? [write.side, addressesOf(write.item)] : [],
  );

const addressesOf = ({ emails: list }: Item): readonly string[] =>
  typeof list === 'object' ? list.map(({ key }) => key) : [];

/** `b` came on the right and was written to the left, which then showed these. */
const afterWriting = (...shown: readonly string[]): Mapping => {
  const done: Done = { left: present('left-1', card(...shown)) };
  return commit(contactType, linked, decided(linked, { right: card('a', 'b') }), done, now);
};

describe('what the answer to a write shows beside what was sent', () => {
  it('is an edit of that side, and goes to the other one', () => {
    expect(writesOf(afterWriting('a', 'b', 'c'), { left: card('a', 'b', 'c') })).toEqual([['right', ['a', 'b', 'c']]]);
    expect(writesOf(afterWriting('a', 'b'), { left: card('a', 'b') })).toEqual([]);
  });

  it('is what became of something sent where that is missing, and no edit', () => {
    expect(writesOf(afterWriting('a', 'c'), { left: card('a', 'c') })).toEqual([]);
  });

  it('is known by the lists alone, and only beside all that was sent', () => {
    const shows = (shown: Item): boolean => showsUnsent(contactType, card('a', 'b'), shown);
    expect(shows(card('a', 'b', 'c'))).toBe(true);
    for (const shown of [card('b', 'a'), card('a'), card('a', 'c', 'd'), { ...card('a', 'b'), jobTitle: 'Baker' }])
      expect(shows(shown)).toBe(false);
    expect(unsentIn(emails('a'), emails('a', 'c')).map(({ key }) => key)).toEqual(['c']);
  });
});
