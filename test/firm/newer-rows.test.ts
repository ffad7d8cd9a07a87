import type { Row } from '@concord/core';
import { describe, expect, test } from 'vitest';
import { createOneFirm, type OneFirm } from './one-firm.ts';

const contact = (name: string) => ({
  givenName: name,
  surname: 'Archer',
  emailAddresses: [{ address: `${name.toLowerCase()}@example.com`, name }],
});

/** The row as a release to come would have left it. */
async function madeNewer({ table }: OneFirm, isWanted: (row: Row) => boolean): Promise<Row> {
  const found = table.rows().find(isWanted);
  if (found === undefined) throw new Error('There is no such row.');
  const newer = { ...found, v: 2 };
  await table.put(newer);
  return newer;
}

describe('What a newer release wrote', () => {
  test.each([
    ['mapping', 'MAP#'],
    ['work record', 'WORK'],
    ['intent', 'INTENT#'],
  ])('a %s is left as it is, and everything goes on once that release is back', async (_what, prefix) => {
    const firm = await createOneFirm();
    firm.outlook.add(contact('Ann'));
    await firm.goLive();
    const [mapping] = firm.table.rows().filter(({ sk }) => sk.startsWith('MAP#'));
    if (prefix === 'INTENT#') await firm.table.put({ pk: mapping?.pk ?? '', sk: 'INTENT#of-tomorrow', rev: 1 });
    const newer = await madeNewer(firm, ({ sk }) => sk.startsWith(prefix));
    const logged: unknown[] = [];
    Object.assign(firm.ports.log, { error: (...line: unknown[]) => void logged.push(line) });
    firm.writes();
    firm.outlook.edit(firm.outlook.list()[0]?.id ?? '', { jobTitle: 'Partner' });
    await firm.run(60 * 60_000);
    expect(firm.table.rows().find(({ sk }) => sk === newer.sk)).toEqual(newer);
    expect(firm.writes()).toBe(0);
    expect(JSON.stringify(logged)).toContain('slice.newer');
    const { v: _, ...known } = newer;
    if (prefix === 'INTENT#') await firm.table.remove(newer);
    else await firm.table.put({ ...known, rev: newer.rev });
    await firm.run(60 * 60_000);
    expect(firm.sandbox.clio.contacts.list()).toEqual([expect.objectContaining({ title: 'Partner' })]);
  });

  test('a sync is not touched, and its message comes back', async () => {
    const firm = await createOneFirm();
    firm.outlook.add(contact('Ann'));
    await firm.goLive();
    const newer = await madeNewer(firm, ({ sk }) => sk.startsWith('SYNC#'));
    await firm.ports.queue.send({
      v: 1,
      kind: 'change',
      firm: String(newer['firm']),
      sync: String(newer['sync']),
      why: 'poll',
    });
    await expect(firm.run()).rejects.toThrow('A newer release wrote this sync (version 2)');
    expect(firm.table.rows().find(({ sk }) => sk === newer.sk)).toEqual(newer);
    expect(firm.queue.size()).toBeGreaterThan(0);
  });
});
