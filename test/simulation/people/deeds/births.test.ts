import { describe, expect, it } from 'vitest';
import { chanceOf } from '../../chance.ts';
import { createSmallFirm } from '../small-firm.ts';
import { poison } from './births.ts';
import { doDeed } from './index.ts';
import { cardOfTag, dataOf, deedsOf, done } from './rehearsal.ts';

describe('a birth', () => {
  it.each([
    ['newInClio', 1],
    ['newInMailbox', 1],
    ['newInSeveral', 2],
    ['newInMailboxes', 2],
  ] as const)('%s is noted with the card that the book shows', (name, least) => {
    const firm = createSmallFirm();
    const { noted } = done(firm, name);
    expect(noted.length).toBeGreaterThanOrEqual(least);
    for (const deed of noted) {
      if (deed.kind !== 'born') throw new Error(`It notes "${deed.kind}"`);
      const card = cardOfTag(firm, deed.book, deed.tag);
      expect(card && { ...dataOf(card), id: '' }).toEqual(dataOf(deed.card));
    }
    expect(new Set(noted.map(({ tag }) => tag)).size).toBe(1);
  });

  it('in several books at once does not happen while a cloud hides what is new', () => {
    const firm = createSmallFirm();
    firm.sandbox.awkward.set('microsoft.staleDelta', { rate: 0.1 });
    expect(doDeed(firm.clouds, firm.firm, 'newInSeveral', chanceOf(1))).toBeUndefined();
    expect(deedsOf(firm)).toEqual([]);
  });

  it('in several books at once does not happen while a worker may have looked at one of them', () => {
    const firm = createSmallFirm();
    const work = { at: 0, kind: 'work', worker: 1, firm: '7001', sync: 's' } as const;
    firm.clouds.history.note({ ...work, what: 'begins' });
    expect(doDeed(firm.clouds, firm.firm, 'newInSeveral', chanceOf(1))).toBeUndefined();
    firm.clouds.history.note({ ...work, what: 'dies' });
    expect(doDeed(firm.clouds, firm.firm, 'newInSeveral', chanceOf(1))).toBeDefined();
  });

  it('in several mailboxes and not in Clio happens whoever is at work', () => {
    const firm = createSmallFirm();
    firm.clouds.history.note({ at: 0, kind: 'work', worker: 1, firm: '7001', sync: 's', what: 'begins' });
    expect(done(firm, 'newInMailboxes').noted.map(({ book }) => book)).toEqual(firm.mailboxes);
  });

  it('of a poisoned card is mended later', () => {
    const firm = createSmallFirm();
    const [born] = done(firm, 'newPoison').noted;
    expect(born).toMatchObject({ kind: 'born', card: { texts: { jobTitle: expect.stringContaining(poison) } } });
    const [mended] = done(firm, 'mendPoison').noted;
    expect(mended).toMatchObject({ kind: 'edited', tag: born?.tag, field: 'jobTitle' });
    expect(cardOfTag(firm, mended?.book ?? '', born?.tag ?? '')?.texts.jobTitle).not.toContain(poison);
  });
});

describe('a poisoned card that Concord copied without being known to have noted it', () => {
  it('is not mended yet', async () => {
    const firm = createSmallFirm();
    const [born] = done(firm, 'newPoison').noted;
    const [empty] = firm.mailboxes.flatMap((book, place) => (book === born?.book ? [] : [firm.outlook[place]]));
    await firm.asConcord(() => empty?.add({ givenName: 'Copy', imAddresses: [born?.tag ?? ''] }), { killed: true });
    for (let seed = 0; seed < 9; seed += 1)
      expect(doDeed(firm.clouds, firm.firm, 'mendPoison', chanceOf(seed))).toBeUndefined();
  });
});
