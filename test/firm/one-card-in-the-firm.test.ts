import { answer, poll, startSync, stopSync, waitingPage } from '@concord/engine';
import { describe, expect, it } from 'vitest';
import { type Card, createFirm, type Firm } from './several-mailboxes.ts';

const anna: Card = { first: 'Anna', last: 'Berg', emails: ['anna@berg.example'] };
const seeds = Array.from({ length: 12 }, (_, index) => index + 1);
const namesIn = (cards: readonly Card[]) => cards.map(({ first, last }) => `${first} ${last}`).sort();

async function atOnce(firm: Firm, cards: readonly (readonly Card[])[]): Promise<void> {
  for (const [place, own] of cards.entries()) for (const card of own) firm.mailboxes[place]?.add(card);
  await firm.previewAll();
  await firm.startAll();
  await firm.run(10 * 60_000);
}

describe('somebody in several mailboxes and not in Clio, when all first runs begin at once', () => {
  it.each(seeds)('is one card there, and linked with every mailbox (order %i)', async (seed) => {
    const firm = await createFirm(['microsoft', 'google', 'microsoft'], { seed });
    const bert = { first: 'Bert', last: 'Cole', emails: ['bert@cole.example'] };
    await atOnce(firm, [[anna, bert], [bert, anna], [anna]]);
    expect(namesIn(firm.clio())).toEqual(['Anna Berg', 'Bert Cole']);
    for (const mailbox of firm.mailboxes) {
      expect(namesIn(mailbox.cards())).toEqual(['Anna Berg', 'Bert Cole']);
      expect((await mailbox.view()).linked).toBe(2);
    }
  });

  it.each([
    ['their names differ in case', { ...anna, first: 'ANNA', last: 'berg' }],
    ['a letter is composed of two', { first: 'Zoé', last: 'Berg', emails: ['anna@berg.example'] }],
    [
      'their cards share one e-mail address of several',
      { ...anna, emails: ['a.berg@work.example', 'ANNA@berg.example'] },
    ],
  ])('is one card also when %s', async (_, other) => {
    const firm = await createFirm(['google', 'microsoft']);
    const mine = other.first === 'Zoé' ? { ...anna, first: 'Zoe\u0301', emails: anna.emails ?? [] } : anna;
    await atOnce(firm, [[mine], [other]]);
    expect(firm.clio()).toHaveLength(1);
    for (const mailbox of firm.mailboxes) expect((await mailbox.view()).linked).toBe(1);
    const addresses = new Set([...(mine.emails ?? []), ...(other.emails ?? [])].map((one) => one.toLowerCase()));
    expect(new Set(firm.clio()[0]?.emails?.map((one) => one.toLowerCase()))).toEqual(addresses);
  });

  it('is held for a person when nothing but the phone says that it is the same', async () => {
    const firm = await createFirm(['microsoft', 'microsoft']);
    const reachable = { first: 'Anna', last: 'Berg', phone: '+1 416 555 0101' };
    await atOnce(firm, [[reachable], [reachable]]);
    expect(firm.clio()).toHaveLength(1);
    const held = await Promise.all(firm.mailboxes.map(async ({ view }) => (await view()).waiting.held));
    expect(held.sort()).toEqual([0, 2]);
  });

  it('is held when they share an address under similar names', async () => {
    const firm = await createFirm(['microsoft', 'google']);
    await atOnce(firm, [[anna], [{ ...anna, first: 'Anna Maria' }]]);
    expect(firm.clio()).toHaveLength(1);
  });

  it('is two cards when they share no more than a name', async () => {
    const firm = await createFirm(['microsoft', 'google']);
    await atOnce(firm, [[anna], [{ ...anna, emails: ['anna@other.example'] }]]);
    expect(firm.clio()).toHaveLength(2);
  });
});

