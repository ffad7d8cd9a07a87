import { describe, expect, it } from 'vitest';
import { chanceOf } from '../../chance.ts';
import { doDeed } from './index.ts';
import { dataOf, done, withPeople } from './rehearsal.ts';

describe('a trifle', () => {
  it.each(['touch', 'respell', 'editUnmapped', 'movePrimary'] as const)(
    '%s changes nothing that is kept in step',
    async (name) => {
      const firm = await withPeople(6);
      for (let seed = 1; seed < 20; seed += 1) {
        const { noted, before } = done(firm, name, seed);
        expect(noted).toEqual([]);
        for (const [book, cards] of before) expect(firm.cards(book).map(dataOf)).toEqual(cards.map(dataOf));
      }
    },
  );

  it('is seen by the clouds all the same', async () => {
    const firm = await withPeople(1);
    const versions = () => [
      ...firm.outlook.flatMap((outlook) => outlook.list().map(({ changeKey }) => changeKey)),
      firm.sandbox.clio.contacts.list().map((view) => JSON.stringify(view)),
    ];
    const before = versions();
    for (let seed = 1; seed < 5; seed += 1) done(firm, 'respell', seed);
    expect(versions()).not.toEqual(before);
  });

  it('that nobody maps is an extra of the card', async () => {
    const firm = await withPeople(6);
    const extras = () => [firm.clio, ...firm.mailboxes].flatMap((book) => firm.cards(book).map((card) => card.extras));
    const before = extras();
    for (let seed = 1; seed < 30; seed += 1) done(firm, 'editUnmapped', seed);
    const names = extras().flatMap((now, place) =>
      Object.keys(now).filter((name) => now[name] !== before[place]?.[name]),
    );
    expect(new Set(names).size).toBeGreaterThan(6);
    expect(names.some((name) => name.startsWith('the name of row'))).toBe(true);
  });

  it('never makes a company look like a person', async () => {
    const firm = await withPeople(40);
    for (let seed = 1; seed < 300; seed += 1) doDeed(firm.clouds, firm.firm, 'editUnmapped', chanceOf(seed));
    const cards = firm.mailboxes.flatMap((mailbox) => firm.cards(mailbox));
    const suffixed = cards.filter(({ extras }) => extras['generation']);
    expect(suffixed.length).toBeGreaterThan(5);
    expect(suffixed.filter(({ isCompany }) => isCompany)).toEqual([]);
  });

  it('moves the flag of the primary one, of which there is always one', async () => {
    const firm = await withPeople(6);
    for (let seed = 1; seed < 10; seed += 1) {
      const { before } = done(firm, 'movePrimary', seed);
      expect(firm.cards(firm.clio)).not.toEqual(before.get(firm.clio));
      for (const { lists } of firm.cards(firm.clio))
        expect(lists.emails.filter(({ primary }) => primary)).toHaveLength(Math.min(1, lists.emails.length));
    }
  });
});
