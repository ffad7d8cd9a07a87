import type { SideName } from '@concord/core';
import type { EnginePorts } from '../ports.ts';
import { readBraked } from './braked.ts';
import { heldUpKey, type SyncId, settlePrefix } from './keys.ts';
import { readRun } from './run-record.ts';
import type { Slice } from './slice.ts';
import type { Affected } from './weigh.ts';
import { missingInPlan } from './weigh-missing.ts';

/** Who was about to be written, and where; of a delete that only waits for its minute that is not known. */
export type HeldUp = Pick<Affected, 'mapping' | 'what'> & { readonly side?: SideName };

/**
 * By mapping, all that the brake stopped last: what it weighed, the deletes that wait for their minute beside it, and who is missing
 * in the pass that it stopped and would be asked about next.
 */
export async function readHeldUp(slice: Slice): Promise<ReadonlyMap<string, HeldUp>> {
  const { ports, id } = slice;
  const found = [...(await missingInPass(slice)), ...(await settling(ports, id)), ...(await weighed(ports, id))];
  return new Map(found.map((one) => [one.mapping, one]));
}

async function weighed(ports: EnginePorts, id: SyncId): Promise<readonly HeldUp[]> {
  const { parts = 0 } = (await readBraked(ports, id)) ?? {};
  const heldUp: HeldUp[] = [];
  for (let part = 0; part < parts; part += 1)
    heldUp.push(...(((await ports.table.get(heldUpKey(id, part)))?.['heldUp'] ?? []) as readonly HeldUp[]));
  return heldUp;
}

async function missingInPass(slice: Slice): Promise<readonly HeldUp[]> {
  const { ports, id, record, work } = slice;
  const name = record.resumes === 'live' ? work.loaded.record.pass : record.run;
  if (name === undefined) return [];
  const { record: run } = await readRun(ports, id, name);
  return (await missingInPlan(slice, run)).map(({ mapping }) => ({ mapping: mapping.id, what: 'deleted' }));
}

async function settling({ table }: EnginePorts, { firm, sync }: SyncId): Promise<readonly HeldUp[]> {
  const found: HeldUp[] = [];
  let after: string | undefined;
  do {
    const page: Awaited<ReturnType<typeof table.query>> = await table.query({
      pk: `SYNC#${firm}#${sync}`,
      prefix: settlePrefix,
      limit: 1000,
      ...(after ? { after } : {}),
    });
    found.push(
      ...page.rows.flatMap(({ mapping, joins }) =>
        joins ? [] : [{ mapping: String(mapping), what: 'deleted' as const }],
      ),
    );
    after = page.after;
  } while (after !== undefined);
  return found;
}
