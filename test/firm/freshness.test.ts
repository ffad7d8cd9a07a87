import { poll, stopSync } from '@concord/engine';
import { describe, expect, it } from 'vitest';
import { caller, createOneFirm, type OneFirm } from './one-firm.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

async function liveFirm(): Promise<OneFirm> {
  const firm = await createOneFirm();
  firm.sandbox.clio.contacts.addMany([
    { type: 'Person', first_name: 'Anna', last_name: 'Berg', title: 'Clerk' },
    { type: 'Person', first_name: 'Bo', last_name: 'Fox' },
  ]);
  await firm.goLive();
  await firm.run(2 * minuteMs);
  return firm;
}

const anna = (firm: OneFirm) => firm.sandbox.clio.contacts.list()[0]?.id ?? 0;
const polled = async (firm: OneFirm): Promise<void> => {
  await firm.world.advance(hourMs + minuteMs);
  await poll(firm.ports);
  await firm.run(10_000);
};

describe('"in step as of"', () => {
  it('is not said before both sides were looked at with nothing left to write', async () => {
    const firm = await createOneFirm();
    expect((await firm.view()).inStepAt).toBeUndefined();
    firm.sandbox.clio.contacts.add({ type: 'Person', first_name: 'Anna', last_name: 'Berg' });
    expect((await firm.preview()).inStepAt).toBeUndefined();
  });

  it('moves on with each look that finds nothing left to do, and is the time at which the look began', async () => {
    const firm = await liveFirm();
    const first = (await firm.view()).inStepAt ?? 0;
    expect(first).toBeGreaterThan(0);
    await firm.world.advance(hourMs + minuteMs);
    const before = firm.world.now();
    await poll(firm.ports);
    await firm.run(10_000);
    const { inStepAt = 0 } = await firm.view();
    expect(inStepAt).toBeGreaterThanOrEqual(before);
    expect(inStepAt).toBeLessThan(before + 10_000);
  });

  it.each([
    ['Clio', 'clio.cutOff'],
    ['Microsoft', 'microsoft.cutOff'],
  ] as const)('stays where it was while %s cannot be read, although nothing else is wrong', async (_, habit) => {
    const firm = await liveFirm();
    const before = (await firm.view()).inStepAt;
    firm.sandbox.awkward.set(habit, { rate: 1 });
    for (let look = 0; look < 3; look += 1) await polled(firm);
    expect((await firm.view()).inStepAt).toBe(before);
    firm.sandbox.awkward.set(habit, undefined);
    await firm.run(20 * minuteMs);
    expect((await firm.view()).inStepAt).toBeGreaterThan(before ?? 0);
  });

  it('stays where it was while a delete waits for its minute', async () => {
    const firm = await liveFirm();
    const before = (await firm.view()).inStepAt ?? 0;
    firm.sandbox.clio.contacts.remove(anna(firm));
    const removedAt = firm.world.now();
    await firm.run(40_000);
    const waiting = (await firm.view()).inStepAt ?? 0;
    expect(waiting).toBeGreaterThanOrEqual(before);
    expect(waiting).toBeLessThanOrEqual(removedAt);
    expect(firm.outlook.list()).toHaveLength(2);
    await firm.run(2 * minuteMs);
    await polled(firm);
    expect((await firm.view()).inStepAt).toBeGreaterThan(removedAt);
    expect(firm.outlook.list()).toHaveLength(1);
  });

  it('stays where it was while nobody knows what became of a write', async () => {
    const firm = await liveFirm();
    firm.sandbox.awkward.set('microsoft.timeoutAfterCommit', { rate: 1 });
    firm.sandbox.clio.contacts.add({ type: 'Person', first_name: 'Cy', last_name: 'Ek' });
    const addedAt = firm.world.now();
    await firm.run(20_000);
    expect(firm.table.rows().some(({ sk }) => sk.startsWith('INTENT#'))).toBe(true);
    expect((await firm.view()).inStepAt).toBeLessThanOrEqual(addedAt);
    firm.sandbox.awkward.set('microsoft.timeoutAfterCommit', undefined);
    await firm.run(10 * minuteMs);
    expect((await firm.view()).inStepAt).toBeGreaterThan(addedAt);
    expect(firm.outlook.list()).toHaveLength(3);
  });

  it('stays where it was while nobody knows what became of a change, and also where only what was rung for is read', async () => {
    const firm = await liveFirm();
    firm.sandbox.clio.contacts.edit(anna(firm), { title: 'Notary' });
    const rungAt = firm.world.now();
    await firm.run(6_000);
    expect(firm.outlook.list().some(({ jobTitle }) => jobTitle === 'Notary')).toBe(true);
    expect((await firm.view()).inStepAt).toBeLessThanOrEqual(rungAt);
    await firm.run(2 * minuteMs);
    expect((await firm.view()).inStepAt).toBeGreaterThan(rungAt);
    firm.sandbox.awkward.set('microsoft.timeoutAfterCommit', { rate: 1 });
    firm.sandbox.clio.contacts.edit(anna(firm), { title: 'Baker' });
    const changedAt = firm.world.now();
    await firm.run(10_000);
    firm.sandbox.awkward.set('microsoft.timeoutAfterCommit', undefined);
    await firm.run(15_000);
    expect(firm.table.rows().some(({ sk }) => sk.startsWith('INTENT#'))).toBe(true);
    expect((await firm.view()).inStepAt).toBeLessThanOrEqual(changedAt);
  });

  it('is still said of a sync that was stopped: as of then', async () => {
    const firm = await liveFirm();
    const { inStepAt, id } = await firm.view();
    await stopSync(firm.ports, caller, id);
    await firm.world.advance(hourMs);
    expect((await firm.view()).inStepAt).toBe(inStepAt);
  });
});

