import { type Row, SyncError } from '@concord/core';
import { activityPage, exportOwn, stopSync } from '@concord/engine';
import { describe, expect, it } from 'vitest';
import { caller, createOneFirm, type OneFirm, type Tamper } from './one-firm.ts';

/** What became of writes whose answer never came, or whose worker died: each is told once, and counts for the brake. */

const settings = { leaseMs: 10_000, requestTimeoutMs: 5_000 };

async function live(tamper?: Tamper): Promise<OneFirm> {
  const firm = await createOneFirm({ settings, ...(tamper ? { tamper } : {}) });
  const people = ['Anna', 'Bert'].map((name) => ({
    type: 'Person' as const,
    first_name: name,
    last_name: 'Berg',
    email_addresses: [{ name: 'Work', address: `${name}@example.org` }],
  }));
  firm.sandbox.clio.contacts.addMany(people);
  await firm.goLive();
  await firm.run(60_000);
  return firm;
}

const idOf = (firm: OneFirm, name: string): number =>
  firm.sandbox.clio.contacts.list().find(({ first_name }) => first_name === name)?.id ?? 0;
const outlookIdOf = (firm: OneFirm, name: string): string =>
  firm.outlook.list().find(({ givenName }) => givenName === name)?.id ?? '';

async function told(firm: OneFirm) {
  const { rows } = await activityPage(firm.ports, caller, (await firm.view()).id);
  return rows;
}

/** What the brake has counted in the last day. */
async function counted(firm: OneFirm): Promise<readonly unknown[]> {
  const row = await firm.table.get({ pk: `SYNC#${caller.firm}#${(await firm.view()).id}`, sk: 'BRAKE#right' });
  return Object.values((row?.hours ?? {}) as object);
}