describe('somebody whom another sync has made', () => {
  it('and whom this member may not see is held, and not made again', async () => {
    const firm = await createFirm(['microsoft', 'google'], { restricted: true });
    const [owner, other] = firm.mailboxes;
    owner?.add(anna);
    await firm.previewAll();
    await firm.startAll();
    other?.add(anna);
    await firm.run(60 * 60_000);
    expect(firm.clio()).toEqual([anna]);
    expect((await other?.view())?.waiting.held).toBe(1);
    const { rows } = await waitingPage(firm.ports, other?.caller ?? { firm: '', member: '' }, other?.sync ?? '');
    expect(rows.map(({ because }) => because)).toEqual([
      'This account may not see it, so nothing can be said about it.',
    ]);
  });

  it('and whom a person calls somebody else is made again all the same', async () => {
    const firm = await createFirm(['microsoft', 'google'], { restricted: true });
    const [owner, other] = firm.mailboxes;
    owner?.add(anna);
    await firm.previewAll();
    await firm.startAll();
    other?.add(anna);
    await firm.run(60 * 60_000);
    if (other === undefined) throw new Error('There are two mailboxes.');
    const { rows } = await waitingPage(firm.ports, other.caller, other.sync);
    const answers = rows.map(({ mapping }) => ({ mapping, answer: 'different' as const }));
    await answer(firm.ports, other.caller, other.sync, { answers });
    await firm.run(10 * 60_000);
    expect(firm.clio()).toEqual([anna, anna]);
  });

  it('never comes, where Clio refuses it: nobody else waits for it', async () => {
    const firm = await createFirm(['microsoft', 'google']);
    firm.sandbox.awkward.set('clio.refusesValue', { rate: 1 });
    const refused = { ...anna, last: 'Berg [refuse]' };
    for (const mailbox of firm.mailboxes) mailbox.add(refused);
    await firm.previewAll();
    const begun = firm.now();
    await firm.startAll();
    expect(firm.now() - begun).toBeLessThan(30_000);
    for (const mailbox of firm.mailboxes) expect((await mailbox.view()).waiting.parked).toBe(1);
  });
});

describe('a worker that dies while it makes somebody', () => {
  class Killed extends Error {}

  /** The first worker to make a contact in Clio dies before it is sent, or before its answer is noted; its sync is never rung again. */
  function killFirst(firm: Firm, when: 'before' | 'after'): void {
    let killed = false;
    firm.beforeRequest = (url, method) => {
      if (killed || method !== 'POST' || !url.includes('/contacts')) return;
      killed = true;
      if (when === 'after')
        firm.afterRequest = () => {
          firm.afterRequest = () => undefined;
          throw new Killed();
        };
      else throw new Killed();
    };
  }

  it.each(['before', 'after'] as const)('%s it was sent leaves one card, whoever comes first', async (when) => {
    const firm = await createFirm(['microsoft', 'google']);
    for (const mailbox of firm.mailboxes) mailbox.add(anna);
    await firm.previewAll();
    killFirst(firm, when);
    await firm.startAll();
    await firm.run(30 * 60_000);
    expect(firm.clio()).toEqual([anna]);
    for (const mailbox of firm.mailboxes) expect((await mailbox.view()).linked).toBe(1);
  });

  it.each(seeds)('after it was sent, and never comes back, leaves one card (order %i)', async (seed) => {
    const firm = await createFirm(['microsoft', 'google', 'microsoft'], { seed });
    for (const mailbox of firm.mailboxes) mailbox.add(anna);
    await firm.previewAll();
    killFirst(firm, 'after');
    const { ports, mailboxes } = firm;
    firm.isBuried = true;
    for (const { caller, sync, view } of mailboxes)
      await startSync(ports, caller, sync, (await view()).preview?.run ?? '');
    await firm.run(30 * 60_000);
    expect(firm.clio()).toEqual([anna]);
    const linked = await Promise.all(mailboxes.map(async ({ view }) => (await view()).linked));
    expect(linked.sort()).toEqual([0, 1, 1]);
  });

  it('and whose sync is stopped keeps the others waiting for a few minutes only', async () => {
    const firm = await createFirm(['microsoft', 'google']);
    const [first] = firm.mailboxes;
    first?.add(anna);
    await firm.previewAll();
    killFirst(firm, 'after');
    await firm.startAll().catch(() => undefined);
    if (first) await stopSync(firm.ports, first.caller, first.sync);
    firm.mailboxes[1]?.add(anna);
    await firm.run(30 * 60_000);
    expect(firm.clio()).toEqual([anna]);
    expect((await firm.mailboxes[1]?.view())?.linked).toBe(1);
  });
});

