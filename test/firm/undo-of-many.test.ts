import { requestUndo, startUndo } from '@concord/engine';
import { beforeEach, describe, expect, it } from 'vitest';
import { caller, createOneFirm, type OneFirm } from './one-firm.ts';

const count = 600;
/** What a live sync asks anyway when it is rung meanwhile, whatever its size. */
const looks = 6;

let firm: OneFirm;
let sync: string;
let run: string;
let cost: { readonly clio: number; readonly microsoft: number };

async function until(state: 'ready' | 'done'): Promise<string> {
  for (let round = 0; round < 2_000; round += 1) {
    const { undo } = await firm.view();
    if (undo?.state === state) return undo.run;
    await firm.run(1_000);
  }
  throw new Error(`The undo is never ${state}`);
}

describe('an undo of a first run of many', { timeout: 60_000 }, () => {
  beforeEach(async () => {
    firm = await createOneFirm();
    firm.sandbox.clio.contacts.addMany(
      Array.from({ length: count }, (_, index) => ({
        type: 'Person' as const,
        first_name: `P${index}`,
        last_name: 'Berg',
        email_addresses: [{ address: `p${index}@example.org` }],
      })),
    );
    const begun = { ...firm.requests };
    const { id, preview } = await firm.goLive();
    await firm.run(60_000);
    [sync, run] = [id, preview?.run ?? ''];
    cost = { clio: firm.requests.clio - begun.clio, microsoft: firm.requests.microsoft - begun.microsoft };
    expect(firm.outlook.list()).toHaveLength(count);
  }, 60_000);

  it('costs no more requests than the run, and one for 200 contacts a side', async () => {
    const begun = { ...firm.requests };
    await requestUndo(firm.ports, caller, sync, { run });
    await startUndo(firm.ports, caller, sync, await until('ready'));
    await until('done');
    expect(firm.outlook.list()).toHaveLength(0);
    for (const side of ['clio', 'microsoft'] as const)
      expect(firm.requests[side] - begun[side]).toBeLessThanOrEqual(cost[side] + count / 200 + looks);
  });

  it('reads everything again when a cursor dies before it is started, and leaves what was edited meanwhile', async () => {
    await requestUndo(firm.ports, caller, sync, { run });
    const shown = await until('ready');
    firm.sandbox.microsoft.expireDeltaTokens(firm.email);
    const card = firm.outlook.list()[0];
    firm.outlook.edit(card?.id ?? '', { jobTitle: 'Judge' });
    await startUndo(firm.ports, caller, sync, shown);
    await until('done');
    expect(firm.outlook.list().map(({ jobTitle }) => jobTitle)).toEqual(['Judge']);
  });
});
