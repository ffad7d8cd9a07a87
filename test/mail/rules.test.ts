import { judge, type MailMessage, type MailRule, type MailVerdict, mailRules } from '@concord/core';
import { afterAll, describe, expect, it } from 'vitest';
import { ada, address, bob, type Scene, situationOf } from './mail-scene.ts';

const answered = new Set<MailRule>();

function judged(scene: Scene = {}): MailVerdict {
  const verdict = judge(situationOf(scene));
  answered.add(verdict.rule);
  return verdict;
}

function told(scene: Scene = {}) {
  const { rule, because, parts } = judged(scene);
  return { rule, because, parts: parts.map((part) => `${part.as} ${part.contact}`) };
}

const leftOut = (rule: MailRule, because?: string) => ({ rule, because, parts: [] });
const me = address('me@firm.example');
const stranger = address('eve@elsewhere.example');
const alone = (more: Partial<MailMessage>): Partial<MailMessage> => ({ to: [], cc: [], bcc: [], ...more });

describe('each rule', () => {
  it('draft: leaves out what was not sent, and says where it lies', () => {
    expect(told({ message: { place: 'drafts', folder: 'Drafts' } })).toEqual(leftOut('draft', 'Drafts'));
  });

  it('junk: leaves out what the mailbox takes for junk', () => {
    expect(told({ message: { place: 'junk', folder: 'Junk Email' } })).toEqual(leftOut('junk', 'Junk Email'));
  });

  it('deleted: leaves out what was thrown away', () => {
    expect(told({ message: { place: 'deleted', folder: 'Bin' } })).toEqual(leftOut('deleted', 'Bin'));
  });

  it('chat: leaves out copies of chat messages', () => {
    expect(told({ message: { place: 'chat', folder: '' } })).toEqual(leftOut('chat'));
  });

  it.each(['personal', 'private', 'confidential'] as const)('sensitive: leaves out what is %s', (sensitivity) => {
    expect(told({ message: { sensitivity } })).toEqual(leftOut('sensitive', sensitivity));
  });

  it('labelled: leaves out by label, by category and by folder, whatever their case and blanks', () => {
    expect(told({ message: { labels: ['Work', 'NO  concord'] } })).toEqual(leftOut('labelled', 'NO  concord'));
    expect(told({ message: { folder: 'no Concord' } })).toEqual(leftOut('labelled', 'no Concord'));
    expect(told({ message: { labels: ['Holiday'] }, settings: { excludedLabels: [' holiday'] } })).toEqual(
      leftOut('labelled', 'Holiday'),
    );
  });

  it('labelled: takes only whole names, and a blank for none', () => {
    expect(judged({ message: { labels: ['No Concord please'] } }).rule).toBe('kept');
    expect(judged({ message: { folder: '', labels: [' '] }, settings: { excludedLabels: [''] } }).rule).toBe('kept');
  });

  it('nobody: leaves out what names no address at all', () => {
    const { from: _, ...nameless } = situationOf().message;
    const none = { ...situationOf(), message: { ...nameless, to: [address('', 'undisclosed-recipients')] } };
    expect(judge(none)).toEqual({ rule: 'nobody', keeps: false, direction: 'received', parts: [] });
    expect(told({ message: { from: address('Ada'), to: [] } })).toEqual(leftOut('nobody'));
  });

  it('internal: leaves out what is among own addresses, members and own domains, also to oneself', () => {
    const carol = address('Carol+x@firm.example');
    expect(told({ message: alone({ from: carol, to: [me] }) })).toEqual(leftOut('internal', 'Carol+x@firm.example'));
    expect(told({ message: alone({ from: me, to: [address('my.alias@firm.example')] }) }).rule).toBe('internal');
    expect(
      told({
        message: alone({ from: address('new@mail.firm.example'), to: [me], cc: [address('')] }),
        settings: { ownDomains: ['firm.example'] },
      }).rule,
    ).toBe('internal');
  });

  it('internal: takes nobody of the firm for a contact, also when Clio has them', () => {
    const people = { 'carol@firm.example': [bob], 'me@firm.example': [bob], 'dan@firm.example': [bob] };
    const settings = { ownDomains: ['firm.example'] };
    for (const who of Object.keys(people))
      expect(told({ people, settings, message: alone({ from: address(who), to: [stranger] }) })).toEqual(
        leftOut('noContact', 'eve@elsewhere.example'),
      );
  });

  it('excludedDomain: leaves out what has contacts in excluded domains only, with their subdomains', () => {
    const settings = { excludedDomains: ['example.com'] };
    expect(told({ settings })).toEqual(leftOut('excludedDomain', 'example.com'));
    const people = { 'ada@mail.example.com': [ada], 'ada@notexample.com': [ada] };
    const from = (text: string): Scene => ({ people, settings, message: { from: address(text) } });
    expect(told(from('ada@mail.example.com'))).toEqual(leftOut('excludedDomain', 'example.com'));
    expect(told(from('ada@notexample.com')).parts).toEqual(['from 1']);
  });

  it('excludedDomain: leaves the other contacts of a message alone', () => {
    const message = { cc: [address('bob@example.org')] };
    expect(told({ message, settings: { excludedDomains: ['example.com'] } }).parts).toEqual(['cc 2']);
  });

  it('noContact: leaves out what no contact takes part in, also from an excluded domain', () => {
    expect(told({ message: { from: stranger } })).toEqual(leftOut('noContact', 'eve@elsewhere.example'));
    const settings = { excludedDomains: ['elsewhere.example'] };
    expect(told({ message: { from: stranger }, settings })).toEqual(leftOut('noContact', 'eve@elsewhere.example'));
  });

  it.each(['cc', 'bcc'] as const)('copyOnly: leaves out a contact in %s only where copies do not count', (as) => {
    const message = { from: stranger, [as]: [address('bob@example.org')] };
    expect(told({ message, settings: { copiesCount: false } })).toEqual(leftOut('copyOnly', 'bob@example.org'));
    expect(told({ message }).parts).toEqual([`${as} 2`]);
  });

  it('copyOnly: leaves a copied contact off the timelines of a message that another gets', () => {
    const message = { cc: [address('bob@example.org')] };
    expect(told({ message, settings: { copiesCount: false } }).parts).toEqual(['from 1']);
  });

  it('kept: gives it to every contact, each once, by its first address', () => {
    const to = [me, address('bob@example.org'), address('ADA@home.example')];
    const { parts, because, keeps } = judged({ message: { to, cc: [address('bob+law@example.org')] } });
    expect(keeps).toBe(true);
    expect(because).toBe('ada@example.com');
    expect(parts).toEqual([
      { contact: '1', name: 'Ada Lovelace', as: 'from', address: 'ada@example.com' },
      { contact: '2', name: 'Bob Cratchit', as: 'to', address: 'bob@example.org' },
    ]);
  });

  it('kept: gives it to all who share an address', () => {
    expect(told({ message: { from: address('Office@example.net') } }).parts).toEqual(['from 1', 'from 2']);
  });

  afterAll(() => expect([...answered].sort()).toEqual([...mailRules].sort()));
});

