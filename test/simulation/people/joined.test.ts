import { describe, expect, it } from 'vitest';
import { toOutlook } from '../mailboxes/outlook.ts';
import { noteNow } from '../stage/clouds.ts';
import type { Card } from './cards.ts';
import { cardOf } from './drafts.ts';
import { readJoined } from './joined.ts';
import { createSmallFirm, type SmallFirm } from './small-firm.ts';
import { toClio } from './typing.ts';

const texts = {
  prefix: '',
  firstName: 'Anna',
  middleName: '',
  lastName: 'Berg',
  company: '',
  jobTitle: '',
  birthday: '',
};
const anna = { isCompany: false, tags: ['f1p1'], texts, lists: { emails: [], phones: [], addresses: [], sites: [] } };

/** Anna is typed in on the first of the books; Concord or somebody else makes the rest. */
function annaIn(firm: SmallFirm, ...books: readonly string[]): void {
  for (const book of books) noteNow(firm.clouds, { kind: 'born', tag: 'f1p1', firm: '7001', book, card: cardOf(anna) });
}
const inClio = (firm: SmallFirm): number => firm.sandbox.clio.contacts.add(toClio(anna));
const inMailbox = (firm: SmallFirm, place: 0 | 1): string => firm.outlook[place].add(toOutlook(anna)).id;
const joined = ({ clouds, mailboxes }: SmallFirm): readonly boolean[] =>
  mailboxes.map((mailbox) => readJoined(clouds).isJoined('f1p1', mailbox));

describe('two cards are known to be one', () => {
  it('once Concord has made one of the other, and ended well', async () => {
    const firm = createSmallFirm();
    annaIn(firm, firm.clio);
    inClio(firm);
    expect(joined(firm)).toEqual([false, false]);
    await firm.asConcord(() => inMailbox(firm, 0));
    expect(joined(firm)).toEqual([true, false]);
    expect(readJoined(firm.clouds).lastWritten('7001')).toBe('f1p1');
  });

  it('once Concord has changed one of two that were there already', async () => {
    const firm = createSmallFirm();
    annaIn(firm, firm.clio, firm.mailboxes[0], firm.mailboxes[1]);
    const id = inClio(firm);
    inMailbox(firm, 0);
    inMailbox(firm, 1);
    await firm.asConcord(() => firm.sandbox.clio.contacts.edit(id, { title: 'Notary' }));
    expect(joined(firm)).toEqual([true, false]);
  });

  it('but not by what a person changes', () => {
    const firm = createSmallFirm();
    annaIn(firm, firm.clio, firm.mailboxes[0]);
    const id = inClio(firm);
    inMailbox(firm, 0);
    firm.sandbox.clio.contacts.edit(id, { title: 'Notary' });
    expect(joined(firm)).toEqual([false, false]);
    expect(readJoined(firm.clouds).lastWritten('7001')).toBeUndefined();
  });

  it('but not while Concord has no answer that it can read, or died before it could note it', async () => {
    for (const trouble of [{ unanswered: true }, { garbled: true }, { failed: true }, { killed: true }] as const) {
      const firm = createSmallFirm();
      annaIn(firm, firm.clio);
      inClio(firm);
      await firm.asConcord(() => inMailbox(firm, 0), trouble);
      expect(joined(firm)).toEqual([false, false]);
    }
  });

  it('and no more, when one of them is another card than it was', async () => {
    const firm = createSmallFirm();
    annaIn(firm, firm.clio);
    const id = inClio(firm);
    await firm.asConcord(() => inMailbox(firm, 0));
    firm.sandbox.clio.contacts.remove(id);
    expect(joined(firm)).toEqual([false, false]);
    inClio(firm);
    expect(joined(firm)).toEqual([false, false]);
  });

  it('and again, when the card comes back that was one with it', async () => {
    const firm = createSmallFirm();
    annaIn(firm, firm.clio);
    inClio(firm);
    await firm.asConcord(() => inMailbox(firm, 0));
    const [card] = firm.cards(firm.mailboxes[0]) as [Card];
    firm.outlook[0].move(card.id, 'Deleted Items');
    expect(joined(firm)).toEqual([false, false]);
    firm.outlook[0].move(card.id, 'Contacts');
    expect(joined(firm)).toEqual([true, false]);
  });
});
