import { SyncError, type SyncView, type UndoWish } from '@concord/core';
import { answer, type Caller, dropUndo, requestUndo, startUndo, stopSync, undoPage } from '@concord/engine';
import { beforeEach, describe, expect, it } from 'vitest';
import { readHistory } from '../../packages/engine/src/sync/history.ts';
import { pointerKey } from '../../packages/engine/src/sync/keys.ts';
import { saveMapping } from '../../packages/engine/src/sync/mappings.ts';
import { caller, createOneFirm, type OneFirm, type Tamper } from './one-firm.ts';

const anna = {
  type: 'Person',
  first_name: 'Anna',
  last_name: 'Berg',
  email_addresses: [{ name: 'Work', address: 'anna@example.org' }],
} as const;
const minuteMs = 60_000;

let firm: OneFirm;
let sync: string;

const outlook = () => firm.outlook.list();
const clio = () => firm.sandbox.clio.contacts.list();
const entries = async () => {
  const page = await readHistory(firm.ports, { firm: caller.firm, sync }, undefined, { limit: 1000 });
  return page.batches.flatMap(({ key, batch }) =>
    batch.entries.map((entry, index) => ({ ...entry, id: `${key}#${index}`, run: batch.run, cause: batch.cause })),
  );
};

async function until(state: NonNullable<SyncView['undo']>['state']): Promise<NonNullable<SyncView['undo']>> {
  for (let round = 0; round < 1_000; round += 1) {
    const { undo } = await firm.view();
    if (undo?.state === state) return undo;
    await firm.run(1_000);
  }
  throw new Error(`The undo is never ${state}`);
}

async function preview(wish: UndoWish, by: Caller = caller) {
  await requestUndo(firm.ports, by, sync, wish);
  return await until('ready');
}

async function undo(wish: UndoWish) {
  const { run } = await preview(wish);
  await startUndo(firm.ports, caller, sync, run);
  return await until('done');
}

