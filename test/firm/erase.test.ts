import type { Row, Table } from '@concord/core';
import {
  type EnginePorts,
  erasePerson,
  lookForPerson,
  pauseByOperator,
  requestRefresh,
  type Wanted,
} from '@concord/engine';
import { describe, expect, it } from 'vitest';
import { unpack } from '../../packages/engine/src/sync/pack.ts';
import { caller, createOneFirm, type OneFirm } from './one-firm.ts';

const minuteMs = 60_000;
const address = 'zelda@quince.example';
const words = ['zelda', 'quince', 'sorcerer', 'wizard', '5550142', '555 0142'] as const;

const clioZelda = {
  type: 'Person',
  first_name: 'Zelda',
  last_name: 'Quince',
  title: 'Sorcerer',
  email_addresses: [{ name: 'Work', address }],
  phone_numbers: [{ name: 'Work', number: '+1 416 555 0142' }],
} as const;
const clioPerson = (index: number) =>
  ({
    type: 'Person',
    first_name: `P${index}`,
    last_name: 'Berg',
    email_addresses: [{ name: 'Work', address: `p${index}@example.org` }],
  }) as const;

/** A firm that knows Zelda in every way: linked, changed, told of, scanned and planned; with somebody who may be her. */
async function knowingFirm(): Promise<OneFirm> {
  const firm = await createOneFirm();
  firm.sandbox.clio.contacts.addMany([clioZelda, ...Array.from({ length: 5 }, (_, index) => clioPerson(index))]);
  // Of the same name and phone: held, with her among those who it might be.
  const phoned = { givenName: 'Zoe', surname: 'Held', businessPhones: ['+1 416 555 0177'] };
  firm.outlook.add(phoned);
  firm.sandbox.clio.contacts.add({
    type: 'Person',
    first_name: 'Zoe',
    last_name: 'Held',
    phone_numbers: [{ name: 'Work', number: '+1 416 555 0177' }],
  });
  const { id } = await firm.goLive();
  await firm.run(minuteMs);
  firm.outlook.edit(zeldaIn(firm)?.id ?? '', { jobTitle: 'Wizard' });
  await firm.run(2 * minuteMs);
  await requestRefresh(firm.ports, caller, id);
  await firm.run(3 * minuteMs);
  return firm;
}

const zeldaIn = (firm: OneFirm) => firm.outlook.list().find(({ givenName }) => givenName === 'Zelda');
const names = (firm: OneFirm) =>
  firm.outlook
    .list()
    .map(({ givenName }) => givenName ?? '')
    .sort();

/** All that rows say, opened and unpacked. */
async function saidIn({ ports }: OneFirm, row: Row): Promise<string> {
  const said = await Promise.all(
    Object.entries(row).map(async ([name, value]) => {
      if (value instanceof Uint8Array) return JSON.stringify(unpack(value));
      if (name !== 'sealed') return JSON.stringify(value);
      const plain = await ports.vault.open(String(value), `firm:${caller.firm}`).catch(() => undefined);
      return plain === undefined ? '' : JSON.stringify(unpack(Buffer.from(plain, 'base64url')));
    }),
  );
  return said.join(' ').toLowerCase();
}

/** Which kinds of rows hold a word of hers. */
async function tracesIn(firm: OneFirm): Promise<readonly string[]> {
  const found = await Promise.all(
    firm.table.rows().map(async (row) => {
      const said = await saidIn(firm, row);
      return words.some((word) => said.includes(word)) ? [`${row.pk.split('#')[0]} ${row.sk.split('#')[0]}`] : [];
    }),
  );
  return [...new Set(found.flat())].sort();
}

const erase = async (firm: OneFirm, wanted: Wanted = { query: address }) =>
  await erasePerson(firm.ports, caller.firm, wanted);

/** The others are kept in step, she is not, and nobody is there twice. */
async function goesOn(firm: OneFirm): Promise<void> {
  const { id } = await firm.view();
  const before = names(firm);
  firm.sandbox.clio.contacts.add(clioPerson(9));
  await firm.run(2 * minuteMs);
  await requestRefresh(firm.ports, caller, id);
  await firm.run(5 * minuteMs);
  expect(await firm.view()).toMatchObject({ state: 'live' });
  expect(names(firm)).toEqual([...before, 'P9'].sort());
  expect(await tracesIn(firm)).toEqual([]);
}

