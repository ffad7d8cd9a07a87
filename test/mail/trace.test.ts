import { type MailTrace, mailRules, mostTracedAddresses, takenSentences, traceMail } from '@concord/core';
import { describe, expect, it } from 'vitest';
import { ada, address, type Scene, situationOf } from './mail-scene.ts';

const traced = (scene: Scene = {}): MailTrace => traceMail(situationOf(scene));
const said = (scene: Scene = {}) => {
  const { sentence, change } = traced(scene);
  return [sentence, change];
};
const stranger = address('eve@elsewhere.example');
const copied = { from: stranger, cc: [address('bob@example.org')] };

describe('a trace', () => {
  it('says whose address kept a message, and nothing that would change it', () => {
    expect(said()).toEqual(['It is kept: ada@example.com belongs to Ada Lovelace.', undefined]);
  });

  it.each<[Scene, string, string]>([
    [{ message: { place: 'drafts', folder: 'Drafts' } }, 'It is left out: it is a draft in “Drafts”.', 'Sending it.'],
    [
      { message: { place: 'junk', folder: '' } },
      'It is left out: the mailbox holds it for junk.',
      'Saying in the mailbox that it is no junk; Concord then looks at it again by itself.',
    ],
    [
      { message: { place: 'deleted', folder: 'Bin' } },
      'It is left out: it is among what was deleted in “Bin”.',
      'Moving it back to another folder; Concord then looks at it again by itself.',
    ],
    [
      { message: { sensitivity: 'private' } },
      'It is left out: its sender marked it as private.',
      'Nothing: what is marked so is never kept. A new message without that mark is.',
    ],
    [
      { message: { labels: ['No concord'] } },
      'It is left out: “No concord” is among the labels and folders that your firm leaves out.',
      'Taking it off “No concord” in the mailbox, or “No concord” off the list in your firm’s mail settings; then a back-sync of that day.',
    ],
    [
      { settings: { excludedDomains: ['example.com'] } },
      'It is left out: all contacts in it have an address in an excluded domain, example.com.',
      'Taking example.com off the excluded domains in your firm’s mail settings; then a back-sync of that day.',
    ],
    [
      { message: { from: stranger } },
      'It is left out: no contact has any of its addresses: eve@elsewhere.example.',
      'Adding eve@elsewhere.example to a contact in Clio, as its address or as another one; then a back-sync of that day.',
    ],
    [
      { message: copied, settings: { copiesCount: false } },
      'It is left out: contacts only get a copy of it, bob@example.org belongs to Bob Cratchit, and your firm does not count copies.',
      'Letting copies count, in your firm’s mail settings; then a back-sync of that day.',
    ],
  ])('says why, and what would change that (%#)', (scene, sentence, change) => {
    expect(said(scene)).toEqual([sentence, change]);
  });

  it('gives every rule up to the one that answered, with what it saw', () => {
    const { steps } = traced({ message: { from: stranger } });
    expect(steps.map(({ rule }) => rule)).toEqual(mailRules.slice(0, mailRules.indexOf('noContact') + 1));
    expect(steps[0]).toEqual({ rule: 'draft', sentence: 'It is no draft: it lies in “Inbox”.', answers: false });
    expect(traced().steps.at(-2)?.sentence).toBe('A contact in it counts: ada@example.com belongs to Ada Lovelace.');
  });

  it('says of every address what it was taken for', () => {
    const { addresses } = traced({
      message: {
        from: address('Ada+law@Example.com'),
        to: [address('me@firm.example'), address('carol@firm.example'), address('dan@own.example')],
        cc: [stranger, address('x@barred.example'), address('bob@barred.example'), address('office@example.net')],
        bcc: [address('undisclosed')],
      },
      settings: { ownDomains: ['own.example'], excludedDomains: ['barred.example'], copiesCount: false },
      people: {
        'ada@example.com': [ada],
        'bob@barred.example': [ada],
        'office@example.net': [ada, { contact: '2', name: 'Bob' }],
      },
    });
    expect(addresses.map(({ sentence }) => sentence)).toEqual([
      'Looked for as ada@example.com. Belongs to Ada Lovelace.',
      'Your own address.',
      'A colleague: this is an address of a member of your firm.',
      'A colleague: own.example is a domain of your firm.',
      'No contact has this address.',
      'No contact has this address. barred.example is an excluded domain.',
      'Belongs to Ada Lovelace, but barred.example is an excluded domain.',
      'Belongs to Ada Lovelace and Bob, who only gets a copy, and your firm does not count copies.',
      'Not an address that mail could reach.',
    ]);
    expect(addresses[0]).toMatchObject({ address: 'Ada+law@Example.com', as: 'from', contact: '1' });
    expect(addresses[4]).not.toHaveProperty('contact');
    expect(Object.keys(takenSentences)).toHaveLength(8);
  });

  it('lists only so many of thousands of addresses, and those with contacts first', () => {
    const many = Array.from({ length: 5_000 }, (_, index) => address(`n${index}@elsewhere.example`));
    const { addresses, sentence } = traced({ message: { from: stranger, to: many, cc: [address('ada@example.com')] } });
    expect(addresses).toHaveLength(mostTracedAddresses);
    expect(addresses[0]).toMatchObject({ address: 'ada@example.com', as: 'cc', contact: '1' });
    expect(sentence).toBe('It is kept: ada@example.com belongs to Ada Lovelace.');
    expect(traced({ message: { from: stranger, to: many } }).sentence).toBe(
      'It is left out: no contact has any of its addresses: eve@elsewhere.example, n0@elsewhere.example, n1@elsewhere.example and 4998 more.',
    );
  });

  it('puts what strangers write on one line of a sensible length, and never reads it as our own placeholders', () => {
    const folder = `{people}\r\n${'x'.repeat(5_000)}`;
    const { sentence } = traced({ message: { place: 'junk', folder } });
    expect(sentence).toBe(`It is left out: the mailbox holds it for junk in “{people} ${'x'.repeat(111)}…”.`);
  });
});
