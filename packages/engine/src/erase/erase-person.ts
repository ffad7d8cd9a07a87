import { isSyncError } from '@concord/core';
import type { EnginePorts } from '../ports.ts';
import { leaseOf } from '../sync/end-subscriptions.ts';
import { mappingsOf, openIntents } from '../sync/intents.ts';
import { partOfSync, settlePrefix } from '../sync/keys.ts';
import { ringOthers } from '../sync/ring-others.ts';
import { isUndoing, listRecords, readSync, type SyncRecord, updateSync } from '../sync/sync-record.ts';
import { readWork } from '../sync/work-record.ts';
import { type Correspondent, findCorrespondent, isKnownInMail } from './correspondent.ts';
import { eraseMail } from './erase-mail.ts';
import { eraseWatches } from './erase-watches.ts';
import { cardsOf, type Found, findPerson, peopleOf, type Wanted } from './find-person.ts';
import { type ErasedKind, sweep } from './sweep.ts';
import {
  beginErasures,
  digestOfContact,
  type Erased,
  endErasure,
  type OpenErasure,
  openErasures,
  readErased,
  saveErased,
} from './tombstones.ts';

export type Erasure = {
  /** Of how many syncs, under which mapping. */
  readonly records: readonly { readonly sync: string; readonly mapping: string }[];
  readonly counts: Readonly<Partial<Record<ErasedKind, number>>>;
  /** Syncs that could not be gone through just now, and why: to be typed again. */
  readonly later: readonly { readonly sync: string; readonly because: string }[];
};

/** What would be erased, and how much there is of it. Changes nothing. Throws as `erasePerson` does. */
export async function lookForPerson(ports: EnginePorts, firm: string, wanted: Wanted): Promise<Erasure> {
  const { found, who } = await findEverywhere(ports, firm, wanted, false);
  const erased = digestsOf(firm, found, who);
  const counting = createCounting();
  for (const { sync, mapping } of opensFor(await listRecords(ports, firm), found)) {
    const record = await readSync(ports, { firm, sync });
    if (record === undefined) continue;
    const confirm = async (): Promise<void> => undefined;
    await sweep({ ports, record, mapping, erased, isDryRun: true, confirm, count: counting.count });
  }
  if (wanted.watches) counting.count('watches', await eraseWatches(ports, firm, erased, true));
  await eraseMail({ ports, firm, who, isDryRun: true, count: counting.count });
  return { records: recordsIn(found), counts: counting.counts, later: [] };
}

/**
 * Removes all that Concord keeps of one person in a firm, and keeps digests by which it passes them over from now on: what stands
 * in Clio and in other accounts stays there, and is not kept in step any more. What an earlier one that died had begun is
 * finished first. Throws `notFound`, and `refused` where several people fit.
 */
export async function erasePerson(ports: EnginePorts, firm: string, wanted: Wanted): Promise<Erasure> {
  const counting = createCounting();
  const begun = await openErasures(ports, firm);
  const laterBefore = await finishAll(ports, firm, begun, counting.count);
  const { found, who } = await findEverywhere(ports, firm, wanted, begun.length > 0);
  // First the digests: nobody is read again who is half gone.
  const erased = digestsOf(firm, found, who);
  await saveErased(ports, firm, erased);
  const records = await listRecords(ports, firm);
  const opens = erased.size === 0 ? [] : opensFor(records, found);
  await beginErasures(ports, firm, opens);
  for (const { sync } of records)
    await updateSync(ports, { firm, sync }, (known) => (known.erased ? undefined : { ...known, erased: true }));
  // Before the mappings: as long as those are there, a look leads to the watches as well.
  if (wanted.watches) counting.count('watches', await eraseWatches(ports, firm, erased, false));
  await eraseMail({ ports, firm, who, isDryRun: false, count: counting.count });
  const later = await finishAll(ports, firm, opens, counting.count);
  return { records: recordsIn(found), counts: counting.counts, later: [...laterBefore, ...later] };
}

type FoundEverywhere = { readonly found: readonly Found[]; readonly who: Correspondent };

/**
 * In the syncs, and in the mail, which needs none. Where an earlier one that died had come to its end but for the last step, nobody is
 * found any more.
 */
