import type { Caller, EnginePorts } from '../ports.ts';
import { deleteWatch } from '../watches/ask-watches.ts';
import { historyPrefix, watchPartition } from '../watches/keys.ts';
import { allWatches } from '../watches/watch-record.ts';
import { digestOfContact, type Erased } from './tombstones.ts';

const rowsAtOnce = 500;
const maximumPages = 1_000;

/** Watches of matters whose client was erased, with their notes and history. Those made by hand name no client. */
export async function eraseWatches(
  ports: EnginePorts,
  firm: string,
  erased: Erased,
  isDryRun: boolean,
): Promise<number> {
  const theirs = (await allWatches(ports, firm)).filter(({ watch: { link } }) => isTheirs(firm, erased, link?.contact));
  if (isDryRun) return theirs.length;
  for (const { watch } of theirs) {
    await eraseHistory(ports, firm, watch.id);
    await deleteWatch(ports, operator(firm), watch.id);
  }
  return theirs.length;
}

/** Watches are the firm's, whoever asks. */
const operator = (firm: string): Caller => ({ firm, member: '' });

const isTheirs = (firm: string, erased: Erased, contact: string | undefined): boolean =>
  contact !== undefined && erased.has(digestOfContact(firm, contact));

async function eraseHistory({ table }: EnginePorts, firm: string, watch: string): Promise<void> {
  const pk = watchPartition(firm);
  for (let page = 0; page < maximumPages; page += 1) {
    const { rows } = await table.query({ pk, prefix: historyPrefix(watch), limit: rowsAtOnce });
    if (rows.length === 0) return;
    await table.removeMany(rows.map(({ sk }) => ({ pk, sk })));
  }
}