describe('the order of the rules', () => {
  /** Each line also has what the lines after it have: the first that is asked answers. */
  const all: Scene = { message: { labels: ['No Concord'], sensitivity: 'private', from: address(''), to: [] } };
  it('asks for place, mark, label and people, in this order', () => {
    expect(judged({ message: { ...all.message, place: 'drafts' } }).rule).toBe('draft');
    expect(judged(all).rule).toBe('sensitive');
    expect(judged({ message: { ...all.message, sensitivity: 'normal' } }).rule).toBe('labelled');
    expect(judged({ message: { ...all.message, sensitivity: 'normal', labels: [] } }).rule).toBe('nobody');
  });

  it('asks for the firm’s own before it asks for domains, and for those before copies', () => {
    const settings = { ownDomains: ['example.com'], excludedDomains: ['example.com', 'example.org'] };
    expect(judged({ settings }).rule).toBe('internal');
    const message = { from: stranger, cc: [address('bob@example.org')] };
    expect(judged({ message, settings: { ...settings, copiesCount: false } }).rule).toBe('excludedDomain');
  });
});

describe('the direction', () => {
  const directionOf = (scene: Scene) => judged(scene).direction;

  it('is sent from an own address, an alias, a colleague and an own domain: the firm’s, in whoever’s mailbox', () => {
    const to = [address('ada@example.com')];
    for (const from of ['me@firm.example', 'My.Alias+x@Firm.example', 'carol@firm.example'])
      expect(directionOf({ message: { from: address(from), to } })).toBe('sent');
    const settings = { ownDomains: ['firm.example'] };
    expect(directionOf({ message: { from: address('dan@firm.example'), to }, settings })).toBe('sent');
  });

  it('is sent where the mailbox says so, and received otherwise', () => {
    expect(directionOf({ message: { from: stranger, place: 'sent' } })).toBe('sent');
    expect(directionOf({})).toBe('received');
    expect(directionOf({ message: { from: stranger, to: [me] } })).toBe('received');
  });
});

it('judges thousands of addresses against hundreds of domains in a moment', () => {
  const domains = (name: string) => Array.from({ length: 300 }, (_, at) => `${name}${at}.example`);
  const to = Array.from({ length: 5_000 }, (_, at) => address(`p${at}@mail.barred${at}.example`));
  const before = performance.now();
  const scene = { message: { to }, settings: { excludedDomains: domains('barred'), ownDomains: domains('own') } };
  expect(told(scene).parts).toEqual(['from 1']);
  expect(performance.now() - before).toBeLessThan(5_000);
});
