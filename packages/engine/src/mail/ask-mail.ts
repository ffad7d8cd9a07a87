import {
  instantAt,
  type MailDays,
  type MailSettings,
  type MailSettingsEdit,
  type MailView,
  mailKey,
  SyncError,
} from '@concord/core';
import { readMember } from '../connect/firm.ts';
import type { Caller, EnginePorts } from '../ports.ts';
import type { BoxId } from './keys.ts';
import {
  endedRun,
  isOpenRun,
  isOverRun,
  listMailRuns,
  type MailRun,
  mailRunId,
  noMailCounts,
  updateMailRun,
} from './mail-run.ts';
import { suggestedSettings, updateMailSettings } from './mail-settings.ts';
import { gapsOf, mailView } from './mail-view.ts';
import { putAliases, readMailWork } from './mail-work.ts';
import { ownMailbox } from './own-mailbox.ts';
import { firmsOwn } from './ring-mail.ts';

/** Changes what is given. Throws `refused` for anybody but the account owner. */
export async function saveMailSettings(ports: EnginePorts, caller: Caller, edit: MailSettingsEdit): Promise<MailView> {
  const { firm } = caller;
  if ((await readMember(ports, caller))?.isOwner !== true)
    throw new SyncError('refused', 'Only the account owner of your firm at Clio can change how its mail is filed.');
  const suggested = await suggestedSettings(ports, firm);
  const dueAt = ports.clock.now() + ports.settings.leaseMs;
  const sweep = { id: ports.random.id(9) };
  let mustSweep = false;
  await updateMailSettings(ports, firm, (known = { firm, settings: suggested }) => {
    const settings = edited(known.settings, edit);
    mustSweep = settings.retentionDays !== known.settings.retentionDays;
    return { ...known, settings, ...(mustSweep ? { sweep, dueAt } : {}) };
  });
  if (mustSweep) await ports.queue.send({ v: 1, kind: 'mail', firm, connection: firmsOwn });
  return await mailView(ports, caller);
}

function edited(known: MailSettings, { retentionDays, ...edit }: MailSettingsEdit): MailSettings {
  const { retentionDays: before, ...rest } = known;
  const days = retentionDays === undefined ? before : (retentionDays ?? undefined);
  return { ...rest, ...edit, ...(days === undefined ? {} : { retentionDays: days }) };
}

/** Addresses that are the member's own as well: nobody there counts as a contact. */
export async function saveAliases(
  ports: EnginePorts,
  caller: Caller,
  id: string,
  aliases: readonly string[],
): Promise<MailView> {
  const box = await boxOf(ports, caller, id);
  const byKey = new Map(aliases.map((alias) => [mailKey(alias), alias.trim()]));
  if (byKey.has('')) throw new SyncError('refused', 'One of these is not an e-mail address.');
  await putAliases(ports, box, [...byKey.values()]);
  return await mailView(ports, caller);
}

/** Looks through a gap. Asking again while that is under way changes nothing. Throws `notFound`, and `refused` while disconnected. */
export async function fillGap(ports: EnginePorts, caller: Caller, id: string, gap: string): Promise<MailView> {
  const box = await workingBoxOf(ports, caller, id);
  const [{ record }, runs] = [await readMailWork(ports, box), await listMailRuns(ports, box)];
  const found = gapsOf(record, runs).find((one) => one.id === gap);
  if (found === undefined) throw new SyncError('notFound', 'There is no such gap. It may be filled by now.');
  if (!runs.some((run) => run.gap === gap && isOpenRun(run))) {
    const { from, until } = found;
    await addRun(ports, box, { kind: 'gap', state: 'running', from, until, gap });
  }
  return await mailView(ports, caller);
}

/** So many wait for their turn in one mailbox at most. */
const mostOpen = 10;

/**
 * Counts what there is in these days, for a person who then starts it or leaves it. What was counted before and not started is put
 * aside. Throws `refused` for days that have not come, and while disconnected.
 */
export async function requestBackSync(
  ports: EnginePorts,
  caller: Caller,
  id: string,
  days: MailDays,
): Promise<MailView> {
  await askBackSync(ports, caller, id, days);
  return await mailView(ports, caller);
}

