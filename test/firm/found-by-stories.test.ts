import { SyncError } from '@concord/core';
import { answer, poll, waitingPage } from '@concord/engine';
import { describe, expect, it } from 'vitest';
import { caller, createOneFirm, type OneFirm, type Tamper } from './one-firm.ts';

/** What random stories found, each told as short as it can be. */

const eve = 'eve@example.org';

async function live(tamper?: Tamper): Promise<OneFirm> {
  const settings = { leaseMs: 10_000, requestTimeoutMs: 5_000 };
  const firm = await createOneFirm({ settings, ...(tamper ? { tamper } : {}) });
  firm.sandbox.clio.contacts.addMany([
    {
      type: 'Person',
      first_name: 'Anna',
      last_name: 'Berg',
      email_addresses: [{ name: 'Work', address: 'anna@example.org' }],
    },
  ]);
  await firm.goLive();
  await firm.run(60_000);
  return firm;
}

function addOnBothSides(firm: OneFirm): void {
  firm.sandbox.clio.contacts.add({
    type: 'Person',
    first_name: 'Eve',
    last_name: 'Fox',
    email_addresses: [{ name: 'Work', address: eve }],
  });
  firm.outlook.add({ givenName: 'Eve', surname: 'Fox', emailAddresses: [{ address: eve }] });
}

const evesIn = (firm: OneFirm) => ({
  clio: firm.sandbox.clio.contacts.list().filter(({ first_name }) => first_name === 'Eve').length,
  outlook: firm.outlook.list().filter(({ givenName }) => givenName === 'Eve').length,
});

describe('the same person, typed in on both sides', () => {
  it('is one when only Clio tells of it', async () => {
    const firm = await live();
    firm.sandbox.awkward.set('microsoft.notificationLost', { rate: 1 });
    addOnBothSides(firm);
    await firm.run(120_000);
    expect(evesIn(firm)).toEqual({ clio: 1, outlook: 1 });
    expect(await firm.view()).toMatchObject({ linked: 2, waiting: { held: 0 } });
  });

  it('is one when Outlook tells of it on a second page', async () => {
    const firm = await live();
    firm.sandbox.awkward.set('microsoft.notificationLost', { rate: 1 });
    firm.sandbox.awkward.set('microsoft.emptyDeltaPage', { rate: 1 });
    addOnBothSides(firm);
    await firm.run(120_000);
    expect(evesIn(firm)).toEqual({ clio: 1, outlook: 1 });
    expect(await firm.view()).toMatchObject({ linked: 2, waiting: { held: 0 } });
  });

  it('is one while it is not known yet what became of an earlier create', async () => {
    const firm = await live();
    firm.sandbox.awkward.set('microsoft.timeoutAfterCommit', { rate: 1 });
    firm.sandbox.clio.contacts.add({ type: 'Person', first_name: 'Cy', last_name: 'Dee' });
    await firm.run(2_000);
    firm.sandbox.awkward.set('microsoft.timeoutAfterCommit', undefined);
    addOnBothSides(firm);
    await firm.run(300_000);
    expect(evesIn(firm)).toEqual({ clio: 1, outlook: 1 });
    expect(firm.outlook.list()).toHaveLength(3);
  });
});

describe('somebody whose create went unanswered, and whom both sides edited at once', () => {
  it('waits on both sides for somebody to say who is who, when only the name is the same', async () => {
    const firm = await live();
    firm.sandbox.awkward.set('clio.timeoutAfterCommit', { rate: 1 });
    const { id } = firm.outlook.add({ givenName: 'Eve', surname: 'Fox', emailAddresses: [{ address: eve }] });
    for (let second = 0; second < 60 && evesIn(firm).clio === 0; second += 1) await firm.run(1_000);
    firm.sandbox.awkward.set('clio.timeoutAfterCommit', undefined);
    const made = firm.sandbox.clio.contacts.list().find(({ first_name }) => first_name === 'Eve');
    const address = { id: made?.email_addresses[0]?.id ?? 0, name: 'Work', address: 'eve@clio.example' };
    firm.sandbox.clio.contacts.edit(made?.id ?? 0, { email_addresses: [address] });
    firm.outlook.edit(id, { emailAddresses: [{ address: 'eve@outlook.example' }] });
    await firm.run(300_000);
    expect(evesIn(firm)).toEqual({ clio: 1, outlook: 1 });
    expect(await firm.view()).toMatchObject({ linked: 1, waiting: { held: 2 } });
    const sync = (await firm.view()).id;
    const [row, other] = (await waitingPage(firm.ports, caller, sync)).rows;
    expect([row?.because, other?.because]).toEqual(Array(2).fill(expect.stringContaining('no answer came')));
    const candidate = other?.mapping ?? '';
    expect(row?.candidates).toMatchObject([{ mapping: candidate }]);
    await answer(firm.ports, caller, sync, { answers: [{ mapping: row?.mapping ?? '', answer: 'same', candidate }] });
    await firm.run(60_000);
    expect(await firm.view()).toMatchObject({ linked: 2, waiting: { held: 0 } });
    expect(evesIn(firm)).toEqual({ clio: 1, outlook: 1 });
  });
});

