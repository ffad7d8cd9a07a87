import {
  dispositionOf,
  type ErrorCode,
  type Instant,
  isSyncError,
  type MailboxMessage,
  mailKey,
  SyncError,
} from '@concord/core';
import { type Connection, readConnection } from '../connect/connection.ts';
import { openConnection } from '../connect/open-connection.ts';
import { withFreshToken } from '../connect/with-fresh-token.ts';
import type { EnginePorts } from '../ports.ts';
import { laterBy, maximumDelayMs } from '../sync/after-failure.ts';
import { besideSyncs, type Lease, takeLease } from '../sync/lease.ts';
import { ringOthers } from '../sync/ring-others.ts';
import { giveUpWishes } from '../wishes/wishes.ts';
import { beginStep } from './begin-step.ts';
import { colleaguesOf } from './colleagues.ts';
import { fillNewStep } from './fill-new-step.ts';
import { hookStep } from './hook-step.ts';
import type { BoxId } from './keys.ts';
import { directoryStep, lookMs, lookStep } from './look-step.ts';
import { ensureMailSettings } from './mail-settings.ts';
import { type LoadedMailWork, readAliases, readMailWork, saveMailWork } from './mail-work.ts';
import { type MailWork, openMailbox, remember } from './open-mailbox.ts';
import { passStep } from './pass-step.ts';
import { firmsOwn } from './ring-mail.ts';
import { runStep } from './run-step.ts';
import type { StepResult } from './step.ts';
import { sweepFirm } from './sweep-firm.ts';
import { tellingWishes, wishStep } from './work-on-mail-wishes.ts';

const nobodysSync = besideSyncs.mail;

/**
 * One slice of work on a mailbox. Safe to run twice, late, or after the mailbox was disconnected. What people wish for comes first,
 * then what was rung for, what came since, and runs; the daily pass of the contacts comes last.
 */
export async function workOnMail(ports: EnginePorts, message: MailboxMessage): Promise<void> {
  const { firm, connection } = message;
  const box = { firm, connection };
  const lease = await takeLease(ports, { ...box, sync: nobodysSync });
  if (lease === undefined) return;
  const outcome = await outcomeOf(ports, box, lease);
  const now = ports.clock.now();
  const { failures, restUntil, goOnAt, bug } = outcome;
  const released = await lease.release({
    ...(failures === undefined ? {} : { failures }),
    ...(restUntil === undefined ? {} : { restUntil }),
  });
  const { [nobodysSync]: own, ...others } = released.rungBy;
  const at = goOnAt ?? (own === undefined ? undefined : now);
  if (at !== undefined) await ports.queue.send(message, Math.min(Math.max(at - now, 0), maximumDelayMs));
  await ringOthers(ports, box, others, Math.max((restUntil ?? now) - now, 0));
  if (bug !== undefined) throw bug;
}

type Outcome = {
  /** When somebody has to go on. */
  readonly goOnAt?: Instant;
  /** When the poll is to ring, where that is not soon. */
  readonly dueAt?: Instant;
  /** Nobody needs to come back by himself: the mailbox is not connected. */
  readonly isOver?: true;
  readonly failures?: number;
  readonly restUntil?: Instant;
  readonly bug?: unknown;
};

async function outcomeOf(ports: EnginePorts, box: BoxId, lease: Lease): Promise<Outcome> {
  const resting = lease.restUntil ?? 0;
  if (resting > ports.clock.now()) return { goOnAt: resting, failures: lease.failures };
  if (box.connection === firmsOwn) return await orFailure(ports, lease, async () => await sweepFirm(ports, box.firm));
  const memory = { loaded: await readMailWork(ports, box), changed: false };
  const outcome = await orFailure(ports, lease, async () => {
    return await tellingWishes(ports, box, async () => await slice(ports, box, lease, memory));
  });
  await saveAfter(ports, box, memory, outcome);
  return outcome;
}

type Memory = MailWork['memory'];
/** More than a slice of seconds can ever do: a step takes a request. */
const maximumRounds = 200;

async function slice(ports: EnginePorts, box: BoxId, lease: Lease, memory: Memory): Promise<Outcome> {
  const connection = await readConnection(ports, box.firm, box.connection);
  if (connection?.state !== 'active' || connection.purpose !== 'mail') {
    await giveUpWishes(ports, box, 'grantLost', true);
    return { isOver: true };
  }
  const isAnew = memory.loaded.record.connectedAt !== (connection.since ?? 0);
  const work = await openWork(ports, box, lease, memory, isAnew);
  try {
    for (let rounds = 0; rounds < maximumRounds && ports.clock.now() < work.deadline; rounds += 1) {
      await lease.confirm();
      const result = await withFreshToken(work.open, async () => await firstStep(work));
      if (result === 'idle') return {};
      if (typeof result === 'object') return { goOnAt: result.waitUntil };
    }
    return { goOnAt: ports.clock.now() };
  } catch (error) {
    await noteFailure(work, connection, error);
    throw error;
  }
}