describe('undoing a first run', () => {
  let run: string;
  let annaId: number;

  beforeEach(async () => {
    firm = await createOneFirm();
    annaId = firm.sandbox.clio.contacts.addMany([anna]).ids[0] ?? 0;
    firm.outlook.add({ givenName: 'Cy', surname: 'Dee', emailAddresses: [{ address: 'cy@example.org' }] });
    // Linked with her card in Outlook, which gets her title from Clio, and gives Clio her number.
    firm.sandbox.clio.contacts.add({
      ...anna,
      first_name: 'Bea',
      title: 'Notary',
      email_addresses: [{ name: 'Work', address: 'bea@example.org' }],
    });
    firm.outlook.add({
      givenName: 'Bea',
      surname: 'Berg',
      mobilePhone: '+1 416 555 0100',
      emailAddresses: [{ address: 'bea@example.org' }],
    });
    const live = await firm.goLive();
    sync = live.id;
    run = live.preview?.run ?? '';
    await firm.run(minuteMs);
    expect([outlook().length, clio().length]).toEqual([3, 3]);
  });

  it('removes what it made and puts back what it changed, on both sides', async () => {
    const { counts } = await undo({ run });
    expect(counts).toEqual({ restored: 2, removed: 2, recreated: 0, leftAlone: 0, records: 3 });
    expect(
      outlook()
        .map(({ givenName }) => givenName)
        .sort(),
    ).toEqual(['Bea', 'Cy']);
    expect(
      clio()
        .map(({ first_name: name }) => name)
        .sort(),
    ).toEqual(['Anna', 'Bea']);
    expect(outlook().find(({ givenName }) => givenName === 'Bea')?.jobTitle ?? null).toBeNull();
    expect(clio().find(({ first_name: name }) => name === 'Bea')?.phone_numbers).toEqual([]);
  });

  it('leaves both sides alone afterwards, whatever changes and however often it looks', async () => {
    await undo({ run });
    firm.writes();
    firm.sandbox.clio.contacts.edit(annaId, { title: 'Clerk' });
    for (let day = 0; day < 2; day += 1) await firm.run(25 * 60 * minuteMs);
    expect(firm.writes()).toBe(0);
    expect([outlook().length, clio().length]).toEqual([2, 2]);
  });

  it('keeps what somebody has edited since, and says so before', async () => {
    const card = outlook().find(({ givenName }) => givenName === 'Anna');
    firm.outlook.edit(card?.id ?? '', { personalNotes: 'Likes tea' });
    const bea = outlook().find(({ givenName }) => givenName === 'Bea');
    firm.outlook.edit(bea?.id ?? '', { jobTitle: 'Judge' });
    await firm.run(minuteMs);
    const { counts } = await preview({ run });
    expect(counts).toMatchObject({ leftAlone: 2, removed: 1 });
    const { rows } = await undoPage(firm.ports, caller, sync, undefined);
    expect(
      rows
        .filter(({ leftAlone }) => leftAlone.length > 0)
        .map(({ title }) => title)
        .sort(),
    ).toEqual(['Anna Berg', 'Bea Berg']);
    await startUndo(firm.ports, caller, sync, (await until('ready')).run);
    await until('done');
    expect(outlook().find(({ givenName }) => givenName === 'Anna')).toBeDefined();
    expect(outlook().find(({ givenName }) => givenName === 'Bea')?.jobTitle).toBe('Judge');
    expect(clio().find(({ first_name: name }) => name === 'Bea')?.phone_numbers).toEqual([]);
  });

  it('keeps what somebody edits between the preview and the start', async () => {
    const { run: shown } = await preview({ run });
    const card = outlook().find(({ givenName }) => givenName === 'Anna');
    firm.outlook.edit(card?.id ?? '', { jobTitle: 'Judge' });
    await startUndo(firm.ports, caller, sync, shown);
    await until('done');
    expect(outlook().find(({ givenName }) => givenName === 'Anna')?.jobTitle).toBe('Judge');
  });

  it('leaves what a later edit made of it', async () => {
    const bea = clio().find(({ first_name: name }) => name === 'Bea')?.id ?? 0;
    firm.sandbox.clio.contacts.edit(bea, { title: 'Judge' });
    await firm.run(minuteMs);
    await undo({ run });
    expect(outlook().find(({ givenName }) => givenName === 'Bea')?.jobTitle).toBe('Judge');
  });

  it('asks a person about somebody new who looks like one that was undone', async () => {
    await undo({ run });
    firm.outlook.add({ givenName: 'Anna', surname: 'Berg', emailAddresses: [{ address: 'anna@example.org' }] });
    await firm.run(5 * minuteMs);
    expect(clio().filter(({ first_name: name }) => name === 'Anna')).toHaveLength(1);
    expect((await firm.view()).waiting.held).toBe(1);
  });

  it('keeps a pair in step again from where it is, when a person says so', async () => {
    await undo({ run });
    await firm.run(10 * minuteMs);
    firm.writes();
    const mapping = (await entries()).find(({ title }) => title === 'Bea Berg')?.mapping ?? '';
    await answer(firm.ports, caller, sync, { answers: [{ mapping, answer: 'resume' }] });
    await firm.run(5 * minuteMs);
    expect(firm.writes()).toBe(0);
    const bea = clio().find(({ first_name: name }) => name === 'Bea')?.id ?? 0;
    firm.sandbox.clio.contacts.edit(bea, { title: 'Judge' });
    await firm.run(5 * minuteMs);
    expect(outlook().find(({ givenName }) => givenName === 'Bea')?.jobTitle).toBe('Judge');
    expect((await firm.view()).linked).toBe(1);
  });

  it('can itself be undone: then all is as it was, and is kept in step again', async () => {
    const { run: first } = await undo({ run });
    await firm.run(10 * minuteMs);
    const { counts } = await undo({ run: first });
    expect(counts).toMatchObject({ recreated: 2, restored: 2, leftAlone: 0 });
    expect([outlook().length, clio().length]).toEqual([3, 3]);
    expect(outlook().find(({ givenName }) => givenName === 'Bea')?.jobTitle).toBe('Notary');
    firm.sandbox.clio.contacts.edit(annaId, { title: 'Clerk' });
    await firm.run(5 * minuteMs);
    expect(outlook().find(({ givenName }) => givenName === 'Anna')?.jobTitle).toBe('Clerk');
  });

  it('lets a person keep a record in step again', async () => {
    await undo({ run });
    await firm.run(10 * minuteMs);
    const mapping = (await entries()).find(({ title }) => title === 'Anna Berg')?.mapping ?? '';
    await answer(firm.ports, caller, sync, { answers: [{ mapping, answer: 'resume' }] });
    await firm.run(5 * minuteMs);
    expect(
      outlook()
        .map(({ givenName }) => givenName)
        .sort(),
    ).toEqual(['Anna', 'Bea', 'Cy']);
    expect(clio()).toHaveLength(2);
  });
});

