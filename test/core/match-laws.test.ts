import { type Contact, contactType, type Item, matchAll, matchOne, type Single } from '@concord/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lawsOf } from './law-cases.ts';
import { emails, person, phones } from './simulated-sides.ts';

const laws = lawsOf('core/match-laws');

/** Who somebody really is, and how they are written down. */
type Named = { readonly who: number; readonly card: string };
type Side = readonly Single<Named>[];

type Human = {
  readonly first: string;
  readonly last: string;
  readonly emails: number;
  readonly family: boolean;
  readonly office: boolean;
  readonly sides: 'left' | 'right' | 'both';
  readonly spelling: number;
  readonly another: boolean;
  /** Known by another last name on the right. */
  readonly married: boolean;
  /** Has two cards on the right. */
  readonly doubled: boolean;
};
const human: fc.Arbitrary<Human> = fc.record({
  first: fc.constantFrom('Anna', 'Anna', 'José', 'Zoë', '李', 'محمد', '👩‍⚖️', 'e\u0301'),
  last: fc.constantFrom('Berg', 'O’Neil', 'שרה', 'Zoe\u0308\u200b', '\ud83d'),
  emails: fc.nat(2),
  family: fc.boolean(),
  office: fc.boolean(),
  sides: fc.constantFrom('left', 'right', 'both'),
  spelling: fc.nat(3),
  another: fc.boolean(),
  married: fc.integer({ min: 0, max: 5 }).map((number) => number === 5),
  doubled: fc.integer({ min: 0, max: 7 }).map((number) => number === 7),
});
const firm = fc.array(human, { maxLength: 12 });

const spellings = [
  (text: string) => text,
  (text: string) => text.toUpperCase(),
  (text: string) => text.normalize('NFD'),
  (text: string) => ` ${text} `,
] as const;

/** Homonyms are common; a family shares a phone, an office an e-mail address, but no two people name and e-mail address. */
function sidesOf(humans: readonly Human[]): { readonly left: Side; readonly right: Side; readonly exact: number } {
  const left: Single<Named>[] = [];
  const right: Single<Named>[] = [];
  const atOffice = new Set<string>();
  let exact = 0;
  for (const [who, one] of humans.entries()) {
    const name = `${one.first} ${one.last}`;
    const own = Array.from({ length: one.emails }, (_, index) => `${who}.${index}@example.org`);
    const office = one.office && !atOffice.has(name) ? ['office@example.org'] : [];
    if (office.length > 0) atOffice.add(name);
    const addresses = [...own, ...office];
    const numbers = one.family ? ['home:416 555 0100'] : [];
    const card = (
      side: string,
      last: string,
      spelt: (text: string) => string,
      more: readonly string[],
    ): Single<Named> => ({
      name: { who, card: `${side}${who}` },
      item: person(spelt(one.first), spelt(last), {
        emails: emails(...addresses.map(spelt), ...more),
        phones: phones(...numbers),
      }),
    });
    if (one.sides !== 'right') left.push(card('left', one.last, spellings[0], []));
    if (one.sides !== 'left')
      right.push(
        card(
          'right',
          one.married ? `Dahl${who}` : one.last,
          spellings[one.spelling] ?? spellings[0],
          one.another ? [`${who}.new@example.org`] : [],
        ),
      );
    if (one.sides !== 'left' && one.doubled)
      right.push(card('again', one.married ? `Dahl${who}` : one.last, spellings[0], []));
    if (one.sides === 'both' && addresses.length > 0 && !one.married && !one.doubled) exact += 1;
  }
  return { left, right, exact };
}