describe('Erasing a person', () => {
  it('begins with rows of every kind that hold their words, and leaves none, of nobody else any less', async () => {
    const firm = await knowingFirm();
    expect(await tracesIn(firm)).toEqual(
      expect.arrayContaining(['RUN PLAN', 'RUN SCAN', 'SYNC HIST', 'SYNC KEY', 'SYNC MAP']),
    );
    const others = firm.table.rows().filter(({ sk }) => sk.startsWith('MAP#')).length;
    const { records, counts, later } = await erase(firm);
    expect([records.length, later]).toEqual([1, []]);
    expect(counts).toMatchObject({ mapping: 1, pointers: 2 });
    expect(await tracesIn(firm)).toEqual([]);
    expect(firm.table.rows().filter(({ sk }) => sk.startsWith('MAP#'))).toHaveLength(others - 1);
    expect(firm.table.rows().filter(({ pk, sk }) => pk.startsWith('ERASED#') && sk.startsWith('OPEN#'))).toEqual([]);
    await goesOn(firm);
  });

  it('touches neither Clio nor Outlook, and does not carry over what is changed there later', async () => {
    const firm = await knowingFirm();
    const before = [firm.sandbox.clio.contacts.list().length, names(firm).length];
    firm.writes();
    await erase(firm);
    firm.outlook.edit(zeldaIn(firm)?.id ?? '', { jobTitle: 'Wizard of old' });
    const card = firm.sandbox.clio.contacts.list().find(({ first_name: first }) => first === 'Zelda');
    firm.sandbox.clio.contacts.edit(card?.id ?? 0, { title: 'Sorcerer again' });
    await firm.run(3 * minuteMs);
    expect(firm.writes()).toBe(0);
    expect([firm.sandbox.clio.contacts.list().length, names(firm).length]).toEqual(before);
    expect(await tracesIn(firm)).toEqual([]);
    firm.sandbox.clio.contacts.remove(card?.id ?? 0);
    await firm.run(3 * minuteMs);
    expect(zeldaIn(firm)?.jobTitle).toBe('Wizard of old');
    await goesOn(firm);
  });

  it('makes no second card when they are typed in anew on either side', async () => {
    const firm = await knowingFirm();
    await erase(firm);
    firm.sandbox.clio.contacts.add(clioZelda);
    await firm.run(3 * minuteMs);
    expect(names(firm).filter((name) => name === 'Zelda')).toHaveLength(1);
    await goesOn(firm);
  });

  it('only counts in a dry run', async () => {
    const firm = await knowingFirm();
    const before = JSON.stringify(firm.table.rows());
    const looked = await lookForPerson(firm.ports, caller.firm, { query: address });
    expect(JSON.stringify(firm.table.rows())).toBe(before);
    const done = await erase(firm);
    expect(looked).toEqual(done);
  });

  it('takes a mapping as well, and refuses what nobody or several are known under', async () => {
    const firm = await knowingFirm();
    const { records } = await lookForPerson(firm.ports, caller.firm, { query: address });
    await expect(erase(firm, { query: 'nobody@example.com' })).rejects.toMatchObject({ code: 'notFound' });
    await expect(erase(firm, { query: 'Zoe Held' })).rejects.toMatchObject({ code: 'refused' });
    expect((await erase(firm, { query: 'Zoe Held', all: true })).records).toHaveLength(2);
    await erase(firm, { mapping: records[0]?.mapping ?? '' });
    expect(await tracesIn(firm)).toEqual([]);
  });

  it('is put off while a run goes by its plan, and done when it is typed again', async () => {
    const firm = await knowingFirm();
    const { id } = await firm.view();
    await requestRefresh(firm.ports, caller, id);
    expect((await erase(firm)).later).toEqual([{ sync: id, because: 'A run is under way.' }]);
    await firm.run(5 * minuteMs);
    expect((await erase(firm)).later).toEqual([]);
    expect(await tracesIn(firm)).toEqual([]);
  });

  it('is possible while the operator lets the sync rest', async () => {
    const firm = await knowingFirm();
    const { id } = await firm.view();
    await pauseByOperator(firm.ports, { firm: caller.firm, sync: id });
    await firm.run(3 * minuteMs);
    await erase(firm);
    expect(await tracesIn(firm)).toEqual([]);
  });
});

/** Dies before its n-th write; from then on nothing works. */
function dying(ports: EnginePorts, dieAt: number): EnginePorts & { readonly hasDied: () => boolean } {
  let writes = 0;
  const mortal =
    <Input extends readonly unknown[], Output>(call: (...input: Input) => Promise<Output>) =>
    async (...input: Input): Promise<Output> => {
      writes += 1;
      if (writes >= dieAt) throw new Error('killed');
      return await call(...input);
    };
  const { put, putMany, remove, removeMany } = ports.table;
  const table: Table = {
    ...ports.table,
    put: mortal(put),
    putMany: mortal(putMany),
    remove: mortal(remove),
    removeMany: mortal(removeMany),
  };
  return { ...ports, table, hasDied: () => writes >= dieAt };
}

it('Killed at any write and typed again, an erasure leaves nothing, and the sync goes on without doubles', async () => {
  for (let dieAt = 1; ; dieAt += 1) {
    const firm = await knowingFirm();
    const ports = dying(firm.ports, dieAt);
    await erasePerson(ports, caller.firm, { query: address }).catch(() => undefined);
    if (!ports.hasDied()) {
      expect(dieAt).toBeGreaterThan(10);
      return;
    }
    // News of her comes while nobody has typed it again, and the lease of the dead one runs out.
    firm.outlook.edit(zeldaIn(firm)?.id ?? '', { jobTitle: 'Wizard of late' });
    await firm.run(5 * minuteMs);
    // Killed after the last row: nobody is known under this any more.
    const again = await erase(firm).catch((error: unknown) => ({ later: [(error as { code: string }).code] }));
    expect([[], ['notFound']]).toContainEqual(again.later);
    expect([dieAt, await tracesIn(firm)]).toEqual([dieAt, []]);
    await goesOn(firm);
  }
}, 120_000);
