import type { WishView } from '@concord/core';
import { work } from '@concord/engine';
import { beforeEach, describe, expect, it } from 'vitest';
import { readEngagement } from '../../packages/engine/src/mail/engagement-record.ts';
import { askContactMatters, askFile } from '../../packages/engine/src/mail/filing/ask-filing.ts';
import { cleo } from '../functions/attacks/scene.ts';
import { breakable, type Plan } from '../watches/breakable.ts';
import { createFirm, type Firm, firm, type Member } from '../watches/firm.ts';
import { addEngagement } from './engaged.ts';

const ada = { firm: String(firm), member: '71' };
const otherMember = { firm: String(firm), member: '72' };
const elsewhere = { firm: '502', member: '91' };
const minuteMs = 60_000;

let at: Firm;
let plan: Plan;
let workers: () => Promise<void>;
let client: number;
let matter: number;
let engagement: string;

beforeEach(async () => {
  at = await createFirm();
  ({ plan, workers } = breakable(at));
  ({ contact: client, matter } = at.addMatter({ type: 'Person', first_name: 'Ida', last_name: 'Novak' }));
  engagement = await addEngagement(at.ports, ada.firm, {
    contacts: [String(client)],
    boxes: [{ connection: 'box1', id: 'm1', thread: 't1', account: 'ada@abbott.example' }],
    words: {
      people: [
        { as: 'from', name: 'Ida Novak', address: 'ida@example.com', contact: String(client) },
        { as: 'to', name: '', address: 'ada@abbott.example' },
      ],
    },
  });
});

const filed = () => at.clio.communications.list(firm);
const look = async (wish: WishView, member: Member = at.member): Promise<WishView> =>
  await member.get(`/api/wishes/${wish.id}`);
const file = async (id = engagement, on: number | string = matter): Promise<WishView> => {
  const wish = await askFile(at.ports, ada, id, String(on));
  await workers();
  return await look(wish);
};
const noted = async () => (await readEngagement(at.ports, ada.firm, engagement))?.engagement.filed;
const later = async (ms: number): Promise<void> => {
  for (let passed = 0; passed < ms; passed += 10_000) {
    await at.world.advance(10_000);
    await workers();
  }
};

