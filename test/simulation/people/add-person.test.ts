import { describe, expect, it } from 'vitest';
import { chanceOf } from '../chance.ts';
import type { Of } from '../history/happenings.ts';
import { addPerson } from './add-person.ts';
import { type Card, listNames, textNames } from './cards.ts';
import { createSmallFirm, type SmallFirm } from './small-firm.ts';
import { readTruth } from './truth.ts';

function firmOf(count: number, books: readonly number[]): SmallFirm {
  const firm = createSmallFirm();
  for (let seed = 1; seed <= count; seed += 1) addPerson(firm.clouds, firm.firm, { books }, chanceOf(seed));
  return firm;
}

const births = ({ clouds }: SmallFirm): readonly Of<'born'>[] => clouds.history.of('born');
const byTag = (firm: SmallFirm): readonly (readonly Card[])[] =>
  readTruth(firm.clouds.history)
    .people()
    .map(({ births: own }) => [...own.values()]);
const nameOf = ({ texts }: Card): string => `${texts.firstName} ${texts.lastName}${texts.company}`.toLowerCase();
const emailsOf = ({ lists }: Card): readonly string[] => lists.emails.map(({ value }) => value);

describe('people who are typed in', () => {
  it('have homonyms, families with one phone, and offices with one address', () => {
    const cards = births(firmOf(100, [0])).map(({ card }) => card);
    const names = cards
      .filter(({ isCompany }) => !isCompany)
      .map(({ texts }) => `${texts.firstName} ${texts.lastName}`);
    expect(names.length - new Set(names).size).toBeGreaterThan(40);
    const values = cards.flatMap(({ lists }) => [...lists.phones, ...lists.emails].map(({ value }) => value));
    const shared = values.filter((value, place) => values.indexOf(value) !== place);
    expect(new Set(shared)).toEqual(new Set(['4165190000', 'office.f1@example.org']));
    expect(cards.filter(({ isCompany }) => isCompany).length).toBeGreaterThan(5);
  });

  it('are never two with the same name and the same e-mail address', () => {
    const keys = byTag(firmOf(300, [0])).flatMap(([card]) =>
      card ? emailsOf(card).map((email) => `${card.texts.firstName} ${card.texts.lastName} ${email}`) : [],
    );
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('have names in many scripts', () => {
    const names = births(firmOf(200, [0])).map(({ card }) => card.texts.firstName);
    for (const script of [/\p{Script=Arabic}/u, /\p{Extended_Pictographic}\u200d/u, /\p{Script=Han}/u, /Zoë \d/u])
      expect(names.some((name) => script.test(name))).toBe(true);
    expect(names.every((name) => name === name.normalize('NFC'))).toBe(true);
  });

  it('can be traced by their values to the firm and the book where they were typed', () => {
    const firm = firmOf(60, [0, 1, 2]);
    const seen = new Map<string, string>();
    for (const { tag, card } of births(firm)) {
      expect(tag).toMatch(/^f1p\d+$/u);
      for (const { value } of [...card.lists.emails, ...card.lists.sites]) expect(value).toMatch(/\.f1(b[012])?[.@]/u);
      for (const { value } of card.lists.phones) expect(value).toMatch(/^41651[0129]\d{4}$/u);
      for (const text of [card.texts.jobTitle, card.texts.company]) expect(text).toMatch(/^$| f1(b[012])?$/u);
      for (const { value } of listNames.flatMap((name) => card.lists[name])) {
        if (value === '4165190000' || value.startsWith('office.')) continue;
        expect(seen.get(value) ?? tag).toBe(tag);
        seen.set(value, tag);
      }
    }
  });

  it('in several books are known by one name and address, in another spelling, and by something of their own', () => {
    const twins = byTag(firmOf(100, [0, 1, 2]));
    expect(twins.every((cards) => cards.length === 3)).toBe(true);
    for (const [one, ...others] of twins)
      for (const other of others) {
        if (one === undefined) throw new Error('Nobody was born');
        expect(nameOf(other)).toBe(nameOf(one));
        expect(emailsOf(other)).toEqual(emailsOf(one));
        expect(emailsOf(one).length).toBeGreaterThan(0);
        const isTold = (card: Card) => JSON.stringify([textNames.map((name) => card.texts[name]), card.lists.phones]);
        expect(isTold(other)).not.toBe(isTold(one));
      }
  });

  it('are sometimes known under a name from before, by the same address', () => {
    const twins = byTag(firmOf(150, [0, 2])).filter(([one, other]) => one && other && nameOf(one) !== nameOf(other));
    expect(twins.length).toBeGreaterThan(5);
    for (const [one, other] of twins) {
      expect(other?.texts.firstName).toBe(one?.texts.firstName);
      expect(one && emailsOf(one).some((email) => other && emailsOf(other).includes(email))).toBe(true);
    }
  });

  it('are in Clio with rows for which Outlook has no place', () => {
    const slots = births(firmOf(100, [0])).flatMap(({ card }) => card.lists.phones.map(({ slot }) => slot));
    expect(new Set(slots)).toEqual(new Set(['work', 'home', 'fax', 'pager', 'cottage']));
  });

  it('share more than a name with themselves elsewhere, when each book has a number of its own', () => {
    for (const [left, right] of byTag(firmOf(200, [0, 1]))) {
      const [one, other] = [left, right].map((card) => card?.lists.phones.map(({ value }) => value) ?? []);
      if (one?.length === 0 || other?.length === 0 || left?.isCompany) continue;
      const isShared = one?.some((value) => other?.includes(value)) || (left && emailsOf(left).length > 0);
      expect(isShared).toBe(true);
    }
  });

  it('are typed into Clio when the firm has no such mailbox', () => {
    const firm = firmOf(1, [7]);
    expect(births(firm)).toMatchObject([{ book: firm.clio }]);
  });

  it('are the same again from the same numbers', () => {
    expect(births(firmOf(20, [0, 1]))).toEqual(births(firmOf(20, [0, 1])));
  });
});
