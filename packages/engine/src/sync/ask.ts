import {
  type Answers,
  type NewSync,
  type ProviderName,
  type ScanRequest,
  SyncError,
  type SyncState,
  type SyncView,
} from '@concord/core';
import { ownConnection } from '../connect/connection.ts';
import { readMember } from '../connect/firm.ts';
import { updateRow } from '../connect/update-row.ts';
import type { Caller, EnginePorts } from '../ports.ts';
import { accountKey, hash, syncKey } from './keys.ts';
import { newRun, saveRun } from './run-record.ts';
import { isAtWork, listRecords, readSync, type SyncRecord, updateSync } from './sync-record.ts';
import { viewOf } from './sync-view.ts';
import { saveTodo, saveTodoForAll } from './todos.ts';

/** What people ask for. Everything here only notes the wish and rings; the worker does it. */

/** Makes the draft of a sync between the caller's Clio and one of their connections; again returns the same. Throws `notFound`, `conflict`. */
export async function createSync(ports: EnginePorts, caller: Caller, wish: NewSync): Promise<SyncView> {
  const right = await ownConnection(ports, caller, wish.right);
  const left = await clioConnection(ports, caller);
  if (right === undefined || left === undefined || right.provider === 'clio')
    throw new SyncError('notFound', 'There is no such connection.');
  if (ports.providers[right.provider]?.collections[wish.itemType] === undefined)
    throw new SyncError('refused', 'This account has nothing of that kind to sync.');
  const sync = hash(JSON.stringify([caller.firm, right.id, wish.itemType]));
  const record: Omit<SyncRecord, 'rev'> = {
    firm: caller.firm,
    sync,
    member: caller.member,
    itemType: wish.itemType,
    left: { provider: 'clio' satisfies ProviderName, connection: left.id },
    right: { provider: right.provider, connection: right.id },
    state: 'draft',
    policy: { conflicts: 'left', clioSyncOff: false },
  };
  const id = { firm: caller.firm, sync };
  await ports.table.put({ ...syncKey(id), ...record, rev: 1 }, { kind: 'absent' });
  return await syncView(ports, caller, sync);
}

async function clioConnection(ports: EnginePorts, caller: Caller) {
  const member = await readMember(ports, caller);
  for (const id of member?.connections ?? []) {
    const connection = await ownConnection(ports, caller, id);
    if (connection?.provider === 'clio') return connection;
  }
  return undefined;
}

/** Reads both sides and makes the preview. From a stop it also offers again what was released. */
export async function requestScan(
  ports: EnginePorts,
  caller: Caller,
  sync: string,
  { clioSyncOff, conflicts, deletes }: ScanRequest,
): Promise<SyncView> {
  const { state, resend } = await own(ports, caller, sync);
  if (!clioSyncOff)
    throw new SyncError('refused', 'Turn off Clio’s own sync first: two syncs of the same contacts make duplicates.');
  const offers = state === 'stopped' || resend === true;
  const run = newRun(ports.random.id(9), 'first', offers, ports.clock.now());
  // First the run, then the state that names it: whatever is lost in between, no sync is without its run.
  await saveRun(ports, { firm: caller.firm, sync }, run, 0);
  const record = await change(ports, caller, sync, ['draft', 'previewed', 'stopped'], (known) => {
    if (known.state !== state) throw new SyncError('conflict', 'Somebody else changed this sync. Reload the page.');
    return {
      ...withoutTrouble(known),
      state: 'scanning',
      run: run.id,
      resend: offers,
      policy: { ...known.policy, conflicts, clioSyncOff, ...(deletes ? { deletes } : {}) },
    };
  });
  return await rung(ports, caller, record);
}

/** Starts what the preview showed. From a pause by the brake it says "go on" for an hour. */
export async function startSync(ports: EnginePorts, caller: Caller, sync: string, run: string): Promise<SyncView> {
  const known = await own(ports, caller, sync);
  if (known.state === 'paused') return await goOn(ports, caller, known);
  const record = await change(ports, caller, sync, ['previewed'], (found) => {
    if (found.run !== run) throw new SyncError('conflict', 'There is a newer preview. Look at it, then start.');
    return { ...withoutTrouble(found), state: 'running' };
  });
  return await rung(ports, caller, record);
}

const brakeOffMs = 60 * 60 * 1000;

async function goOn(ports: EnginePorts, caller: Caller, known: SyncRecord): Promise<SyncView> {
  const braked = known.trouble?.startsWith('brake.') === true;
  const record = await change(ports, caller, known.sync, ['paused'], (found) => ({
    ...withoutTrouble(found),
    state: found.resumes ?? 'live',
    ...(braked ? { brakeOffUntil: ports.clock.now() + brakeOffMs } : {}),
  }));
  return await rung(ports, caller, record);
}

