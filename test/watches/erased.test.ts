import type { Mapping, Table } from '@concord/core';
import { erasePerson, lookForPerson } from '@concord/engine';
import { expect, it } from 'vitest';
import { pack } from '../../packages/engine/src/sync/pack.ts';
import { createFirm, firm } from './firm.ts';

it('Who is erased with --watches leaves no watch of their matters, nor its notes and history; others keep theirs', async () => {
  const at = await createFirm();
  const person = (first_name: string) => ({ type: 'Person', first_name, last_name: 'Quince' }) as const;
  const zelda = at.addMatter(person('Zelda'));
  const other = at.addMatter(person('Oscar'));
  const watch = await at.member.import(zelda.matter);
  await at.member.import(other.matter);
  await at.member.edit(watch.id, { notes: 'About Zelda' });
  const sync = { firm: String(firm), sync: 's1', member: '1', itemType: 'contact', state: 'stopped' };
  const ends = {
    left: { provider: 'clio', connection: 'c' },
    right: { provider: 'microsoft', connection: 'm' },
    policy: { conflicts: 'left', clioSyncOff: true },
  };
  const { table } = at.ports;
  await table.put({ pk: `FIRM#${firm}`, sk: 'SYNC#s1', rev: 1, ...sync, ...ends });
  const side = {
    id: String(zelda.contact),
    version: '1',
    modifiedAt: 0,
    seenAt: 0,
    shown: { kind: 'person' },
  } as const;
  await saveMapping(table, { id: 'm1', state: 'linked', generation: 1, left: side });
  const rows = () => at.ports.table.rows().filter(({ pk, sk }) => pk === `WATCH#${firm}` && sk.includes(watch.id));
  expect(rows().length).toBeGreaterThan(1);
  const wanted = { mapping: 'm1', watches: true };
  expect((await lookForPerson(at.ports, String(firm), wanted)).counts).toMatchObject({ watches: 1, mapping: 1 });
  await erasePerson(at.ports, String(firm), { mapping: 'm1' }).catch(() => undefined);
  expect(rows().length).toBeGreaterThan(1);
  await saveMapping(table, { id: 'm1', state: 'linked', generation: 1, left: side });
  expect((await erasePerson(at.ports, String(firm), wanted)).counts).toMatchObject({ watches: 1 });
  expect(rows()).toEqual([]);
  expect((await at.member.list()).rows).toHaveLength(1);
});

async function saveMapping(table: Table, mapping: Mapping): Promise<void> {
  await table.put({ pk: `SYNC#${firm}#s1`, sk: `MAP#${mapping.id}`, rev: 1, body: pack(mapping) });
}