describe('a write whose answer never came', () => {
  /** Once armed, the next batch with such a request gets no answer; `isDone`: but has its effect. */
  function unanswered(method: string, isDone: boolean) {
    const state = { armed: false };
    const tamper: Tamper = (ports) => ({
      ...ports,
      transport: async (request) => {
        const isToClio = request.url.includes('/api/v4/contacts');
        const isMeant = isToClio ? request.method === method : request.body?.includes(`"${method}"`);
        if (!state.armed || !isMeant) return await ports.transport(request);
        state.armed = false;
        if (isDone) await ports.transport(request);
        throw new SyncError('timeout', 'No answer came.');
      },
    });
    return { tamper, state };
  }

  it.each([true, false])('belongs to the run it was sent in, found out or sent again (done: %s)', async (isDone) => {
    const { tamper, state } = unanswered('POST', isDone);
    const firm = await createOneFirm({ settings, tamper });
    firm.sandbox.clio.contacts.addMany([{ type: 'Person', first_name: 'Anna', last_name: 'Berg' }]);
    await firm.preview();
    state.armed = true;
    const { id, preview } = await firm.goLive();
    await firm.run(300_000);
    const { text } = await exportOwn(firm.ports, caller, id, { format: 'ndjson' });
    const lines = text.trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      expect.objectContaining({
        what: 'added',
        run: preview?.run,
        who: caller.member,
        item: outlookIdOf(firm, 'Anna'),
      }),
    ]);
  });

  it('is told though somebody edited the same card before it was found out', async () => {
    const { tamper, state } = unanswered('PATCH', true);
    const firm = await live(tamper);
    state.armed = true;
    firm.sandbox.clio.contacts.edit(idOf(firm, 'Anna'), { title: 'Notary' });
    await firm.run(3_000);
    expect(firm.outlook.list()).toContainEqual(expect.objectContaining({ jobTitle: 'Notary' }));
    firm.outlook.edit(outlookIdOf(firm, 'Anna'), { middleName: 'B.' });
    await firm.run(300_000);
    const lines = (await told(firm)).filter(({ what, side }) => what === 'changed' && side === 'right');
    expect(lines.map(({ fields }) => fields.map(({ label }) => label))).toEqual([['Job title']]);
  });

  it('is not told when it came to nothing and somebody edited the card', async () => {
    const { tamper, state } = unanswered('PATCH', false);
    const firm = await live(tamper);
    state.armed = true;
    firm.sandbox.clio.contacts.edit(idOf(firm, 'Anna'), { title: 'Notary' });
    await firm.run(3_000);
    expect(state.armed).toBe(false);
    firm.outlook.edit(outlookIdOf(firm, 'Anna'), { middleName: 'B.' });
    await firm.run(300_000);
    expect(firm.outlook.list()).toContainEqual(expect.objectContaining({ jobTitle: 'Notary', middleName: 'B.' }));
    expect((await told(firm)).filter(({ what, side }) => what === 'changed' && side === 'right')).toHaveLength(1);
  });

  it('is nobody’s edit: what was written since on the side that it came from stands', async () => {
    const { tamper, state } = unanswered('PATCH', true);
    const firm = await live(tamper);
    state.armed = true;
    firm.outlook.edit(outlookIdOf(firm, 'Anna'), { jobTitle: 'Notary' });
    await firm.run(3_000);
    expect(firm.sandbox.clio.contacts.get(idOf(firm, 'Anna'))).toMatchObject({ title: 'Notary' });
    firm.outlook.edit(outlookIdOf(firm, 'Anna'), { jobTitle: 'Judge' });
    await firm.run(300_000);
    expect(firm.sandbox.clio.contacts.get(idOf(firm, 'Anna'))).toMatchObject({ title: 'Judge' });
    expect(firm.outlook.list()).toContainEqual(expect.objectContaining({ jobTitle: 'Judge' }));
  });

  it('brings nothing back that was changed in what it had made before that was found', async () => {
    const { tamper, state } = unanswered('POST', true);
    const firm = await live(tamper);
    state.armed = true;
    const emailAddresses = ['eve@example.org', 'fox@example.org'].map((address) => ({ address }));
    firm.outlook.add({ givenName: 'Eve', surname: 'Fox', emailAddresses });
    await firm.run(8_000);
    const rows = firm.sandbox.clio.contacts.get(idOf(firm, 'Eve'))?.email_addresses ?? [];
    const changed = rows.map(({ id, name, address }) => ({ id, name, address: address.replace('fox@', 'new@') }));
    firm.sandbox.clio.contacts.edit(idOf(firm, 'Eve'), { email_addresses: changed });
    await firm.run(600_000);
    const inClio = firm.sandbox.clio.contacts.get(idOf(firm, 'Eve'))?.email_addresses ?? [];
    expect(inClio.map(({ address }) => address)).toEqual(['eve@example.org', 'new@example.org']);
    const there = firm.outlook.list().find(({ givenName }) => givenName === 'Eve')?.emailAddresses ?? [];
    expect(there.map(({ address }) => address)).toEqual(['eve@example.org', 'new@example.org']);
  });

  it('is not told as done when it never went out, and somebody typed in another of that name', async () => {
    const { tamper, state } = unanswered('POST', false);
    const firm = await live(tamper);
    state.armed = true;
    firm.outlook.add({ givenName: 'Eve', surname: 'Fox', emailAddresses: [{ address: 'eve@example.org' }] });
    for (let second = 0; second < 20 && state.armed; second += 1) await firm.run(1_000);
    firm.sandbox.clio.contacts.add({ type: 'Person', first_name: 'Eve', last_name: 'Fox' });
    await firm.run(300_000);
    const lines = (await told(firm)).filter(({ title, side }) => title === 'Eve Fox' && side === 'left');
    expect(lines).toContainEqual(expect.objectContaining({ because: expect.stringContaining('no answer came') }));
    expect(lines.map(({ what }) => what)).not.toContain('added');
  });

  it('is looked for before namesakes of what it made are: each of two that were lost together is there once', async () => {
    const lost = { left: 0 };
    const firm = await live((ports) => ({
      ...ports,
      transport: async (request) => {
        const isCreate = request.method === 'POST' && request.url.includes('/api/v4/contacts');
        if (!isCreate || lost.left === 0) return await ports.transport(request);
        lost.left -= 1;
        // The first never arrives; of the second only the answer is unreadable.
        if (lost.left === 1) return { status: 200, headers: {}, body: 'cut off' };
        await ports.transport(request);
        return { status: 201, headers: {}, body: 'cut off' };
      },
    }));
    lost.left = 2;
    for (const name of ['one', 'two'])
      firm.outlook.add({ givenName: 'Eve', surname: 'Fox', emailAddresses: [{ address: `${name}@example.org` }] });
    await firm.run(600_000);
    expect(lost.left).toBe(0);
    const eves = firm.sandbox.clio.contacts.list().filter(({ first_name }) => first_name === 'Eve');
    expect(eves.map(({ email_addresses: [email] }) => email?.address).sort()).toEqual([
      'one@example.org',
      'two@example.org',
    ]);
    expect(await firm.view()).toMatchObject({ linked: 4, waiting: { held: 0 } });
  });

  it('is nobody’s edit where Clio cut what it was sent', async () => {
    const { tamper, state } = unanswered('PATCH', true);
    const firm = await live(tamper);
    firm.sandbox.awkward.set('clio.trimsValues', { rate: 1, amount: 40 });
    state.armed = true;
    const jobTitle = 'Notary and Commissioner for Oaths in Ontario';
    firm.outlook.edit(outlookIdOf(firm, 'Anna'), { jobTitle });
    await firm.run(300_000);
    expect(state.armed).toBe(false);
    expect(firm.sandbox.clio.contacts.get(idOf(firm, 'Anna'))).toMatchObject({ title: jobTitle.slice(0, 40) });
    expect(firm.outlook.list()).toContainEqual(expect.objectContaining({ jobTitle }));
    expect((await told(firm)).filter(({ what, side }) => what === 'changed' && side === 'left')).toHaveLength(1);
  });

  it('counts for the brake', async () => {
    const { tamper, state } = unanswered('DELETE', true);
    const firm = await live(tamper);
    state.armed = true;
    firm.sandbox.clio.contacts.remove(idOf(firm, 'Anna'));
    await firm.run(65_000);
    expect(firm.outlook.list()).toHaveLength(1);
    expect(await counted(firm)).toEqual([]);
    await firm.run(300_000);
    expect(await counted(firm)).toEqual([{ deletes: 1, overwrites: 0 }]);
    expect((await told(firm)).filter(({ what, fields }) => what === 'deleted' && fields.length > 0)).toHaveLength(1);
  });
});