/** Nothing is written any more from now on, in either direction; a batch that is under way still ends. Safe to repeat. */
export async function stopSync(ports: EnginePorts, caller: Caller, sync: string): Promise<SyncView> {
  const known = await own(ports, caller, sync);
  const record = await change(
    ports,
    caller,
    sync,
    ['draft', 'scanning', 'previewed', 'running', 'live', 'paused', 'stopped'],
    (found) => {
      const { dueAt: _, ...rest } = withoutTrouble(found);
      const begun = found.state === 'live' || found.state === 'running' || found.state === 'paused';
      return found.state === 'stopped' ? undefined : { ...rest, state: begun ? 'stopped' : 'draft' };
    },
  );
  await endLease(ports, caller.firm, known.right.connection);
  await ports.queue.send({ v: 1, kind: 'change', firm: caller.firm, sync, why: 'person' });
  return await viewOf(ports, record);
}

/** The worker's number is no longer the newest, so it stops at its next step. */
async function endLease(ports: EnginePorts, firm: string, connection: string): Promise<void> {
  await updateRow(ports.table, accountKey(firm, connection), (row) => {
    if (row?.until === undefined) return undefined;
    const { pk: _pk, sk: _sk, rev: _rev, until: _until, holder: _holder, ...rest } = row;
    return { ...rest, fence: Number(row.fence) + 1 };
  });
}

/** What a person answered to held and parked items. */
export async function answer(ports: EnginePorts, caller: Caller, sync: string, answers: Answers): Promise<SyncView> {
  const record = await own(ports, caller, sync);
  const id = { firm: caller.firm, sync };
  for (const todo of answers.answers) await saveTodo(ports, id, todo);
  if (answers.allDifferent) await saveTodoForAll(ports, id);
  return await rung(ports, caller, record);
}

export async function syncView(ports: EnginePorts, caller: Caller, sync: string): Promise<SyncView> {
  return await viewOf(ports, await own(ports, caller, sync));
}

export async function listSyncs(ports: EnginePorts, caller: Caller): Promise<readonly SyncView[]> {
  const records = await listRecords(ports, caller.firm);
  return await Promise.all(
    records.filter(({ member }) => member === caller.member).map((record) => viewOf(ports, record)),
  );
}

/** A lost grant: its syncs make no further call until it is given again. */
export async function pauseSyncsOf(
  ports: EnginePorts,
  firm: string,
  connection: string,
  reason: string,
): Promise<void> {
  for (const known of await syncsWith(ports, firm, connection)) {
    await updateSync(ports, { firm, sync: known.sync }, (record) => {
      const { dueAt: _, ...rest } = record;
      const atWork = record.state === 'scanning' || record.state === 'running' || record.state === 'live';
      return atWork ? { ...rest, state: 'paused', resumes: record.state, trouble: reason } : undefined;
    });
  }
}

/** The grant is back: what was paused for want of it goes on where it was. */
export async function resumeSyncsOf(ports: EnginePorts, firm: string, connection: string): Promise<void> {
  for (const known of await syncsWith(ports, firm, connection)) {
    if (known.state !== 'paused' || known.trouble?.startsWith('brake.')) continue;
    const id = { firm, sync: known.sync };
    await updateSync(ports, id, (record) =>
      record.state === 'paused'
        ? { ...withoutTrouble(record), state: record.resumes ?? 'live', dueAt: ports.clock.now() }
        : undefined,
    );
    await ports.queue.send({ v: 1, kind: 'change', ...id, why: 'person' });
  }
}

async function syncsWith(ports: EnginePorts, firm: string, connection: string): Promise<readonly SyncRecord[]> {
  const records = await listRecords(ports, firm);
  return records.filter(({ left, right }) => left.connection === connection || right.connection === connection);
}

/** Another member's, another firm's and an unknown sync cannot be told apart. Throws `notFound`. */
export async function own(ports: EnginePorts, { firm, member }: Caller, sync: string): Promise<SyncRecord> {
  const record = await readSync(ports, { firm, sync });
  if (record === undefined || record.member !== member) throw new SyncError('notFound', 'There is no such sync.');
  return record;
}

async function change(
  ports: EnginePorts,
  caller: Caller,
  sync: string,
  from: readonly SyncState[],
  next: (record: SyncRecord) => SyncRecord | undefined,
): Promise<SyncRecord> {
  return await updateSync(ports, { firm: caller.firm, sync }, (record) => {
    if (!from.includes(record.state))
      throw new SyncError('conflict', `This cannot be done while the sync is ${record.state}. Reload the page.`);
    const wished = next(record);
    return wished && due(ports, wished);
  });
}

/** The wish carries a due time, so that a lost message costs a minute and not the wish. */
function due(ports: EnginePorts, record: SyncRecord): SyncRecord {
  return isAtWork(record) ? { ...record, dueAt: ports.clock.now() + ports.settings.leaseMs } : record;
}

async function rung(ports: EnginePorts, caller: Caller, record: SyncRecord): Promise<SyncView> {
  const { sync } = record;
  if (isAtWork(record)) await ports.queue.send({ v: 1, kind: 'change', firm: caller.firm, sync, why: 'person' });
  return await viewOf(ports, record);
}

function withoutTrouble(record: SyncRecord): SyncRecord {
  const { trouble: _trouble, resumes: _resumes, ...rest } = record;
  return rest;
}