describe('mailboxes that are in step already', () => {
  async function live(cloud: 'microsoft' | 'google' = 'google', oneMember = false): Promise<Firm> {
    const firm = await createFirm(['microsoft', cloud], { oneMember });
    await atOnce(firm, [[], []]);
    return firm;
  }
  const soon = async (firm: Firm): Promise<void> => {
    for (let hour = 0; hour < 2; hour += 1) {
      await firm.run(60 * 60_000);
      await poll(firm.ports);
    }
    await firm.run(10 * 60_000);
  };

  it('make one card of somebody who is new in both in the same moment', async () => {
    const firm = await live();
    for (const mailbox of firm.mailboxes) mailbox.add(anna);
    await soon(firm);
    expect(firm.clio()).toEqual([anna]);
    for (const mailbox of firm.mailboxes) expect(mailbox.cards()).toEqual([anna]);
  });

  it('of one member make one card too', async () => {
    const firm = await live('google', true);
    for (const mailbox of firm.mailboxes) mailbox.add(anna);
    await soon(firm);
    expect(firm.clio()).toEqual([anna]);
    for (const mailbox of firm.mailboxes) expect(mailbox.cards()).toEqual([anna]);
  });

  it('keep what one member deletes in their own book', async () => {
    const firm = await live();
    const [mine, other] = firm.mailboxes;
    mine?.add(anna);
    await soon(firm);
    expect(other?.cards()).toEqual([anna]);
    other?.remove(other.ids()[0] ?? '');
    await soon(firm);
    expect(firm.clio()).toEqual([anna]);
    expect(mine?.cards()).toEqual([anna]);
    expect(other?.cards()).toEqual([]);
  });

  it('never double a row of the card in Clio when both add the same number at once', async () => {
    const firm = await live('microsoft');
    firm.mailboxes[0]?.add(anna);
    await soon(firm);
    for (const mailbox of firm.mailboxes) mailbox.call(mailbox.ids()[0] ?? '', '+1 416 555 0199');
    await soon(firm);
    const [card] = firm.sandbox.clio.contacts.list();
    expect(card?.phone_numbers.map(({ number }) => number)).toEqual(['+1 416 555 0199']);
  });
});

describe('somebody who was deleted in Clio and whom two members want back at once', () => {
  async function wantedBack(change: (firm: Firm) => void): Promise<Firm> {
    const firm = await createFirm(['microsoft', 'google']);
    // A list that is suddenly empty would be a fault, and nobody's wish.
    firm.sandbox.clio.contacts.add({ type: 'Person', first_name: 'Bert', last_name: 'Cole' });
    for (const mailbox of firm.mailboxes) mailbox.add(anna);
    await firm.previewAll({ left: 'ask', right: 'release' });
    await firm.startAll();
    await firm.run(10 * 60_000);
    const made = firm.sandbox.clio.contacts.list().find(({ first_name }) => first_name === 'Anna');
    firm.sandbox.clio.contacts.remove(made?.id ?? 0);
    change(firm);
    for (let hour = 0; hour < 30; hour += 1) {
      await firm.run(60 * 60_000);
      await poll(firm.ports);
    }
    for (const { caller, sync } of firm.mailboxes) {
      const { rows } = await waitingPage(firm.ports, caller, sync);
      const answers = rows.map(({ mapping }) => ({ mapping, answer: 'resend' as const }));
      expect(answers).toHaveLength(1);
      await answer(firm.ports, caller, sync, { answers });
    }
    await firm.run(30 * 60_000);
    return firm;
  }

  it('is made anew once', async () => {
    const firm = await wantedBack(() => undefined);
    expect(namesIn(firm.clio())).toEqual(['Anna Berg', 'Bert Cole']);
    for (const mailbox of firm.mailboxes) expect((await mailbox.view()).linked).toBe(2);
  });

  it('is made anew once also when their cards have nothing in common any more', async () => {
    const firm = await wantedBack(({ mailboxes }) => {
      const [, other] = mailboxes;
      other?.rename(other.ids()[0] ?? '', { first: 'Anne', last: 'Stone', emails: ['anne@stone.example'] });
    });
    expect(firm.clio()).toHaveLength(2);
    for (const mailbox of firm.mailboxes) expect((await mailbox.view()).linked).toBe(2);
  });
});
