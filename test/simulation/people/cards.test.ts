import { describe, expect, it } from 'vitest';
import { mailboxFacts } from '../mailboxes/mailbox-facts.ts';
import { toOutlook } from '../mailboxes/outlook.ts';
import { type Card, listNames } from './cards.ts';
import { fromClio } from './clio-card.ts';
import { differences as differ } from './differences.ts';
import { cardOf, entryOf } from './drafts.ts';
import { spoiltExtras } from './extras.ts';
import { outlookEntries, outlookList } from './outlook-entries.ts';
import { createSmallFirm } from './small-firm.ts';
import { toClio } from './typing.ts';

const differences = (left: Card, right: Card) => differ(left, right, mailboxFacts.microsoft);

const texts = { firstName: 'Anna', lastName: 'Berg', company: 'Acme', jobTitle: 'Notary', birthday: '2000-02-29' };
const draft = {
  isCompany: false,
  tags: ['f1p1'],
  texts: { prefix: '', middleName: '', ...texts },
  lists: {
    emails: [entryOf('Anna@Example.org')],
    phones: [entryOf('(416) 512-0001', 'work'), entryOf('4165120002', 'mobile')],
    addresses: [entryOf('1 Main  Street', 'home')],
    sites: [entryOf('https://www.Example.org/')],
  },
};

describe('a card', () => {
  it('is read alike from both clouds, but for what only one of them has', () => {
    const { sandbox, outlook, cards, clio, mailboxes } = createSmallFirm();
    sandbox.clio.contacts.add(toClio(draft));
    outlook[0].add(toOutlook(draft));
    const [left] = cards(clio).filter(({ isCompany }) => !isCompany);
    const [right] = cards(mailboxes[0]);
    const wanted = { isCompany: false, tags: ['f1p1'], texts: { ...draft.texts } };
    expect(left).toMatchObject(wanted);
    expect(right).toMatchObject(wanted);
    expect(right?.lists).toEqual(cardOf(draft).lists);
    expect(right?.lists.emails).toEqual([entryOf('anna@example.org')]);
    expect(right?.lists.sites).toEqual([entryOf('example.org')]);
    expect(differences(left as Card, right as Card)).toEqual([]);
  });

  it('is as it was when somebody types its lists again', () => {
    const { outlook } = createSmallFirm();
    const emailAddresses = [{ address: 'Anna@Example.org', name: 'Her office' }];
    const { id } = outlook[0].add({ ...toOutlook(draft), emailAddresses });
    const before = outlook[0].get(id);
    for (const list of listNames) if (before) outlook[0].edit(id, outlookList[list](outlookEntries[list](before)));
    expect(outlook[0].get(id)).toEqual({ ...before, changeKey: expect.anything(), '@odata.etag': expect.anything() });
  });

  it('is the same in composed and decomposed letters and with other blanks', () => {
    const nfd = cardOf({ ...draft, texts: { ...draft.texts, firstName: ' Jose\u0301  Luis ' } });
    expect(nfd.texts.firstName).toBe('José Luis');
  });

  it('tells sides apart by a text, an entry that is missing, and one that is not there', () => {
    const left = cardOf(draft);
    const right = { ...left, texts: { ...left.texts, jobTitle: 'Baker' }, lists: { ...left.lists, sites: [] } };
    expect(differences(left, right)).toEqual(['jobTitle: "Notary" / "Baker"', 'sites: [:example.org] / []']);
    const foreign = { ...left, lists: { ...left.lists, emails: [entryOf('bea@example.org')] } };
    expect(differences(left, foreign)).toEqual(['emails: [:anna@example.org] / [:bea@example.org]']);
  });

  it('is in step when Outlook has no room for the rest', () => {
    const left = cardOf(draft);
    const sites = [entryOf('a.example.org'), entryOf('b.example.org')];
    const fax = [...left.lists.phones, entryOf('4165120003', 'fax')];
    const more = { ...left, lists: { ...left.lists, sites, phones: fax } };
    expect(differences(more, { ...left, lists: { ...left.lists, sites: sites.slice(0, 1) } })).toEqual([]);
  });

  it('is in step without one for which what Outlook forgot took the room, and only then', () => {
    const left = cardOf(draft);
    const emails = (...addresses: readonly string[]): Card => ({
      ...left,
      lists: { ...left.lists, emails: addresses.map((address) => entryOf(address)) },
    });
    const [one, two, three] = ['1@example.org', '2@example.org', '3@example.org'] as const;
    expect(differences(emails(one, two, 'no address', three), emails(one, two))).toEqual([]);
    expect(differences(emails(one, two, three), emails(one, two))).toHaveLength(1);
    expect(differences(emails(one, two, 'no address'), emails(one))).toHaveLength(1);
    expect(differences(emails(one, two, 'no address', three), emails(one))).toHaveLength(1);
  });

  it('carries the details that Concord leaves alone', () => {
    const { sandbox, outlook, cards, mailboxes } = createSmallFirm();
    outlook[0].add({ givenName: 'Anna', spouseName: 'Bo', categories: ['Red', 'Blue'], personalNotes: 'Hm' });
    expect(cards(mailboxes[0])[0]?.extras).toEqual({ spouseName: 'Bo', categories: 'Red, Blue', personalNotes: 'Hm' });
    const id = sandbox.clio.contacts.add({
      type: 'Person',
      first_name: 'Anna',
      email_addresses: [{ name: 'Chambers', address: 'anna@example.org' }],
      phone_numbers: [
        { name: 'Work', number: '4165120001' },
        { name: 'Cottage', number: '4165120002' },
      ],
    });
    const view = sandbox.clio.contacts.get(id);
    expect(Object.values(view ? fromClio(view).extras : {})).toEqual(['Chambers', 'Cottage']);
  });

  it('is spoilt when such a detail changes or goes, unless the row went to which it belonged', () => {
    const before = { ...cardOf(draft), extras: { spouseName: 'Bo', 'the name of row 7': 'Chambers' } };
    const after = (extras: Record<string, string>) => spoiltExtras(before, { ...before, extras });
    expect(after(before.extras)).toEqual([]);
    expect(after({ spouseName: 'Bo' })).toEqual([]);
    expect(after({ 'the name of row 7': 'Chambers' })).toEqual(['spouseName']);
    expect(after({ spouseName: 'Bo', 'the name of row 7': 'Work' })).toEqual(['the name of row 7']);
  });
});