async function openWork(
  ports: EnginePorts,
  box: BoxId,
  lease: Lease,
  memory: Memory,
  isAnew: boolean,
): Promise<MailWork> {
  const [open, settings, aliases, colleagues] = await Promise.all([
    openConnection(ports, box.firm, box.connection),
    ensureMailSettings(ports, box.firm),
    readAliases(ports, box),
    colleaguesOf(ports, box.firm, isAnew),
  ]);
  const { account } = open.connection;
  const own = (): readonly string[] => [account, ...aliases, ...memory.loaded.record.addresses];
  return {
    ports,
    box,
    connection: open.connection,
    ...openMailbox(ports, open, lease),
    open,
    lease,
    settings,
    ownAddresses: () => new Set(own().map(mailKey)),
    colleagues: new Set(colleagues),
    deadline: ports.clock.now() + ports.settings.sliceMs,
    memory,
    save: async () => await save(ports, box, memory),
  };
}

async function save(ports: EnginePorts, box: BoxId, memory: Memory): Promise<void> {
  if (!memory.changed) return;
  if (!(await saveMailWork(ports, box, memory.loaded)))
    throw new SyncError('leaseLost', 'Another worker wrote what this one remembers.');
  memory.loaded = { ...memory.loaded, rev: memory.loaded.rev + 1 };
  memory.changed = false;
}

/** In their order; the first that has something to do does it. */
const steps: readonly ((work: MailWork) => Promise<StepResult>)[] = [
  hookStep,
  beginStep,
  directoryStep,
  lookStep,
  fillNewStep,
  runStep,
  passStep,
];

async function firstStep(work: MailWork): Promise<StepResult> {
  const wished = await wishStep(work);
  if (wished === 'more') return wished;
  for (const step of steps) {
    const result = await step(work);
    if (result !== 'idle') return soonerOf(result, wished);
  }
  return wished;
}

/** A wish that is held keeps nobody else waiting. */
function soonerOf(result: StepResult, wished: StepResult): StepResult {
  if (typeof result !== 'object' || typeof wished !== 'object') return result;
  return { waitUntil: Math.min(result.waitUntil, wished.waitUntil) };
}

/** What the provider refuses to this account for good is said by the connection; what it is not, by the mailbox. */
async function noteFailure(work: MailWork, { provider }: Connection, error: unknown): Promise<void> {
  if (!isSyncError(error)) return;
  const disposition = dispositionOf(error.code);
  work.ports.log.info('mail.failed', { code: error.code, provider: error.provider ?? provider });
  if (disposition === 'pauseConnection') await work.open.lose(error.code);
  if (disposition === 'stopSync') noteStopped(work, error.code);
}

function noteStopped(work: MailWork, code: ErrorCode): void {
  remember(work, (record) => ({ ...record, stopped: { code, at: work.ports.clock.now() } }));
}

/** What a mailbox is stopped at is tried again so often. */
const retryStoppedMs = 24 * 60 * 60_000;

async function orFailure(ports: EnginePorts, lease: Lease, attempt: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await attempt();
  } catch (error) {
    const failures = lease.failures + 1;
    const now = ports.clock.now();
    if (!isSyncError(error)) return { goOnAt: laterBy(ports, failures), failures, bug: error };
    switch (dispositionOf(error.code)) {
      case 'endSlice':
        return { goOnAt: now + ports.settings.leaseMs };
      case 'pauseConnection':
        return { isOver: true };
      case 'stopSync':
        return { dueAt: now + retryStoppedMs };
      default: {
        const goOnAt = error.retryAfterMs === undefined ? laterBy(ports, failures) : now + error.retryAfterMs;
        return { goOnAt, failures, ...(error.code === 'rateLimited' ? { restUntil: goOnAt } : {}) };
      }
    }
  }
}

/** What is remembered, and when somebody must look although nobody rings. */
async function saveAfter(ports: EnginePorts, box: BoxId, memory: Memory, outcome: Outcome): Promise<void> {
  const { dueAt: before, ...loaded } = memory.loaded;
  const dueAt = dueAfter(ports, loaded, outcome);
  if (!memory.changed && dueAt === before) return;
  await saveMailWork(ports, box, { ...loaded, ...(dueAt === undefined ? {} : { dueAt }) });
}

const soonestMs = 60_000;

function dueAfter(
  ports: EnginePorts,
  { record }: LoadedMailWork,
  { goOnAt, dueAt, isOver }: Outcome,
): Instant | undefined {
  if (isOver || dueAt !== undefined) return dueAt;
  const now = ports.clock.now();
  // The message that goes on at once may be lost with its sender.
  if (goOnAt !== undefined) return Math.max(goOnAt, now) + ports.settings.leaseMs;
  return Math.max((record.lookedAt ?? 0) + lookMs, now + soonestMs);
}
