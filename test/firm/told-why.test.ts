import { type LostCause, lostCauses } from '@concord/core';
import { requestScan, resumeSyncsOf, startSync } from '@concord/engine';
import { describe, expect, it } from 'vitest';
import { caller, createOneFirm, type OneFirm } from './one-firm.ts';

const minuteMs = 60_000;
type Connection = 'clio-connection' | 'outlook-connection';

const anna = { type: 'Person', first_name: 'Anna', last_name: 'Berg' } as const;

async function change(firm: OneFirm, id: Connection, columns: Readonly<Record<string, unknown>>): Promise<void> {
  const row = firm.table.rows().find(({ sk }) => sk === `CONN#${id}`);
  if (row) await firm.table.put({ ...row, ...columns, rev: row.rev + 1 });
}

async function pausedFor(causes: readonly (readonly [Connection, LostCause])[]): Promise<OneFirm> {
  const firm = await createOneFirm();
  firm.sandbox.clio.contacts.add(anna);
  await firm.goLive();
  const states = { grantDied: 'lost', consentGone: 'needsConsent', adminWanted: 'needsAdmin' } as const;
  for (const [id, lostCause] of causes)
    await change(firm, id, { lostCause, state: states[lostCauses[lostCause].event] });
  const { id } = await firm.view();
  await firm.queue.send({ v: 1, kind: 'change', firm: caller.firm, sync: id, why: 'poll' });
  await firm.run(minuteMs);
  return firm;
}

describe('A sync that is paused for want of a permission', () => {
  it.each(Object.keys(lostCauses) as LostCause[])('says which account, why (%s), and what to press', async (cause) => {
    const { state, sentence } = await (await pausedFor([['outlook-connection', cause]])).view();
    expect(state).toBe('paused');
    expect(sentence).toContain(`Microsoft 365 ${lostCauses[cause].says}`);
    expect(sentence).toMatch(/Authorize/u);
    expect(sentence).toContain('owner@firm.example.com');
    expect(sentence).toContain('nothing was deleted');
  });

  it('names Clio when that is what is lost', async () => {
    const { sentence } = await (await pausedFor([['clio-connection', 'deauthorized']])).view();
    expect(sentence).toContain('Clio says that Concord was removed');
    expect(sentence).toContain('sign in with Clio as owner@firm.example.com');
  });

  it('sends people whom an administrator must help to their administrator first', async () => {
    const { sentence } = await (await pausedFor([['outlook-connection', 'adminNeeded']])).view();
    expect(sentence).toContain('an administrator of your organization');
    expect(sentence).toContain('Once they have approved');
  });

  it('goes on only when both accounts are back', async () => {
    const firm = await pausedFor([
      ['outlook-connection', 'passwordChanged'],
      ['clio-connection', 'revoked'],
    ]);
    expect((await firm.view()).sentence).toContain('The other account waits for you as well.');
    await change(firm, 'outlook-connection', { state: 'active' });
    await resumeSyncsOf(firm.ports, caller.firm, 'outlook-connection');
    expect(await firm.view()).toMatchObject({
      state: 'paused',
      sentence: expect.stringContaining('Clio no longer accepts'),
    });
    await change(firm, 'clio-connection', { state: 'active' });
    await resumeSyncsOf(firm.ports, caller.firm, 'clio-connection');
    expect((await firm.view()).state).toBe('live');
  });
});

describe('A member who may see only some of the firm’s contacts', () => {
  async function restricted(redacted: boolean): Promise<{ firm: OneFirm; id: string; run: string }> {
    const firm = await createOneFirm({ restricted: true });
    const { id } = await firm.view();
    firm.sandbox.clio.contacts.add(anna);
    if (redacted) firm.sandbox.awkward.set('clio.redacted', { rate: 1 });
    await requestScan(firm.ports, caller, id, { clioSyncOff: true, conflicts: 'left' });
    await firm.run(minuteMs);
    return { firm, id, run: (await firm.view()).preview?.run ?? '' };
  }

  it('is told on the draft what that would mean, because Clio does not say whom it restricts', async () => {
    const firm = await createOneFirm({ restricted: true });
    expect((await firm.view()).sentence).toContain('If your contacts visibility in Clio is Restricted');
    expect((await (await createOneFirm()).view()).sentence).not.toContain('Restricted');
  });

  it('is told why they cannot sync, and cannot start, once Clio has shown that there are others', async () => {
    const { firm, id, run } = await restricted(true);
    expect(await firm.view()).toMatchObject({
      state: 'previewed',
      trouble: 'restricted',
      sentence: expect.stringContaining('Clio shows you only some of your firm’s contacts'),
    });
    await expect(startSync(firm.ports, caller, id, run)).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringContaining('set your contacts visibility in Clio to All'),
    });
    expect((await firm.view()).state).toBe('previewed');
  });

  it('can start once they see everybody', async () => {
    const { firm } = await restricted(true);
    firm.sandbox.awkward.set('clio.redacted', undefined);
    expect((await firm.goLive()).state).toBe('live');
  });

  it('is not kept from syncing where nothing is hidden', async () => {
    const { firm, id, run } = await restricted(false);
    expect(await firm.view()).not.toHaveProperty('trouble');
    expect((await startSync(firm.ports, caller, id, run)).state).toBe('running');
  });
});