describe('how long a change takes', () => {
  it('is split into the provider’s part and ours, by the side where it was made', async () => {
    const firm = await liveFirm();
    expect((await firm.view()).freshness?.lag).toBeUndefined();
    firm.sandbox.clio.contacts.edit(anna(firm), { title: 'Notary' });
    await firm.run(2 * minuteMs);
    const { lag } = (await firm.view()).freshness ?? {};
    expect(lag?.right).toBeUndefined();
    expect(lag?.left).toMatchObject({ changes: 1 });
    expect(lag?.left?.providerMs).toBeLessThan(30_000);
    expect(lag?.left?.oursMs).toBeLessThan(5_000);
  });

  it('counts as the provider’s what it did not tell, and as ours what waited for a worker', async () => {
    const silent = await liveFirm();
    silent.sandbox.awkward.set('clio.webhookLost', { rate: 1 });
    silent.sandbox.clio.contacts.edit(anna(silent), { title: 'Notary' });
    await polled(silent);
    const late = (await silent.view()).freshness?.lag?.left;
    expect(late?.providerMs).toBeGreaterThan(hourMs);
    expect(late?.oursMs).toBeLessThan(10_000);

    const busy = await liveFirm();
    busy.sandbox.clio.contacts.edit(anna(busy), { title: 'Notary' });
    await busy.world.advance(10 * minuteMs);
    await busy.run(minuteMs);
    const ours = (await busy.view()).freshness?.lag?.left;
    expect(ours?.oursMs).toBeGreaterThan(9 * minuteMs);
    expect(ours?.providerMs).toBeLessThan(minuteMs);
  });

  it('remembers the last eight only, and nothing of whom they were about', async () => {
    const firm = await liveFirm();
    for (let round = 0; round < 10; round += 1) {
      firm.sandbox.clio.contacts.edit(anna(firm), { title: `Title ${round}` });
      await firm.run(2 * minuteMs);
    }
    expect((await firm.view()).freshness?.lag?.left?.changes).toBe(8);
    const work = firm.table.rows().find(({ sk }) => sk === 'WORK');
    const { lags } = work?.['record'] as { lags: Readonly<Record<string, readonly (readonly number[])[]>> };
    expect(lags['left']?.every((sample) => sample.length === 3 && sample.every(Number.isFinite))).toBe(true);
  });
});