describe('undoing a record, an entry or a field', () => {
  /** What happens once, when the next batch of writes is sent to Outlook. */
  const during: {
    batch: ((send: () => Promise<unknown>) => Promise<void> | void) | undefined;
    readonly tamper: Tamper;
  } = {
    batch: undefined,
    tamper: (ports) => ({
      ...ports,
      transport: async (request) => {
        const { batch } = during;
        const isWrite = /"method":"(?:PATCH|DELETE)"/u.test(request.body ?? '');
        if (batch === undefined || !isWrite) return await ports.transport(request);
        during.batch = undefined;
        await batch(async () => await ports.transport(request));
        return await ports.transport(request);
      },
    }),
  };
  let annaId: number;
  let mapping: string;

  beforeEach(async () => {
    during.batch = undefined;
    firm = await createOneFirm({ tamper: during.tamper });
    annaId = firm.sandbox.clio.contacts.addMany([anna]).ids[0] ?? 0;
    sync = (await firm.goLive()).id;
    await firm.run(minuteMs);
    firm.sandbox.clio.contacts.edit(annaId, { title: 'Clerk', prefix: 'Ms' });
    await firm.run(minuteMs);
    firm.sandbox.clio.contacts.edit(annaId, { title: 'Notary' });
    await firm.run(minuteMs);
    mapping = (await entries())[0]?.mapping ?? '';
  });

  it('takes back one entry, and nothing that came before it', async () => {
    const [newest] = await entries();
    await undo({ mapping, entry: newest?.id ?? '' });
    expect(outlook()[0]).toMatchObject({ jobTitle: 'Clerk', title: 'Ms' });
  });

  it('takes back one field through all entries, and nothing else', async () => {
    await undo({ mapping, field: 'jobTitle' });
    expect(outlook()[0]).toMatchObject({ jobTitle: null, title: 'Ms' });
    expect(outlook()).toHaveLength(1);
  });

  it('takes back all of a record: what Concord made of it goes', async () => {
    await undo({ mapping });
    expect(outlook()).toEqual([]);
    expect(clio()[0]).toMatchObject({ title: 'Notary' });
  });

  it('of a delete makes it anew, linked, and lets it rest', async () => {
    firm.sandbox.clio.contacts.remove(annaId);
    await firm.run(2 * minuteMs);
    expect(outlook()).toEqual([]);
    const [newest] = await entries();
    const { counts } = await undo({ mapping, entry: newest?.id ?? '' });
    expect(counts).toMatchObject({ recreated: 1, leftAlone: 0 });
    expect(outlook()[0]).toMatchObject({
      givenName: 'Anna',
      jobTitle: 'Notary',
      emailAddresses: [{ address: 'anna@example.org' }],
    });
    await firm.run(26 * 60 * minuteMs);
    expect([outlook().length, clio().length]).toEqual([1, 0]);
  });

  it('reads by id what it needs and no more', async () => {
    const before = { ...firm.requests };
    const [newest] = await entries();
    await undo({ mapping, entry: newest?.id ?? '' });
    const asked = { clio: firm.requests.clio - before.clio, microsoft: firm.requests.microsoft - before.microsoft };
    expect(asked.microsoft).toBeLessThanOrEqual(6);
    expect(asked.clio).toBeLessThanOrEqual(6);
  });

  it('works while the sync is stopped, and leaves it stopped', async () => {
    await stopSync(firm.ports, caller, sync);
    const [newest] = await entries();
    await undo({ mapping, entry: newest?.id ?? '' });
    expect(outlook()[0]?.jobTitle).toBe('Clerk');
    expect((await firm.view()).state).toBe('stopped');
  });

  it('puts back a field though somebody edits another one under its hands', async () => {
    const [newest] = await entries();
    const { run } = await preview({ mapping, entry: newest?.id ?? '' });
    during.batch = () => {
      firm.outlook.edit(outlook()[0]?.id ?? '', { middleName: 'B.' });
    };
    await startUndo(firm.ports, caller, sync, run);
    await until('done');
    expect(outlook()[0]).toMatchObject({ jobTitle: 'Clerk', middleName: 'B.' });
  });

  it('that somebody stops while a removal goes unanswered is no delete to the next preview', async () => {
    const { run } = await preview({ mapping });
    during.batch = async (send) => {
      await send();
      await stopSync(firm.ports, caller, sync);
      throw new SyncError('timeout', 'No answer came.');
    };
    await startUndo(firm.ports, caller, sync, run);
    await firm.run(5 * minuteMs);
    expect(outlook()).toEqual([]);
    const { preview: next } = await firm.preview();
    expect(next).toMatchObject({ addedLeft: 0, addedRight: 0, changed: 0, resent: 0 });
  });

  it('is ended by Stop', async () => {
    const { run } = await preview({ mapping });
    await startUndo(firm.ports, caller, sync, run);
    await stopSync(firm.ports, caller, sync);
    await firm.run(minuteMs);
    expect((await firm.view()).undo).toBeUndefined();
    expect(outlook()).toHaveLength(1);
  });

  it('is refused while another is carried out, and starts only what was shown', async () => {
    const { run } = await preview({ mapping });
    await expect(startUndo(firm.ports, caller, sync, 'another')).rejects.toMatchObject({ code: 'conflict' });
    await startUndo(firm.ports, caller, sync, run);
    await expect(requestUndo(firm.ports, caller, sync, { mapping })).rejects.toMatchObject({ code: 'conflict' });
    await until('done');
    expect((await dropUndo(firm.ports, caller, sync)).undo).toBeUndefined();
  });

  it('of a run that was never there is not found', async () => {
    await expect(requestUndo(firm.ports, caller, sync, { run: 'none' })).rejects.toMatchObject({ code: 'notFound' });
    const other = { ...caller, member: 'somebody else' };
    await expect(requestUndo(firm.ports, other, sync, { mapping })).rejects.toMatchObject({ code: 'notFound' });
  });
});