describe('filing a message on a matter', () => {
  it('logs it in Clio with who wrote to whom, and says so on the engagement', async () => {
    expect(await file()).toMatchObject({ state: 'done', sentence: 'Filed on matter 00001.' });
    expect(filed()).toMatchObject([
      {
        type: 'EmailCommunication',
        subject: 'The lease',
        matter,
        senders: [{ type: 'Contact', id: client }],
        external_properties: [{ name: 'concord-mail', value: engagement }],
      },
    ]);
    expect(filed()[0]?.body).toBe(
      'From: Ida Novak <ida@example.com>\nTo: ada@abbott.example\n\nPlease sign.\n\nFiled by Concord. The whole message stays in the mailbox of ada@abbott.example.',
    );
    expect(await noted()).toEqual([
      { matter: String(matter), number: '00001', at: expect.any(Number), record: String(filed()[0]?.id) },
    ]);
  });

  it('is done once, however often it is asked', async () => {
    await file();
    at.clio.resetRequests();
    expect(await file()).toMatchObject({ state: 'done', sentence: 'It was on matter 00001 before.' });
    expect(filed()).toHaveLength(1);
    expect(at.clio.requests()).toEqual({});
  });

  it('is done once a matter', async () => {
    const second = at.clio.matters.add({ client });
    await file();
    expect(await file(engagement, second)).toMatchObject({ sentence: 'Filed on matter 00002.' });
    expect(filed().map((one) => one.matter)).toEqual([matter, second]);
    expect(await noted()).toHaveLength(2);
  });

  it('looks in Clio first: what is there already is only noted', async () => {
    await file();
    const again = await addEngagement(at.ports, elsewhere.firm, { id: engagement });
    expect(again).toBe(engagement);
    const { table } = at.ports;
    const key = { pk: `MAIL#${ada.firm}`, sk: `MSG#${engagement}` };
    const row = await table.get(key);
    const { filed: _, ...rest } = row ?? { ...key, rev: 0 };
    await table.put({ ...rest, ...key, rev: 9 });
    expect(await file()).toMatchObject({ sentence: 'It was on matter 00001 before.' });
    expect(filed()).toHaveLength(1);
    expect(await noted()).toHaveLength(1);
  });

  it('is done once when two colleagues press it at the same moment', async () => {
    const colleague = at.asMember(await at.signedIn(cleo));
    const wishes = [
      await askFile(at.ports, ada, engagement, String(matter)),
      await askFile(at.ports, otherMember, engagement, String(matter)),
    ];
    at.sandbox.awkward.set('clio.queryLag', { rate: 1 });
    const deliveries = at.ports.queue.receive();
    expect(deliveries).toHaveLength(2);
    await Promise.all(deliveries.map(async ({ message }) => await work(at.ports, message)));
    for (const { done } of deliveries) done();
    await later(10_000);
    expect(filed()).toHaveLength(1);
    const views = [await look(wishes[0] as WishView), await look(wishes[1] as WishView, colleague)];
    expect(views.map(({ sentence }) => sentence).sort()).toEqual([
      'Filed on matter 00001.',
      'It was on matter 00001 before.',
    ]);
    expect(await noted()).toHaveLength(1);
  });

  it('after an answer that was lost waits until a search is sure to show it, and does not file it again', async () => {
    at.sandbox.awkward.set('clio.timeoutAfterCommit', { rate: 1 });
    const wish = await askFile(at.ports, ada, engagement, String(matter));
    await workers();
    at.sandbox.awkward.set('clio.timeoutAfterCommit', undefined);
    at.sandbox.awkward.set('clio.queryLag', { rate: 1, amount: minuteMs });
    expect(await look(wish)).toMatchObject({
      state: 'waiting',
      sentence: expect.stringContaining('nothing is filed twice'),
    });
    await later(30_000);
    expect(await look(wish)).toMatchObject({ state: 'waiting' });
    await later(2 * minuteMs);
    expect(await look(wish)).toMatchObject({ state: 'done' });
    expect(filed()).toHaveLength(1);
    expect(await noted()).toHaveLength(1);
  });

  it('after an answer that was lost files it once more where Clio does not have it', async () => {
    at.sandbox.awkward.set('clio.brokenBeforeEffect', { rate: 1 });
    const { tamper } = at;
    tamper.request = (request) => {
      at.sandbox.awkward.set('clio.brokenBeforeEffect', request.method === 'POST' ? { rate: 1 } : undefined);
      return request;
    };
    const wish = await askFile(at.ports, ada, engagement, String(matter));
    await workers();
    delete tamper.request;
    at.sandbox.awkward.set('clio.brokenBeforeEffect', undefined);
    expect(filed()).toEqual([]);
    await later(2 * minuteMs);
    expect(await look(wish)).toMatchObject({ state: 'done', sentence: 'Filed on matter 00001.' });
    expect(filed()).toHaveLength(1);
  });

  it('gives up in the end where Clio never says whether it took it, and says so', async () => {
    const { tamper } = at;
    tamper.request = (request) => {
      at.sandbox.awkward.set('clio.brokenBeforeEffect', request.method === 'POST' ? { rate: 1 } : undefined);
      return request;
    };
    const wish = await askFile(at.ports, ada, engagement, String(matter));
    await later(12 * minuteMs);
    expect(await look(wish)).toMatchObject({
      state: 'failed',
      sentence: expect.stringContaining('never filed twice'),
    });
  });

  it.each(Array.from({ length: 40 }, (_, index) => index + 1))(
    'is done once by whoever comes after a worker that died at its call %i',
    async (calls) => {
      at.sandbox.awkward.set('clio.queryLag', { rate: 1, amount: minuteMs });
      const wish = await askFile(at.ports, ada, engagement, String(matter));
      plan.calls = calls;
      await workers();
      plan.calls = undefined;
      await later(6 * minuteMs);
      expect(await look(wish)).toMatchObject({ state: 'done' });
      expect(filed()).toHaveLength(1);
      expect(await noted()).toHaveLength(1);
      expect((await at.ports.table.query({ pk: `MAIL#${ada.firm}`, prefix: 'FILE#', limit: 9 })).rows).toEqual([]);
      expect((await at.ports.table.query({ pk: wishRows(), prefix: 'OPEN#', limit: 9 })).rows).toEqual([]);
    },
  );

  it('tells whoever may not log communications so, and others go on', async () => {
    at.sandbox.awkward.set('clio.communicationsForbidden', { rate: 1 });
    expect(await file()).toMatchObject({
      state: 'failed',
      sentence: expect.stringContaining('may not log communications'),
    });
    const wishes = [
      await askFile(at.ports, ada, engagement, String(matter)),
      await askContactMatters(at.ports, ada, engagement, String(client)),
    ];
    await workers();
    const states = await Promise.all(wishes.map(async (wish) => (await look(wish)).state));
    expect(states).toEqual(['failed', 'done']);
    at.sandbox.awkward.set('clio.communicationsForbidden', undefined);
    expect(await file()).toMatchObject({ state: 'done' });
  });

  it('tells of a message that Clio does not take, and leaves no claim behind', async () => {
    const refused = await addEngagement(at.ports, ada.firm, { words: { subject: 'No [refuse] thanks' } });
    at.sandbox.awkward.set('clio.refusesValue', { rate: 1 });
    expect(await file(refused)).toMatchObject({ state: 'failed', sentence: expect.stringContaining('does not take') });
    at.sandbox.awkward.set('clio.refusesValue', undefined);
    expect(await file(refused)).toMatchObject({ state: 'done', sentence: 'Filed on matter 00001.' });
  });

  it('tells of a matter that Clio does not show', async () => {
    const hidden = at.clio.matters.add({ client, hidden_from: [71] });
    for (const id of [hidden, 123_456, 'nonsense'])
      expect(await file(engagement, id)).toMatchObject({
        state: 'failed',
        sentence: expect.stringContaining('does not show'),
      });
    expect(filed()).toEqual([]);
  });

  it('waits where Clio asks for quiet, and files it then', async () => {
    at.sandbox.awkward.set('clio.rateLimited', { rate: 1, amount: 60 });
    const wish = await askFile(at.ports, ada, engagement, String(matter));
    await workers();
    at.sandbox.awkward.set('clio.rateLimited', undefined);
    expect(await look(wish)).toMatchObject({ state: 'waiting', sentence: expect.stringContaining('so many requests') });
    await later(70_000);
    expect(await look(wish)).toMatchObject({ state: 'done' });
  });

  it('is refused for what was redacted, is nothing to another firm, and to nobody without Clio', async () => {
    const gone = await addEngagement(at.ports, ada.firm, { redacted: { at: 1, by: '71' } });
    await expect(askFile(at.ports, ada, gone, String(matter))).rejects.toMatchObject({ code: 'refused' });
    for (const id of ['unknown', await addEngagement(at.ports, elsewhere.firm)])
      await expect(askFile(at.ports, ada, id, String(matter))).rejects.toMatchObject({ code: 'notFound' });
    await expect(askFile(at.ports, elsewhere, engagement, String(matter))).rejects.toMatchObject({ code: 'notFound' });
    await expect(askFile(at.ports, otherMember, engagement, String(matter))).rejects.toMatchObject({ code: 'refused' });
  });
});

