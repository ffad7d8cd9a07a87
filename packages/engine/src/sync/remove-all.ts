import type { Row } from '@concord/core';
import type { EnginePorts } from '../ports.ts';
import type { Lease } from './lease.ts';

const atOnce = 500;
/** Bounds a loop over rows that somebody still writes; far more than Concord ever keeps of one. */
const maximumPages = 20_000;

/** Removes every row there whose sort key begins so, as long as the lease is ours. Throws `leaseLost`. */
export async function removeAll(ports: EnginePorts, pk: string, prefix: string, lease: Lease): Promise<void> {
  await eachPage(ports, pk, prefix, async (rows) => {
    await lease.confirm();
    await ports.table.removeMany(rows.map(({ sk }) => ({ pk, sk })));
  });
}

/** `remove` removes what it gets: so every page is the first one, until there is none. */
export async function eachPage(
  ports: EnginePorts,
  pk: string,
  prefix: string,
  remove: (rows: readonly Row[]) => Promise<void>,
): Promise<void> {
  for (let page = 0; page < maximumPages; page += 1) {
    const { rows } = await ports.table.query({ pk, prefix, limit: atOnce });
    if (rows.length === 0) return;
    await remove(rows);
  }
  throw new Error(`There is no end of ${prefix} rows`);
}
