import type { ChoiceRequest } from '@concord/core';
import { groupsView, poll, previewPage, requestGroups, requestScan, startSync } from '@concord/engine';
import { describe, expect, it } from 'vitest';
import { caller, createOneFirm, type OneFirm } from './one-firm.ts';

const anna = {
  type: 'Person',
  first_name: 'Anna',
  last_name: 'Berg',
  email_addresses: [{ name: 'Work', address: 'anna@example.org' }],
} as const;
const bea = { givenName: 'Bea', surname: 'Fox', emailAddresses: [{ address: 'bea@fox.example' }] };
const minuteMs = 60_000;

async function previewOf(firm: OneFirm, choice: ChoiceRequest) {
  const { id } = await firm.view();
  await requestGroups(firm.ports, caller, id);
  await firm.run(5_000);
  await requestScan(firm.ports, caller, id, { clioSyncOff: true, conflicts: 'left', choice });
  while ((await firm.view()).state === 'scanning') await firm.run(1_000);
  return (await previewPage(firm.ports, caller, id, { filter: 'all' })).rows;
}

async function start(firm: OneFirm): Promise<void> {
  const { id, preview } = await firm.view();
  await startSync(firm.ports, caller, id, preview?.run ?? '');
  while ((await firm.view()).state === 'running') await firm.run(1_000);
  await firm.run(2 * minuteMs);
}

const surnames = (firm: OneFirm) => firm.outlook.list().map(({ surname }) => surname);
const names = (firm: OneFirm) => firm.sandbox.clio.contacts.list().map(({ name }) => name);

describe('Between Clio and Outlook', () => {
  it('a category brings those who have it, and is given to those who come from Clio', async () => {
    const firm = await createOneFirm();
    firm.sandbox.clio.contacts.add(anna);
    firm.outlook.add({ ...bea, categories: ['Court'] });
    const other = firm.outlook.add({
      givenName: 'Cay',
      surname: 'Ash',
      emailAddresses: [{ address: 'cay@ash.example' }],
    });
    const rows = await previewOf(firm, { side: 'right', group: 'Court' });
    expect(rows.map(({ title, outcome }) => `${title}: ${outcome}`)).toEqual([
      'Anna Berg: addedRight',
      'Bea Fox: addedLeft',
      'Cay Ash: leftOut',
    ]);
    await start(firm);
    expect([names(firm), surnames(firm).sort()]).toEqual([
      ['Anna Berg', 'Bea Fox'],
      ['Ash', 'Berg', 'Fox'],
    ]);
    expect(firm.outlook.list().find(({ surname }) => surname === 'Berg')).toMatchObject({ categories: ['Court'] });
    firm.outlook.edit(other.id, { categories: ['Court'] });
    await firm.run(5 * minuteMs);
    expect(names(firm)).toEqual(['Anna Berg', 'Bea Fox', 'Cay Ash']);
  });

  it('only clients are sent from Clio, and nobody is added there', async () => {
    const firm = await createOneFirm();
    const client = firm.sandbox.clio.contacts.add(anna);
    firm.outlook.add(bea);
    const rows = await previewOf(firm, { side: 'left', group: 'client' });
    expect(rows.map(({ title, rule }) => `${title}: ${rule}`).sort()).toEqual([
      'Anna Berg: not-chosen',
      'Bea Fox: no-way-in',
    ]);
    const { left } = await groupsView(firm.ports, caller, (await firm.view()).id);
    expect(left.map(({ name }) => name)).toEqual(['Only clients', 'Only contacts of open matters']);
    await start(firm);
    expect([names(firm), surnames(firm)]).toEqual([['Anna Berg'], ['Fox']]);
    expect(await firm.view()).toMatchObject({ linked: 0, outside: 2 });
    firm.sandbox.clio.matters.add({ client });
    await firm.run(2 * 60 * minuteMs);
    await poll(firm.ports);
    await firm.run(5 * minuteMs);
    expect([names(firm), surnames(firm).sort()]).toEqual([['Anna Berg'], ['Berg', 'Fox']]);
    expect(await firm.view()).toMatchObject({ linked: 1, outside: 1 });
  });
});