async function findEverywhere(
  ports: EnginePorts,
  firm: string,
  wanted: Wanted,
  hasFinished: boolean,
): Promise<FoundEverywhere> {
  try {
    const found = await findPerson(ports, firm, wanted);
    return { found, who: await findCorrespondent(ports, firm, wanted, found) };
  } catch (error) {
    if (!isSyncError(error) || error.code !== 'notFound') throw error;
    const who = await findCorrespondent(ports, firm, wanted, []);
    if (!hasFinished && !isKnownInMail(who)) throw error;
    return { found: [], who };
  }
}

async function finishAll(
  ports: EnginePorts,
  firm: string,
  opens: readonly OpenErasure[],
  count: (kind: ErasedKind) => void,
): Promise<Erasure['later']> {
  const erased = opens.length === 0 ? new Set<string>() : await readErased(ports, firm);
  const later: Erasure['later'][number][] = [];
  for (const open of opens) {
    const because = await finish(ports, firm, open, erased, count);
    if (because !== undefined) later.push({ sync: open.sync, because });
  }
  return later;
}

/** Under the lease of the account, so that no worker has an old sight in its hands. Returns why it has to wait. */
async function finish(
  ports: EnginePorts,
  firm: string,
  open: OpenErasure,
  erased: Erased,
  count: (kind: ErasedKind) => void,
): Promise<string | undefined> {
  const { sync, mapping } = open;
  const known = await readSync(ports, { firm, sync });
  if (known === undefined) {
    await endErasure(ports, firm, open);
    return undefined;
  }
  try {
    const lease = await leaseOf(ports, known);
    try {
      const record = (await readSync(ports, { firm, sync })) ?? known;
      const because = await busyWith(ports, record, mapping);
      if (because !== undefined) return because;
      await sweep({ ports, record, mapping, erased, isDryRun: false, confirm: lease.confirm, count });
      await endErasure(ports, firm, open);
      return undefined;
    } finally {
      const { rungBy } = await lease.release({});
      await ringOthers(ports, { firm, connection: known.right.connection }, rungBy, 0);
    }
  } catch (error) {
    if (isSyncError(error) && (error.code === 'unavailable' || error.code === 'leaseLost')) return error.message;
    throw error;
  }
}

/** A plan that is being made or carried out goes by the place of its lines; a write that is not known may still be told. */
async function busyWith(
  ports: EnginePorts,
  record: SyncRecord,
  mapping: string | undefined,
): Promise<string | undefined> {
  const doing = [record.state, record.resumes].some((state) => state === 'scanning' || state === 'running');
  const isPassing = record.refresh !== undefined || (await readWork(ports, record)).record.pass !== undefined;
  if (doing || isPassing || isUndoing(record)) return 'A run is under way.';
  if (mapping === undefined) return undefined;
  const intents = await openIntents(ports, record);
  if (intents.some((intent) => mappingsOf(intent).includes(mapping))) return 'A write of this record is under way.';
  const { rows } = await ports.table.query({ pk: partOfSync.pk(record), prefix: settlePrefix, limit: 1000 });
  const isSettling = rows.some((row) => JSON.stringify(row).includes(mapping));
  return isSettling ? 'A delete of this record waits for its minute.' : undefined;
}

const digestsOf = (firm: string, found: readonly Found[], { contacts }: Correspondent): Erased =>
  new Set([
    ...found.flatMap((one) => [...cardsOf(one), ...peopleOf(one)]),
    ...[...contacts].map((contact) => digestOfContact(firm, contact)),
  ]);

const recordsIn = (found: readonly Found[]): Erasure['records'] =>
  found.map(({ record, mapping }) => ({ sync: record.sync, mapping: mapping.id }));

/** The pages of every run of the firm may show them, also where no mapping came of it. */
function opensFor(records: readonly SyncRecord[], found: readonly Found[]): readonly OpenErasure[] {
  const known = recordsIn(found);
  const others = records.filter(({ sync }) => !known.some((one) => one.sync === sync));
  return [...known, ...others.map(({ sync }) => ({ sync }))];
}

function createCounting() {
  const counts: Partial<Record<ErasedKind, number>> = {};
  const count = (kind: ErasedKind, more = 1): void => {
    if (more > 0) counts[kind] = (counts[kind] ?? 0) + more;
  };
  return { counts, count };
}
