import { describe, expect, it } from 'vitest';
import { gatedBy, takeLease } from '../../packages/engine/src/sync/lease.ts';
import { createWorld } from './connect-world.ts';

const request = { method: 'GET', url: 'https://clio.example/', headers: {} } as const;
const answer = { status: 200, headers: {}, body: '' };

async function gate() {
  const world = createWorld();
  const lease = await takeLease(world.ports, { firm: 'f1', connection: 'c1', sync: 's1' });
  if (lease === undefined) throw new Error('Nobody else has it');
  let asked = 0;
  const transport = gatedBy(lease, {
    transport: async () => {
      asked += 1;
      return answer;
    },
  });
  return { world, transport, asked: () => asked };
}

describe('The gate before a provider', () => {
  it('lets requests through while the lease lasts', async () => {
    const { transport, asked } = await gate();
    expect(await transport(request)).toEqual(answer);
    expect(asked()).toBe(1);
  });

  it('lets none start that might still be under way when the lease ends', async () => {
    const { world, transport, asked } = await gate();
    const { leaseMs, requestTimeoutMs } = world.ports.settings;
    world.now += leaseMs - requestTimeoutMs + 1;
    await expect(transport(request)).rejects.toMatchObject({ code: 'leaseLost' });
    expect(asked()).toBe(0);
  });
});