describe('matching two address books', () => {
  it('never takes two people for one, and always knows one person by name and e-mail', () => {
    laws.hold(
      fc.property(firm, (humans) => {
        const { left, right, exact } = sidesOf(humans);
        const { same } = matchAll(contactType, left, right);
        expect(same.filter((pair) => pair.left.who !== pair.right.who)).toEqual([]);
        expect(same).toHaveLength(exact);
      }),
      6_000,
    );
  });

  it('finds the same whatever the order', () => {
    laws.hold(
      fc.property(firm, (humans) => {
        const { left, right } = sidesOf(humans);
        const one = matchAll(contactType, left, right);
        const two = matchAll(contactType, [...left].reverse(), [...right].reverse());
        const pairs = ({ same }: typeof one): readonly string[] =>
          same.map((pair) => `${pair.left.card} ${pair.right.card}`).sort();
        const held = (found: ReadonlyMap<Named, { readonly because: string; readonly candidates: readonly Named[] }>) =>
          [...found]
            .map(([name, { because, candidates }]) => [name.card, because, candidates.map(({ card }) => card).sort()])
            .sort();
        expect(pairs(two)).toEqual(pairs(one));
        expect(held(two.heldLeft)).toEqual(held(one.heldLeft));
        expect(held(two.heldRight)).toEqual(held(one.heldRight));
      }),
      4_000,
    );
  });

  it('finds the same when the sides change places', () => {
    laws.hold(
      fc.property(firm, (humans) => {
        const { left, right } = sidesOf(humans);
        const one = matchAll(contactType, left, right);
        const two = matchAll(contactType, right, left);
        expect(two.same.map((pair) => `${pair.right.card} ${pair.left.card}`).sort()).toEqual(
          one.same.map((pair) => `${pair.left.card} ${pair.right.card}`).sort(),
        );
        expect(new Set(two.heldLeft.keys())).toEqual(new Set(one.heldRight.keys()));
      }),
      4_000,
    );
  });

  it('says nothing of somebody twice: linked, held or new', () => {
    laws.hold(
      fc.property(firm, (humans) => {
        const { left, right } = sidesOf(humans);
        const { same, heldLeft, heldRight } = matchAll(contactType, left, right);
        expect(same.filter((pair) => heldLeft.has(pair.left) || heldRight.has(pair.right))).toEqual([]);
        expect(new Set(same.map((pair) => pair.left)).size).toBe(same.length);
        expect(new Set(same.map((pair) => pair.right)).size).toBe(same.length);
      }),
      3_000,
    );
  });

  it('holds who is known by another name for a person, by an address and a similar name', () => {
    let married = 0;
    laws.hold(
      fc.property(human, (one) => {
        if (one.emails === 0 || one.first === '👩‍⚖️') return;
        married += 1;
        const { left, right } = sidesOf([{ ...one, sides: 'both', married: true, doubled: false, another: false }]);
        const { same, heldLeft, heldRight } = matchAll(contactType, left, right);
        expect(same).toEqual([]);
        const words = one.first.normalize('NFD').replace(/\p{M}+/gu, '');
        if (words.length > 1) expect([heldLeft.size, heldRight.size]).toEqual([1, 1]);
      }),
      1_000,
    );
    laws.cameUp(married, 200);
  });

  it('overlooks nobody: who is like somebody on the other side is linked or held, and nobody else', () => {
    laws.hold(
      fc.property(firm, (humans) => {
        const { left, right } = sidesOf(humans);
        const { same, heldLeft, heldRight } = matchAll(contactType, left, right);
        const linked = new Set(same.flatMap((pair) => [pair.left, pair.right]));
        const isLike = ({ item }: Single<Named>, others: Side): boolean =>
          others.some((other) => contactType.likeness(item, other.item).kind !== 'different');
        for (const one of left) expect(linked.has(one.name) || heldLeft.has(one.name)).toBe(isLike(one, right));
        for (const one of right) expect(linked.has(one.name) || heldRight.has(one.name)).toBe(isLike(one, left));
      }),
      2_000,
    );
  });

  it('links with nobody who is linked already, but holds whoever is like them and has their name', () => {
    laws.hold(
      fc.property(firm, (humans) => {
        const { left, right } = sidesOf(humans);
        for (const { item } of left) {
          const taken = right.map((other) => ({ ...other, taken: true }));
          const { match } = matchOne(contactType, item, taken);
          const isExact = right.some((other) => contactType.likeness(item, other.item).kind === 'same');
          const alike = right.map((other) => contactType.likeness(item, other.item));
          const isLike = alike.some((each) => each.kind === 'same' || (each.kind === 'similar' && each.namesake));
          expect(match.kind).toBe(isLike ? 'held' : 'none');
          if (isExact) expect(match).toEqual({ kind: 'held', because: 'alreadyLinked' });
        }
      }),
      1_000,
    );
  });

  it('agrees with looking for one person at a time', () => {
    laws.hold(
      fc.property(firm, (humans) => {
        const { left, right } = sidesOf(humans);
        const { same } = matchAll(contactType, left, right);
        for (const pair of same) {
          const item = left.find(({ name }) => name === pair.left)?.item ?? {};
          const found = matchOne(
            contactType,
            item,
            right.map((other) => ({ ...other, taken: false })),
          );
          expect(found).toEqual({ match: { kind: 'same', because: pair.because }, candidates: [pair.right] });
        }
      }),
      2_000,
    );
  });
});

