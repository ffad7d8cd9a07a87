import { describe, expect, it } from 'vitest';
import { chanceOf } from '../../chance.ts';
import { sideOf } from '../../history/happenings.ts';
import { type Card, listNames, textNames } from '../cards.ts';
import { createSmallFirm } from '../small-firm.ts';
import { addPerson, doDeed } from './index.ts';
import { cardOfTag, deedsOf, done, everywhere, join, withPeople } from './rehearsal.ts';

describe('an edit', () => {
  it.each(['textInClio', 'textInMailbox'] as const)(
    '%s is noted with what was there and what is there now',
    async (name) => {
      const firm = await withPeople(4);
      for (let seed = 1; seed < 20; seed += 1) {
        const { noted, before } = done(firm, name, seed);
        const [edit] = noted;
        if (edit?.kind !== 'edited') throw new Error('It is no edit');
        const field = textNames.find((one) => one === edit.field) ?? 'prefix';
        const was = before.get(edit.book)?.find(({ tags }) => tags.includes(edit.tag));
        expect(was?.texts[field]).toBe(edit.before);
        expect(cardOfTag(firm, edit.book, edit.tag)?.texts[field]).toBe(edit.after);
        expect(sideOf(edit.book)).toBe(name === 'textInClio' ? 'left' : 'right');
      }
    },
  );

  it.each(['listInClio', 'listInMailbox'] as const)('%s adds, writes over or takes off one entry', async (name) => {
    const firm = await withPeople(4);
    const kinds = new Set<string>();
    for (let seed = 1; seed < 60; seed += 1) {
      const { noted, before } = done(firm, name, seed);
      const [edit] = noted;
      if (edit?.kind !== 'edited') throw new Error('It is no edit');
      kinds.add(edit.before === undefined ? 'added' : edit.after === undefined ? 'removed' : 'changed');
      const field = listNames.find((one) => one === edit.field) ?? 'emails';
      const values = (card: Card | undefined) => card?.lists[field].map(({ value }) => value) ?? [];
      const was = values(before.get(edit.book)?.find(({ tags }) => tags.includes(edit.tag)));
      const expected = [
        ...was.filter((value) => value !== edit.before),
        ...(edit.after === undefined ? [] : [edit.after]),
      ];
      expect(values(cardOfTag(firm, edit.book, edit.tag)).toSorted()).toEqual(expected.toSorted());
    }
    expect(kinds).toEqual(new Set(['added', 'removed', 'changed']));
  });

  it('of one detail in two books is a clash', async () => {
    const firm = await withPeople(4);
    for (let seed = 1; seed < 15; seed += 1) {
      const [one, other] = done(firm, 'clash', seed).noted;
      if (one?.kind !== 'edited' || other?.kind !== 'edited') throw new Error('They are no edits');
      expect(other).toMatchObject({ tag: one.tag, field: one.field });
      expect(other.book).not.toBe(one.book);
      expect(other.after).not.toBe(one.after);
    }
  });

  it('is no clash before two cards are known to be one', () => {
    const firm = createSmallFirm();
    for (let seed = 1; seed < 6; seed += 1) addPerson(firm.clouds, firm.firm, { books: everywhere }, chanceOf(seed));
    expect(doDeed(firm.clouds, firm.firm, 'clash', chanceOf(1))).toBeUndefined();
  });

  it('of an e-mail address in Outlook leaves what the others are shown as', async () => {
    const firm = createSmallFirm();
    addPerson(firm.clouds, firm.firm, { books: everywhere }, chanceOf(2));
    await join(firm);
    const [contact] = firm.outlook[0].list();
    const named = { address: contact?.emailAddresses?.[0]?.address ?? '', name: 'Her office' };
    firm.outlook[0].edit(contact?.id ?? '', { emailAddresses: [named] });
    const names = new Set<string>();
    for (let seed = 1; seed < 400; seed += 1) {
      doDeed(firm.clouds, firm.firm, 'listInMailbox', chanceOf(seed));
      for (const { name, address } of firm.outlook[0].get(contact?.id ?? '')?.emailAddresses ?? []) {
        const isNamed = name === 'Her office';
        names.add(isNamed ? 'Her office' : name === address ? 'its address' : `another: ${name}`);
      }
    }
    expect(names).toEqual(new Set(['Her office', 'its address']));
  });

  it('hits whom Concord wrote last', async () => {
    const firm = await withPeople(4);
    const [card] = firm.cards(firm.mailboxes[1]).slice(2);
    await firm.asConcord(() => firm.outlook[1].edit(card?.id ?? '', { profession: 'Last' }));
    expect(done(firm, 'editInFlight').noted).toMatchObject([{ kind: 'edited', tag: card?.tags[0] }]);
  });

  it('only fills what is blank everywhere, while two cards are not known to be one', () => {
    for (let seed = 1; seed < 40; seed += 1) {
      const firm = createSmallFirm();
      addPerson(firm.clouds, firm.firm, { books: everywhere }, chanceOf(seed));
      for (const name of ['textInClio', 'textInMailbox', 'listInClio', 'listInMailbox'] as const) {
        const known = deedsOf(firm).length;
        doDeed(firm.clouds, firm.firm, name, chanceOf(seed));
        for (const edit of deedsOf(firm).slice(known)) {
          expect(edit.kind === 'edited' && (edit.before ?? '')).toBe('');
          expect(edit.kind === 'edited' ? edit.field : '').not.toMatch(/Name|emails|phones/u);
        }
      }
    }
  });

  it('leaves alone what tells people apart, while only one book has them', async () => {
    for (let seed = 1; seed < 40; seed += 1) {
      const firm = await withPeople(1, [seed % 3], seed);
      for (const name of ['textInClio', 'textInMailbox', 'listInClio', 'listInMailbox'] as const)
        doDeed(firm.clouds, firm.firm, name, chanceOf(seed));
      for (const edit of deedsOf(firm))
        expect(edit.kind === 'edited' ? edit.field : '').not.toMatch(/Name|emails|phones/u);
    }
  });
});
