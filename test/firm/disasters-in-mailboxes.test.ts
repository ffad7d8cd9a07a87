import { brakeLimits } from '@concord/core';
import { poll } from '@concord/engine';
import { describe, expect, it } from 'vitest';
import { createFirm, type Firm, type Mailbox } from './several-mailboxes.ts';

const minuteMs = 60_000;
const people = 40;
const { deletes: mostDeletes, overwrites: mostOverwrites } = brakeLimits(people);

/** Forty people in the first mailbox, and through it in Clio and in every other; a delete anywhere is carried on. */
async function office(clouds: Parameters<typeof createFirm>[0]): Promise<Firm> {
  const firm = await createFirm(clouds);
  for (let index = 0; index < people; index += 1)
    firm.mailboxes[0]?.add({ first: `P${index}`, last: 'Berg', emails: [`p${index}@example.org`] });
  await firm.previewAll({ left: 'propagate', right: 'propagate' });
  await firm.startAll();
  await firm.run(30 * minuteMs);
  expect(firm.clio()).toHaveLength(people);
  return firm;
}

const removeSome = (mailbox: Mailbox | undefined, count: number): void => {
  for (const id of mailbox?.ids().slice(0, count) ?? []) mailbox?.remove(id);
};
/** Nobody is told here: the poll of the hour looks, and the look after it ends the minute of a delete. */
async function untilSeen(firm: Firm): Promise<void> {
  for (let round = 0; round < 2; round += 1) {
    await firm.run(61 * minuteMs);
    await poll(firm.ports);
    await firm.run(3 * minuteMs);
  }
}

describe.each(['microsoft', 'google'] as const)('a disaster in a mailbox of %s', (cloud) => {
  it('that empties it deletes nothing in Clio', async () => {
    const firm = await office([cloud]);
    removeSome(firm.mailboxes[0], people);
    await untilSeen(firm);
    expect(firm.clio()).toHaveLength(people);
    expect(await firm.mailboxes[0]?.view()).toMatchObject({
      state: 'paused',
      brake: { what: 'deletes', side: 'left' },
    });
  });

  it('that renames everybody overwrites nobody beyond the limit in Clio, and adds nobody', async () => {
    const firm = await office([cloud]);
    const [mailbox] = firm.mailboxes;
    for (const [index, id] of (mailbox?.ids() ?? []).entries())
      mailbox?.rename(id, { first: 'X', last: 'Berg', emails: [`p${index}@example.org`] });
    await untilSeen(firm);
    expect(firm.clio()).toHaveLength(people);
    expect(firm.clio().filter(({ first }) => first === 'X').length).toBeLessThanOrEqual(mostOverwrites);
    expect((await mailbox?.view())?.state).toBe('paused');
  });

  it('that trickles stops at the limit', async () => {
    const firm = await office([cloud]);
    for (let round = 0; round < mostDeletes + 2; round += 1) {
      removeSome(firm.mailboxes[0], 1);
      await untilSeen(firm);
    }
    expect(firm.clio()).toHaveLength(people - mostDeletes);
    expect((await firm.mailboxes[0]?.view())?.trouble).toBe('brake.deletes');
  });
});

it('Two mailboxes that each stay within their own limit stop where Clio’s list reaches it', async () => {
  const firm = await office(['microsoft', 'google']);
  const [first, second] = firm.mailboxes;
  removeSome(first, 3);
  await untilSeen(firm);
  expect(firm.clio()).toHaveLength(people - 3);
  // Others than the three whom Clio has lost already.
  for (const id of second?.ids().slice(-3) ?? []) second?.remove(id);
  await untilSeen(firm);
  expect(firm.clio()).toHaveLength(people - 3);
  const view = await second?.view();
  expect(view).toMatchObject({ state: 'paused', brake: { side: 'left', count: 6, limit: mostDeletes } });
  expect(view?.sentence).toContain('of your firm’s contacts in Clio, with 3 within a day before');
  expect((await first?.view())?.state).toBe('live');
});