const wishRows = (): string => {
  const pk = at.ports.table.rows().find((row) => row.pk.startsWith('WISH#'))?.pk;
  if (pk === undefined) throw new Error('There is no wish.');
  return pk;
};

describe('the matters of a contact', () => {
  it('are those that Clio shows and that are not closed, the newest first', async () => {
    at.clio.matters.add({ client, status: 'Closed' });
    at.clio.matters.add({ client, hidden_from: [71] });
    const second = at.clio.matters.add({ client, status: 'Pending', description: 'Boundary' });
    const wish = await askContactMatters(at.ports, ada, engagement, String(client));
    await workers();
    const { matters, sentence } = await look(wish);
    expect(matters?.rows).toMatchObject([
      { id: String(second), number: '00004', description: 'Boundary', status: 'pending', client: 'Ida Novak' },
      { id: String(matter), number: '00001', status: 'open' },
    ]);
    expect(sentence).toBe('');
  });

  it('are said to be none where there is none', async () => {
    at.clio.matters.edit(matter, { status: 'Closed' });
    const wish = await askContactMatters(at.ports, ada, engagement, String(client));
    await workers();
    expect(await look(wish)).toMatchObject({ state: 'done', sentence: expect.stringContaining('no open matter') });
  });

  it('are told of contacts of the message only', async () => {
    const other = at.clio.contacts.add({ type: 'Person', first_name: 'Otto' }, firm);
    for (const id of [String(other), '1', ''])
      await expect(askContactMatters(at.ports, ada, engagement, id)).rejects.toMatchObject({ code: 'notFound' });
    await expect(askContactMatters(at.ports, elsewhere, engagement, String(client))).rejects.toMatchObject({
      code: 'notFound',
    });
  });
});