describe('a worker that dies', () => {
  /** Dies at the first write of such a row while it is armed. */
  function deadly(isLast: (row: Row) => boolean): { readonly tamper: Tamper; readonly state: { armed: boolean } } {
    const state = { armed: false };
    const tamper: Tamper = (ports) => ({
      ...ports,
      table: {
        ...ports.table,
        put: async (row, condition) => {
          if (!state.armed || !isLast(row)) return await ports.table.put(row, condition);
          state.armed = false;
          throw new Error('killed');
        },
      },
    });
    return { tamper, state };
  }

  it.each(['HIST#', 'BRAKE'])('before its %s row has told of its delete and counted it, once', async (prefix) => {
    const { tamper, state } = deadly(({ sk }) => sk.startsWith(prefix));
    const firm = await live(tamper);
    firm.sandbox.clio.contacts.remove(idOf(firm, 'Anna'));
    await firm.run(30_000);
    state.armed = true;
    await expect(firm.run(60_000)).rejects.toThrow('killed');
    await firm.run(600_000);
    expect(await counted(firm)).toEqual([{ deletes: 1, overwrites: 0 }]);
    expect((await told(firm)).filter(({ what }) => what === 'deleted')).toHaveLength(1);
  });

  it('between the line of a company that it made and its mapping tells of it once', async () => {
    let toldOf = '';
    const { tamper, state } = deadly((row) => {
      if (row.sk.startsWith('HIST#')) toldOf = row.sk.split('#')[2] ?? '';
      return toldOf !== '' && row.sk === `MAP#${toldOf}`;
    });
    const firm = await live(tamper);
    state.armed = true;
    firm.outlook.edit(outlookIdOf(firm, 'Anna'), { companyName: 'Acme' });
    await expect(firm.run(60_000)).rejects.toThrow('killed');
    await firm.run(600_000);
    expect(firm.sandbox.clio.contacts.list().filter(({ type }) => type === 'Company')).toHaveLength(1);
    expect((await told(firm)).filter(({ because }) => because.includes('made this company'))).toHaveLength(1);
  });

  it.each(['a new card', 'an edited one'])(
    'right after it made a company for %s knows it as made for that',
    async (card) => {
      const state = { armed: false };
      const tamper: Tamper = (ports) => ({
        ...ports,
        transport: async (request) => {
          const answer = await ports.transport(request);
          if (!state.armed || request.method !== 'POST' || !request.body?.includes('"Company"')) return answer;
          state.armed = false;
          throw new Error('killed');
        },
      });
      const firm = await live(tamper);
      state.armed = true;
      if (card === 'a new card') firm.outlook.add({ givenName: 'Cleo', surname: 'Berg', companyName: 'Acme' });
      else firm.outlook.edit(outlookIdOf(firm, 'Anna'), { companyName: 'Acme' });
      await expect(firm.run(60_000)).rejects.toThrow('killed');
      // Begun again, it looks at everything at once.
      await stopSync(firm.ports, caller, (await firm.view()).id);
      await firm.goLive();
      await firm.run(600_000);
      expect(firm.sandbox.clio.contacts.list().filter(({ type }) => type === 'Company')).toHaveLength(1);
      expect(firm.outlook.list().filter(({ surname }) => surname !== 'Berg')).toEqual([]);
      expect((await told(firm)).filter(({ because }) => because.includes('made this company'))).toHaveLength(1);
    },
  );
});