describe('what Concord made in Clio', () => {
  let run: string;
  /** Clio lets nobody see matters. */
  const hidden: { isHidden: boolean; readonly tamper: Tamper } = {
    isHidden: false,
    tamper: (ports) => ({
      ...ports,
      transport: async (request) =>
        hidden.isHidden && request.url.includes('/matters.json')
          ? { status: 403, headers: {}, body: '{"error":{"type":"ForbiddenError","message":"no"}}' }
          : await ports.transport(request),
    }),
  };
  const names = {
    matters: (id: number) => firm.sandbox.clio.matters.add({ client: id }),
    relationships: (id: number) => {
      const client = firm.sandbox.clio.contacts.add({ ...anna, email_addresses: [] });
      firm.sandbox.clio.matters.add({ client, related: [id] });
    },
    communications: (id: number) => firm.sandbox.clio.contacts.writeTo(id),
  } as const;
  const cy = () => clio().find(({ first_name: name }) => name === 'Cy');

  beforeEach(async () => {
    hidden.isHidden = false;
    firm = await createOneFirm({ tamper: hidden.tamper });
    firm.outlook.add({ givenName: 'Cy', surname: 'Dee', emailAddresses: [{ address: 'cy@example.org' }] });
    const live = await firm.goLive();
    sync = live.id;
    run = live.preview?.run ?? '';
    await firm.run(minuteMs);
    expect(cy()).toBeDefined();
  });

  it.each(['matters', 'relationships', 'communications'] as const)('stays when it has %s by now', async (kind) => {
    names[kind](cy()?.id ?? 0);
    await undo({ run });
    const { rows } = await undoPage(firm.ports, caller, sync, undefined);
    expect(rows[0]?.leftAlone[0]?.because).toContain('matters, relationships or communications');
    expect(cy()).toBeDefined();
  });

  it('stays when another sync of the firm has it too', async () => {
    const there = { firm: caller.firm, sync: 'another' };
    const record = await firm.ports.table.get({ pk: `FIRM#${caller.firm}`, sk: `SYNC#${sync}` });
    await firm.ports.table.put({
      ...record,
      pk: `FIRM#${caller.firm}`,
      sk: 'SYNC#another',
      rev: 1,
      sync: 'another',
      state: 'stopped',
      right: { provider: 'microsoft', connection: 'theirs' },
    });
    const left = { id: String(cy()?.id), version: 'v', modifiedAt: 1, seenAt: 1, shown: {} };
    await firm.ports.table.put({ ...pointerKey(there, 'left', left.id), rev: 1, item: left.id, mapping: 'm' });
    await saveMapping(firm.ports, there, { id: 'm', state: 'linked', generation: 1, left }, undefined);
    const { counts } = await undo({ run });
    expect(counts).toMatchObject({ removed: 0, leftAlone: 1 });
    expect(cy()).toBeDefined();
  });

  it('stays when Clio does not say whether it is in use', async () => {
    hidden.isHidden = true;
    await undo({ run });
    const { rows } = await undoPage(firm.ports, caller, sync, undefined);
    expect(rows[0]?.leftAlone[0]?.because).toContain('Clio does not say whether it has matters');
    expect(cy()).toBeDefined();
  });

  it('goes when nobody else has it', async () => {
    await undo({ run });
    expect(cy()).toBeUndefined();
    expect(outlook()).toHaveLength(1);
  });
});
