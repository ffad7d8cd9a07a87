import { createVault } from '@concord/aws';
import type { Grant } from '@concord/core';
import { isSyncError } from '@concord/core';
import { type EnginePorts, openConnection } from '@concord/engine';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dropKey, keyStatus, resealRows, rotateKeys } from '../../packages/cli/src/index.ts';
import { createWorld, mailbox, type World } from '../engine/connect-world.ts';
import { createKept, type Kept } from './kept.ts';

const firm = '42';
const connections = ['c1', 'c2', 'c3', 'c4', 'c5', 'c6'] as const;

let kept: Kept;
let world: World;
beforeEach(async () => {
  kept = await createKept();
  world = createWorld();
  for (const id of connections) await connect(id);
});
afterEach(() => kept.close());

/** Each worker is a container of its own: with its own memory of the ring. */
const portsOf = (): EnginePorts => ({ ...world.ports, table: kept.table, vault: kept.container() });

async function connect(id: string): Promise<void> {
  const { oauth } = world.microsoft.provider;
  world.microsoft.codes.set(id, mailbox(id));
  const grant: Grant = await oauth.exchange({} as never, id, 'verifier');
  const sealed = await kept
    .container()
    .seal(JSON.stringify({ ...grant, obtainedAt: world.now }), `grant:${firm}:${id}`);
  await kept.table.put({
    pk: `FIRM#${firm}`,
    sk: `CONN#${id}`,
    rev: 1,
    firm,
    id,
    provider: 'microsoft',
    accountId: id,
    account: `${id}@outlook.example`,
    member: '7001',
    state: 'active',
    sealed,
    seesEverything: true,
    isOwner: false,
  });
}

/** Refreshes again and again, under a provider that takes each refresh token once: a grant that is not saved is a lost one. */
async function work(isOver: () => boolean): Promise<number> {
  const ports = portsOf();
  let refreshed = 0;
  while (!isOver()) {
    for (const id of connections) {
      try {
        const open = await openConnection(ports, firm, id);
        open.invalidate();
        await open.accessToken();
        refreshed += 1;
      } catch (error) {
        // Another worker is at it.
        if (!isSyncError(error) || error.code !== 'unavailable') throw error;
      }
    }
  }
  return refreshed;
}

describe('a rotation while workers refresh', () => {
  it('loses no grant: every connection opens, before and after the old keys are gone', {
    timeout: 120_000,
  }, async () => {
    let isOver = false;
    const workers = [work(() => isOver), work(() => isOver), work(() => isOver)];
    const kids: string[] = ['first'];
    for (let round = 0; round < 4; round += 1) {
      kids.push((await rotateKeys(kept.deployment, { now: () => 0 })).current);
      for (let pass = 0; pass < 3; pass += 1) await resealRows(kept.deployment);
    }
    isOver = true;
    const refreshed = await Promise.all(workers);
    expect(Math.min(...refreshed)).toBeGreaterThan(0);
    // Containers that sealed with an old ring have ended; what they left is sealed again.
    await resealRows(kept.deployment);
    const late = { clock: { now: () => 3_600_000 }, pause: async () => {} };
    for (const kid of kids.slice(0, -1)) await dropKey(kept.deployment, kid, late);
    expect(await keyStatus(kept.deployment)).toEqual([
      { kid: kids.at(-1), texts: connections.length, isCurrent: true, isKnown: true },
    ]);
    const ports = { ...portsOf(), vault: createVault({ secretId: 'keys', client: kept.deployment.secrets }) };
    for (const id of connections) {
      const open = await openConnection(ports, firm, id);
      open.invalidate();
      expect(await open.accessToken()).toMatch(/^microsoft-access-/u);
      expect(open.connection.state).toBe('active');
    }
  });
});