describe('a sign-in service that is down', () => {
  it('is waited for, and is nobody’s bug', async () => {
    const firm = await live();
    await firm.run(3_600_000);
    firm.sandbox.awkward.set('microsoft.loginUnavailable', { rate: 1 });
    const [anna] = firm.sandbox.clio.contacts.list();
    firm.sandbox.clio.contacts.edit(anna?.id ?? 0, { title: 'Notary' });
    await expect(firm.run(600_000)).resolves.toBeUndefined();
    firm.sandbox.awkward.set('microsoft.loginUnavailable', undefined);
    await firm.run(1_800_000);
    expect(firm.outlook.list()[0]).toMatchObject({ jobTitle: 'Notary' });
  });
});

describe('a row that another member’s sync adds to a card of Clio while we write to it', () => {
  it('goes to Outlook with the same look, also where Clio lets our write pass over it', async () => {
    const number = '416-520-0003';
    let isAdded = true;
    const firm = await live((ports) => ({
      ...ports,
      transport: async (request) => {
        if (!isAdded && request.method === 'PATCH' && request.url.includes('/clio/')) {
          isAdded = true;
          const body = JSON.stringify({ data: { phone_numbers: [{ name: 'Work', number }] } });
          await ports.transport({ ...request, body });
        }
        return await ports.transport(request);
      },
    }));
    // Longer than the time over which Clio is asked for changes again.
    await firm.run(3_600_000);
    const [card] = firm.outlook.list();
    firm.sandbox.awkward.set('clio.rowEditsUnseen', { rate: 1 });
    for (const lost of ['clio.webhookLost', 'microsoft.notificationLost']) firm.sandbox.awkward.set(lost, { rate: 1 });
    isAdded = false;
    firm.outlook.edit(card?.id ?? '', { homePhones: ['416-520-0004'] });
    await firm.run(3_600_000);
    await poll(firm.ports);
    await firm.run(1_000);
    expect(isAdded).toBe(true);
    expect(firm.outlook.list()).toMatchObject([{ businessPhones: [number], homePhones: ['416-520-0004'] }]);
  });
});

describe('a question that was noted, where the table then refused to save that one more waits', () => {
  it('is counted with the next try', async () => {
    let refusals = 0;
    const firm = await live((ports) => ({
      ...ports,
      table: {
        ...ports.table,
        put: async (row, condition) => {
          if (row.sk === 'WORK' && refusals > 0) {
            refusals -= 1;
            throw new SyncError('unavailable', 'The table takes nothing now.');
          }
          return await ports.table.put(row, condition);
        },
      },
    }));
    refusals = 1;
    firm.sandbox.clio.contacts.add({
      type: 'Person',
      first_name: 'Eve',
      last_name: 'Fox',
      phone_numbers: [{ name: 'Work', number: '416-520-0003' }],
    });
    firm.outlook.add({ givenName: 'Eve', surname: 'Fox', businessPhones: ['416-520-0003'] });
    await firm.run(120_000);
    expect(refusals).toBe(0);
    const { id, waiting } = await firm.view();
    expect((await waitingPage(firm.ports, caller, id)).rows).toHaveLength(waiting.held);
    expect(waiting.held).toBeGreaterThan(0);
  });
});