describe('one person and somebody who looks like them', () => {
  const anna = (details: Partial<Contact> = {}): Contact => person('Anna', 'Berg', details);
  const judged = (item: Item, ...others: readonly { readonly item: Item; readonly taken?: boolean }[]) =>
    matchOne(
      contactType,
      item,
      others.map(({ item: other, taken = false }, index) => ({ name: index, item: other, taken })),
    ).match;
  const first = anna({ emails: emails('anna@x.org') });

  it('are one by first name, last name and any e-mail, however spelt', () => {
    const other = person(' ANNA', 'berg ', { emails: emails('b@x.org', 'Anna@X.org') });
    expect(judged(first, { item: other })).toEqual({ kind: 'same', because: 'nameAndEmail' });
  });

  it('are held by name and phone, by name alone without details, and by e-mail and a similar name', () => {
    const withPhone = anna({ phones: phones('work:416 555 0101') });
    expect(judged(withPhone, { item: anna({ phones: phones('home:+1 416-555-0101') }) })).toEqual({
      kind: 'held',
      because: 'nameAndPhone',
    });
    expect(judged(anna(), { item: first })).toEqual({ kind: 'held', because: 'nameOnly' });
    const married = person('Anna', 'Dahl', { emails: emails('anna@x.org') });
    expect(judged(first, { item: married })).toEqual({ kind: 'held', because: 'emailAndSimilarName' });
  });

  it('are two when both have details of their own, or only an office’s address in common', () => {
    expect(judged(first, { item: anna({ emails: emails('other@x.org') }) })).toEqual({ kind: 'none' });
    const colleague = person('Bo', 'Dahl', { emails: emails('anna@x.org') });
    expect(judged(first, { item: colleague })).toEqual({ kind: 'none' });
  });

  it('are never one when blanks are all they share, or one is a company', () => {
    expect(judged(person('', ''), { item: person('', '') })).toEqual({ kind: 'none' });
    const company: Contact = { kind: 'company', company: 'Anna Berg', emails: emails('anna@x.org') };
    expect(judged(first, { item: company })).toEqual({ kind: 'none' });
  });

  it('are held when there are several, or the one is linked already', () => {
    expect(judged(first, { item: first }, { item: first })).toEqual({ kind: 'held', because: 'several' });
    expect(judged(first, { item: first, taken: true })).toEqual({ kind: 'held', because: 'alreadyLinked' });
    expect(judged(first, { item: first, taken: true }, { item: first })).toEqual({ kind: 'held', because: 'several' });
    expect(judged(anna(), { item: first, taken: true })).toEqual({ kind: 'held', because: 'nameOnly' });
    const relative = person('Bo', 'Berg', { emails: emails('anna@x.org') });
    expect(judged(relative, { item: first, taken: true })).toEqual({ kind: 'none' });
  });

  it('are companies of one name: one by e-mail, held without', () => {
    const company = (details: Partial<Contact>): Contact => ({ kind: 'company', company: 'Acme', ...details });
    expect(judged(company({}), { item: company({}) })).toEqual({ kind: 'held', because: 'companyName' });
    const known = company({ emails: emails('a@x.org') });
    expect(judged(known, { item: known })).toEqual({ kind: 'same', because: 'companyNameAndEmail' });
  });
});

laws.countUp();
