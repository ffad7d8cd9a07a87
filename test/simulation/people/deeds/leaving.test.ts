import { describe, expect, it } from 'vitest';
import { chanceOf } from '../../chance.ts';
import { sideOf } from '../../history/happenings.ts';
import { listNames } from '../cards.ts';
import { createSmallFirm } from '../small-firm.ts';
import { readTruth } from '../truth.ts';
import { addPerson, doDeed } from './index.ts';
import { cardOfTag, done, everywhere, withPeople } from './rehearsal.ts';

describe('a delete', () => {
  it('in Clio is for good, and noted with the card as it was', async () => {
    const firm = await withPeople(3);
    const [deed] = done(firm, 'deleteInClio').noted;
    expect(deed).toMatchObject({ kind: 'deleted', book: firm.clio });
    expect(cardOfTag(firm, firm.clio, deed?.tag ?? '')).toBeUndefined();
    expect(cardOfTag(firm, firm.mailboxes[0], deed?.tag ?? '')).toBeDefined();
    expect(deed?.kind === 'deleted' && deed.card.tags).toEqual([deed?.tag]);
  });

  it('in Outlook goes to Deleted Items and can be taken back', async () => {
    const firm = await withPeople(3);
    const [deed] = done(firm, 'deleteInMailbox').noted;
    const [book, tag] = [deed?.book ?? '', deed?.tag ?? ''];
    expect(deed).toMatchObject({ kind: 'deleted' });
    expect(cardOfTag(firm, book, tag)).toBeUndefined();
    expect(cardOfTag(firm, book, tag, 'Deleted Items')).toBeDefined();
    expect(done(firm, 'undelete').noted).toMatchObject([{ kind: 'returned', tag, book }]);
    expect(cardOfTag(firm, book, tag)).toBeDefined();
  });

  it('is not a move to another folder, from where a card comes back as well', async () => {
    const firm = await withPeople(3);
    const [deed] = done(firm, 'moveOut').noted;
    const [book, tag] = [deed?.book ?? '', deed?.tag ?? ''];
    expect(deed).toMatchObject({ kind: 'left' });
    expect(cardOfTag(firm, book, tag, 'Private')).toBeDefined();
    expect(done(firm, 'moveBack').noted).toMatchObject([{ kind: 'returned', tag, book }]);
  });

  it('can be in two books at once', async () => {
    const firm = await withPeople(3);
    const { noted } = done(firm, 'deleteOnBoth');
    expect(noted.map(({ kind }) => kind)).toEqual(['deleted', 'deleted']);
    expect(new Set(noted.map(({ tag }) => tag)).size).toBe(1);
    expect(new Set(noted.map(({ book }) => sideOf(book)))).toEqual(new Set(['left', 'right']));
  });

  it('waits until all cards of that person are known to be one', () => {
    const firm = createSmallFirm();
    for (let seed = 1; seed < 6; seed += 1) addPerson(firm.clouds, firm.firm, { books: everywhere }, chanceOf(seed));
    for (const name of ['deleteInClio', 'deleteInMailbox', 'deleteOnBoth', 'moveOut', 'mergeInClio'] as const)
      expect(doDeed(firm.clouds, firm.firm, name, chanceOf(1))).toBeUndefined();
  });

  it('is not taken back while a worker may just be sending it again', async () => {
    const firm = await withPeople(1);
    const [deed] = done(firm, 'deleteInMailbox').noted;
    const note = firm.clouds.history.note;
    const wish = { at: 1, kind: 'wish', firm: '7001', member: '7001-1', what: 'answer', answer: 'resend' } as const;
    const work = { at: 1, kind: 'work', worker: 77, firm: '7001', sync: 's' } as const;
    note({ ...wish, tag: deed?.tag ?? '' });
    note({ ...work, what: 'begins' });
    const tries = () =>
      Array.from({ length: 9 }, (_, seed) => doDeed(firm.clouds, firm.firm, 'undelete', chanceOf(seed)));
    expect(tries().filter((told) => told !== undefined)).toEqual([]);
    note({ ...work, what: 'ends' });
    expect(tries().filter((told) => told !== undefined)).toHaveLength(1);
  });

  it('is not taken back by somebody who has another card there by now', async () => {
    const firm = await withPeople(1);
    const [card] = firm.cards(firm.mailboxes[0]);
    await firm.asConcord(() => {
      firm.outlook[0].remove(card?.id ?? '');
      firm.outlook[0].add({ givenName: 'Again', imAddresses: [...(card?.tags ?? [])] });
    });
    for (let seed = 0; seed < 9; seed += 1)
      expect(doDeed(firm.clouds, firm.firm, 'undelete', chanceOf(seed))).toBeUndefined();
  });

  it('of Concord can be taken back by a person, too', async () => {
    const firm = await withPeople(1);
    const [card] = firm.cards(firm.mailboxes[0]);
    await firm.asConcord(() => firm.outlook[0].remove(card?.id ?? ''));
    expect(done(firm, 'undelete').noted).toMatchObject([{ kind: 'returned', tag: card?.tags[0] }]);
  });
});

describe('a merge in Clio', () => {
  it('gives the rows and the tag of one to another, and notes what the other gained', async () => {
    const firm = await withPeople(4);
    const { noted, before } = done(firm, 'mergeInClio');
    const [merged, ...gained] = noted;
    if (merged?.kind !== 'merged') throw new Error('It is no merge');
    const kept = cardOfTag(firm, firm.clio, merged.tag);
    expect(kept?.tags).toEqual([merged.tag, merged.lost]);
    const rows = before.get(firm.clio)?.find(({ tags }) => tags.includes(merged.lost));
    const values = listNames.flatMap((name) => rows?.lists[name].map(({ value }) => value) ?? []);
    expect(values.length).toBeGreaterThan(0);
    expect(gained).toEqual(
      expect.arrayContaining(values.map((after) => expect.objectContaining({ tag: merged.tag, after }))),
    );
    expect(readTruth(firm.clouds.history).person(merged.lost)?.mergedInto).toBe(merged.tag);
  });
});

describe('a mass deed', () => {
  it('needs a large book', async () => {
    const firm = await withPeople(3);
    for (const name of ['emptyMailbox', 'deleteManyInClio', 'renameEmployers'] as const)
      expect(doDeed(firm.clouds, firm.firm, name, chanceOf(1))).toBeUndefined();
  });

  it('empties a mailbox', async () => {
    const firm = await withPeople(12);
    const { noted } = done(firm, 'emptyMailbox');
    expect(noted).toHaveLength(12);
    expect(firm.cards(noted[0]?.book ?? '')).toEqual([]);
  });

  it('deletes many in Clio', async () => {
    const firm = await withPeople(12);
    const before = firm.cards(firm.clio).length;
    const { noted } = done(firm, 'deleteManyInClio');
    expect(noted.length).toBeGreaterThan(5);
    expect(firm.cards(firm.clio)).toHaveLength(before - noted.length);
  });

  it('gives everybody another employer', async () => {
    const firm = await withPeople(12);
    const { noted } = done(firm, 'renameEmployers');
    expect(noted.length).toBeGreaterThan(5);
    for (const edit of noted) {
      expect(edit).toMatchObject({ kind: 'edited', field: 'company' });
      expect(cardOfTag(firm, edit.book, edit.tag)?.texts.company).toBe(edit.kind === 'edited' && edit.after);
    }
  });
});