/** The same, for whoever wants to know which run it is. */
export async function askBackSync(ports: EnginePorts, caller: Caller, id: string, days: MailDays): Promise<MailRun> {
  const box = await workingBoxOf(ports, caller, id);
  const now = ports.clock.now();
  const { from, until } = spanOf(days);
  if (from >= now) throw new SyncError('refused', 'These days have not come yet.');
  if (until <= from) throw new SyncError('refused', 'The last day is before the first one.');
  if (until - from > longestMs) throw new SyncError('refused', 'Choose at most ten years.');
  const runs = await listMailRuns(ports, box);
  if (runs.filter(isOpenRun).length >= mostOpen)
    throw new SyncError('refused', 'So many looks through older mail wait already. Try again when some are done.');
  for (const run of runs)
    if (run.kind === 'backSync' && (run.state === 'counting' || run.state === 'counted'))
      await updateMailRun(ports, box, run.id, (known) => known && endedRun(known, 'stopped', now));
  return await addRun(ports, box, { kind: 'backSync', state: 'counting', from, until: Math.min(until, now) });
}

const dayMs = 24 * 60 * 60_000;
const longestMs = 10 * 366 * dayMs;

function spanOf({ from, to, zone }: MailDays): { readonly from: number; readonly until: number } {
  return { from: instantAt(Date.parse(from), zone), until: instantAt(Date.parse(to) + dayMs, zone) };
}

/** Begins what was counted. Throws `notFound`, and `refused` for one that is over. */
export async function startMailRun(ports: EnginePorts, caller: Caller, id: string, run: string): Promise<MailView> {
  const box = await workingBoxOf(ports, caller, id);
  const dueAt = ports.clock.now() + ports.settings.leaseMs;
  const started = await updateMailRun(ports, box, run, (known) =>
    known?.state === 'counted' ? { ...known, state: 'running', dueAt } : undefined,
  );
  if (started === undefined) throw new SyncError('notFound', 'There is no such run.');
  if (started.state !== 'running') throw new SyncError('refused', 'This was not counted, or is over. Count it again.');
  await ring(ports, box);
  return await mailView(ports, caller);
}

/** What was filed stays. What was begun by itself is shown as a gap then. Throws `notFound`. */
export async function stopMailRun(ports: EnginePorts, caller: Caller, id: string, run: string): Promise<MailView> {
  const box = await boxOf(ports, caller, id);
  const now = ports.clock.now();
  const stopped = await updateMailRun(ports, box, run, (known) => known && endedRun(known, 'stopped', now));
  if (stopped === undefined) throw new SyncError('notFound', 'There is no such run.');
  await ring(ports, box);
  return await mailView(ports, caller);
}

type NewRun = Pick<MailRun, 'kind' | 'state' | 'from' | 'until'> & { readonly gap?: string };

/** Saved together with when it is due: a lost message costs a minute or two, and not the wish. */
async function addRun(ports: EnginePorts, box: BoxId, wanted: NewRun): Promise<MailRun> {
  const now = ports.clock.now();
  const id = mailRunId(now, ports.random.id(6).replace(/[^\w]/gu, '0'));
  const dueAt = now + ports.settings.leaseMs;
  const run: MailRun = { ...box, ...wanted, id, askedAt: now, counts: noMailCounts, dueAt };
  await updateMailRun(ports, box, id, (known) => (known && isOverRun(known) ? undefined : run));
  await ring(ports, box);
  return run;
}

async function ring({ queue }: EnginePorts, box: BoxId): Promise<void> {
  await queue.send({ v: 1, kind: 'mail', firm: box.firm, connection: box.connection });
}

async function boxOf(ports: EnginePorts, caller: Caller, id: string): Promise<BoxId> {
  await ownMailbox(ports, caller, id);
  return { firm: caller.firm, connection: id };
}

async function workingBoxOf(ports: EnginePorts, caller: Caller, id: string): Promise<BoxId> {
  const { state } = await ownMailbox(ports, caller, id);
  if (state !== 'active')
    throw new SyncError('refused', 'This mailbox is not connected just now. Authorize it again first.');
  return { firm: caller.firm, connection: id };
}
