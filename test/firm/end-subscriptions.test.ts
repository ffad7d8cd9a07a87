import { endSubscriptions, readConnection, stopSync } from '@concord/engine';
import { describe, expect, it } from 'vitest';
import { caller, createOneFirm, type OneFirm, type OneFirmOptions } from './one-firm.ts';

const minuteMs = 60_000;

/** Which subscriptions the clouds were asked to end. */
async function live(options: OneFirmOptions = {}): Promise<{ firm: OneFirm; id: string; ended: string[] }> {
  const ended: string[] = [];
  const firm = await createOneFirm({
    ...options,
    tamper: (ports) => ({
      ...ports,
      transport: async (request) => {
        if (request.method === 'DELETE') ended.push(request.url.includes('/clio/') ? 'clio' : 'microsoft');
        return await ports.transport(request);
      },
    }),
  });
  firm.sandbox.clio.contacts.add({ type: 'Person', first_name: 'Anna', last_name: 'Berg' });
  const { id } = await firm.goLive();
  await firm.run(minuteMs);
  return { firm, id, ended };
}

const hooks = ({ table }: OneFirm) =>
  table
    .rows()
    .filter(({ sk }) => sk === 'HOOK')
    .map(({ provider }) => provider)
    .sort();

/** As disconnecting leaves it: nobody opens it any more. Returns what is left of its grant. */
async function disconnected(firm: OneFirm, id: string) {
  const connection = await readConnection(firm.ports, caller.firm, id);
  const row = firm.table.rows().find(({ sk }) => sk === `CONN#${id}`);
  if (row === undefined || connection === undefined) throw new Error('There is no such connection.');
  const { sealed, ...rest } = row;
  await firm.table.put({ ...rest, rev: row.rev + 1, state: 'disconnected' });
  const grant = JSON.parse(await firm.ports.vault.open(String(sealed), `grant:${caller.firm}:${id}`)) as {
    accessToken: string;
  };
  return { connection, accessToken: async () => grant.accessToken };
}

describe('A stopped sync', () => {
  it('has both subscriptions ended', async () => {
    const { firm, id, ended } = await live();
    expect(hooks(firm)).toEqual(['clio', 'microsoft']);
    await stopSync(firm.ports, caller, id);
    await firm.run(minuteMs);
    expect(ended.sort()).toEqual(['clio', 'microsoft']);
    expect(hooks(firm)).toEqual([]);
  });

  it.each([
    ['clio-connection', 'microsoft'],
    ['outlook-connection', 'clio'],
  ])('of which %s cannot be asked any more has the one at %s ended', async (lost, other) => {
    const { firm, id, ended } = await live();
    const last = await disconnected(firm, lost);
    await stopSync(firm.ports, caller, id);
    await firm.run(minuteMs);
    expect(ended).toEqual([other]);
    expect(hooks(firm)).toHaveLength(1);
    ended.length = 0;
    const requests = { ...firm.requests };
    await endSubscriptions(firm.ports, caller.firm, lost, last);
    expect(hooks(firm)).toEqual([]);
    const asked = lost === 'clio-connection' ? 'clio' : 'microsoft';
    expect(firm.requests[asked]).toBe(requests[asked] + 1);
    await endSubscriptions(firm.ports, caller.firm, lost, last);
    expect(firm.requests[asked]).toBe(requests[asked] + 1);
  });

  it('that is started again with a subscription of before makes no second one', async () => {
    const { firm, id } = await live();
    await disconnected(firm, 'outlook-connection');
    await stopSync(firm.ports, caller, id);
    await firm.run(minuteMs);
    expect(firm.sandbox.microsoft.subscriptions(firm.email)).toHaveLength(1);
    await firm.reconnect();
    await firm.goLive();
    await firm.run(5 * minuteMs);
    expect(firm.sandbox.microsoft.subscriptions(firm.email)).toHaveLength(1);
    expect(hooks(firm)).toEqual(['clio', 'microsoft']);
    firm.outlook.edit(firm.outlook.list()[0]?.id ?? '', { jobTitle: 'Notary' });
    await firm.run(minuteMs);
    expect(firm.sandbox.clio.contacts.list()[0]).toMatchObject({ title: 'Notary' });
  });

  it('is waited for while a worker has it, and when a provider asks for quiet', async () => {
    const { firm, id } = await live();
    await stopSync(firm.ports, caller, id);
    firm.sandbox.awkward.set('microsoft.rateLimited', { rate: 1, amount: 30 });
    const end = () => endSubscriptions(firm.ports, caller.firm, 'outlook-connection');
    await expect(end()).rejects.toMatchObject({ code: 'rateLimited' });
    firm.sandbox.awkward.set('microsoft.rateLimited', undefined);
    const account = firm.table.rows().find(({ sk }) => sk === 'ACCOUNT');
    if (account) await firm.table.put({ ...account, rev: account.rev + 1, until: firm.world.now() + 10_000 });
    await expect(end()).rejects.toMatchObject({ code: 'unavailable', retryAfterMs: expect.any(Number) });
    await firm.world.advance(30_000);
    await end();
    expect(hooks(firm)).toEqual([]);
    expect(firm.sandbox.microsoft.subscriptions(firm.email)).toEqual([]);
  });
});
