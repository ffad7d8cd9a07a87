import { SyncError } from '@concord/core';
import { stopSync } from '@concord/engine';
import { describe, expect, it } from 'vitest';
import { caller, createOneFirm, type OneFirm, type OneFirmOptions } from './one-firm.ts';

const minuteMs = 60_000;

async function live(options?: OneFirmOptions): Promise<OneFirm> {
  const firm = await createOneFirm(options);
  firm.sandbox.clio.contacts.add({ type: 'Person', first_name: 'Anna', last_name: 'Berg' });
  await firm.goLive();
  await firm.run(minuteMs);
  return firm;
}

/** Requests to Clio while so much time passes. */
async function clioRequests(firm: OneFirm, ms: number): Promise<number> {
  const before = firm.requests.clio;
  await firm.run(ms);
  return firm.requests.clio - before;
}

describe('a service that is down', () => {
  it('is asked no more often for every message that came meanwhile', async () => {
    const firm = await live();
    firm.sandbox.awkward.set('clio.cutOff', { rate: 1 });
    const { id } = await firm.view();
    for (let ring = 0; ring < 20; ring += 1) {
      await firm.queue.send({ v: 1, kind: 'change', firm: caller.firm, sync: id, why: 'poll' });
      await firm.run(20_000);
    }
    await firm.run(15 * minuteMs);
    expect(await clioRequests(firm, 60 * minuteMs)).toBeLessThan(15);
  });

  it('is asked less and less often for what is to be written', async () => {
    let isDown = false;
    let tries = 0;
    const firm = await live({
      tamper: (ports) => ({
        ...ports,
        transport: async (request) => {
          if (!isDown || request.method !== 'PATCH') return await ports.transport(request);
          tries += 1;
          throw new SyncError('network', 'It cannot be reached.');
        },
      }),
    });
    isDown = true;
    firm.outlook.edit(firm.outlook.list()[0]?.id ?? '', { jobTitle: 'Notary' });
    await firm.run(15 * minuteMs);
    tries = 0;
    await firm.run(60 * minuteMs);
    expect(tries).toBeGreaterThan(0);
    expect(tries).toBeLessThan(15);
    isDown = false;
    await firm.run(15 * minuteMs);
    expect(firm.sandbox.clio.contacts.list()[0]).toMatchObject({ title: 'Notary' });
  });
});

describe('quiet that a service asked for', () => {
  const quietMs = 30_000;

  /** Graph asks for quiet, and just then a person presses Stop. Returns when anything was sent to it from then on. */
  async function stoppedWhenTold(): Promise<{ firm: OneFirm; told: { readonly at: number; readonly sent: number[] } }> {
    const sent: number[] = [];
    let stop: (() => Promise<unknown>) | undefined;
    let toldAt = 0;
    const firm = await live({
      tamper: (ports) => ({
        ...ports,
        transport: async (request) => {
          if (request.url.includes('/graph/') && toldAt > 0) sent.push(ports.clock.now());
          const answer = await ports.transport(request);
          if (answer.status === 429) {
            toldAt = ports.clock.now();
            await stop?.();
            stop = undefined;
          }
          return answer;
        },
      }),
    });
    const { id } = await firm.view();
    stop = () => stopSync(firm.ports, caller, id);
    firm.sandbox.awkward.set('microsoft.rateLimited', { rate: 1, amount: quietMs / 1000 });
    await firm.queue.send({ v: 1, kind: 'change', firm: caller.firm, sync: id, why: 'poll' });
    await firm.run(1_000);
    firm.sandbox.awkward.set('microsoft.rateLimited', undefined);
    return { firm, told: { at: toldAt, sent } };
  }

  it('is kept by whoever comes after the worker that lost its lease to a Stop', async () => {
    const { firm, told } = await stoppedWhenTold();
    await firm.run(quietMs + 5_000);
    expect(told.sent.length).toBeGreaterThan(0);
    expect(Math.min(...told.sent)).toBeGreaterThanOrEqual(told.at + quietMs);
  });

  it('is kept though what the slice remembers cannot be saved', async () => {
    const sent: number[] = [];
    let isBusy = false;
    const firm = await live({
      tamper: (ports) => ({
        ...ports,
        // Somebody else has just changed the card in Clio, and Clio asks for quiet when it is read again.
        transport: async (request) => {
          const isToClio = request.url.includes('/api/v4/contacts');
          if (!isToClio || !isBusy) return await ports.transport(request);
          if (request.method === 'PATCH') return { status: 412, headers: {}, body: '{}' };
          if (request.url.includes('updated_since')) return await ports.transport(request);
          sent.push(ports.clock.now());
          isBusy = false;
          return { status: 429, headers: { 'retry-after': String(quietMs / 1000) }, body: '' };
        },
        table: {
          ...ports.table,
          put: async (row, condition) => {
            if (sent.at(-1) === ports.clock.now() && row.sk === 'WORK')
              throw new SyncError('timeout', 'No answer came.');
            return await ports.table.put(row, condition);
          },
        },
      }),
    });
    firm.sandbox.clio.contacts.add({ type: 'Person', first_name: 'Bert', last_name: 'Berg' });
    await firm.run(minuteMs);
    for (const habit of ['clio.webhookLost', 'microsoft.notificationLost'])
      firm.sandbox.awkward.set(habit, { rate: 1 });
    const [anna] = firm.sandbox.clio.contacts.list();
    firm.sandbox.clio.contacts.edit(anna?.id ?? 0, { title: 'Notary' });
    const bert = firm.outlook.list().find(({ givenName }) => givenName === 'Bert');
    firm.outlook.edit(bert?.id ?? '', { jobTitle: 'Baker' });
    isBusy = true;
    await firm.queue.send({ v: 1, kind: 'change', firm: caller.firm, sync: (await firm.view()).id, why: 'poll' });
    await firm.run(1_000);
    expect(sent).toHaveLength(1);
    const { clio } = firm.requests;
    await firm.run(quietMs - 5_000);
    expect(firm.requests.clio).toBe(clio);
    await firm.run(minuteMs);
    expect(firm.sandbox.clio.contacts.list().map(({ title }) => title)).toEqual(['Notary', 'Baker']);
  });

  it('is kept before a stopped sync says that it listens no longer, and then it says so', async () => {
    const firm = await live();
    const { id } = await firm.view();
    const subscriptions = () => firm.sandbox.microsoft.subscriptions(firm.email).length;
    expect(subscriptions()).toBe(1);
    firm.sandbox.awkward.set('microsoft.rateLimited', { rate: 1, amount: quietMs / 1000 });
    await stopSync(firm.ports, caller, id);
    await firm.run(1_000);
    firm.sandbox.awkward.set('microsoft.rateLimited', undefined);
    const { microsoft } = firm.requests;
    await firm.run(quietMs - 5_000);
    expect(firm.requests.microsoft).toBe(microsoft);
    expect(subscriptions()).toBe(1);
    await firm.run(10_000);
    expect(subscriptions()).toBe(0);
  });
});

describe('a subscription that Graph has ended', () => {
  it('is made anew once, though nothing else can be done for a while', async () => {
    const firm = await live();
    const made = () => firm.sandbox.microsoft.subscriptions(firm.email).length;
    firm.sandbox.microsoft.lifecycle(firm.email, 'subscriptionRemoved');
    firm.sandbox.awkward.set('clio.cutOff', { rate: 1 });
    await firm.run(15 * minuteMs);
    firm.sandbox.awkward.set('clio.cutOff', undefined);
    await firm.run(15 * minuteMs);
    expect(made()).toBe(1);
  });
});
