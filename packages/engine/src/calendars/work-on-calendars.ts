import {
  type CalendarsMessage,
  type Catalogue,
  isSyncError,
  type Listed,
  type NewCalendar,
  type SideName,
  SyncError,
} from '@concord/core';
import { hostsOf } from '../connect/hosts.ts';
import { type OpenConnection, openConnection } from '../connect/open-connection.ts';
import { withFreshToken } from '../connect/with-fresh-token.ts';
import type { EnginePorts } from '../ports.ts';
import { maximumDelayMs, quietAskedFor } from '../sync/after-failure.ts';
import { besideSyncs, gatedBy, type Lease, takeLease } from '../sync/lease.ts';
import { refuseMissing } from '../sync/open-sides.ts';
import { ringOthers } from '../sync/ring-others.ts';
import { type Asked, readCalendarsRecord, updateCalendars } from './calendars-record.ts';

/**
 * Does what somebody wishes of the calendars of a connection, under the lease of that account: makes one, and reads those of
 * both sides. The wish is answered either way. Safe to run twice, late, or with nothing to do.
 */
export async function workOnCalendars(ports: EnginePorts, message: CalendarsMessage): Promise<void> {
  const { firm, connection } = message;
  const lease = await takeLease(ports, { firm, connection, sync: besideSyncs.calendars });
  if (lease === undefined) return;
  const { restUntil, bug } = await answer(ports, message, lease);
  const released = await lease.release(restUntil === undefined ? {} : { restUntil });
  const delayMs = Math.min(Math.max((restUntil ?? 0) - ports.clock.now(), 0), maximumDelayMs);
  await ringOthers(ports, message, released.rungBy, delayMs);
  if (bug !== undefined) throw bug;
}

type Answered = { readonly restUntil?: number; readonly bug?: unknown };

async function answer(ports: EnginePorts, message: CalendarsMessage, lease: Lease): Promise<Answered> {
  const { asked } = await readCalendarsRecord(ports, message);
  if (asked === undefined) return {};
  const at: { side: SideName } = { side: 'right' };
  try {
    if ((lease.restUntil ?? 0) > ports.clock.now())
      throw new SyncError('rateLimited', 'A provider asked for quiet.', {
        retryAfterMs: (lease.restUntil ?? 0) - ports.clock.now(),
      });
    at.side = 'left';
    const left = await listed(ports, message.firm, asked.left, lease, wishOn(asked, 'left'));
    at.side = 'right';
    const right = await listed(ports, message.firm, message.connection, lease, wishOn(asked, 'right'));
    await settle(ports, message, asked, { left, right, readAt: ports.clock.now() });
    return {};
  } catch (error) {
    if (!isSyncError(error)) return { bug: error };
    if (error.code === 'leaseLost') return {};
    ports.log.info('calendars.failed', { code: error.code, provider: error.provider ?? '' });
    await settle(ports, message, asked, { failed: { side: at.side, code: error.code } });
    const restUntil = quietAskedFor(ports, error);
    return restUntil === undefined ? {} : { restUntil };
  }
}

const wishOn = ({ make }: Asked, side: SideName): NewCalendar | undefined => (make?.side === side ? make : undefined);

/** Who asked again meanwhile is answered by the next worker. */
async function settle(
  ports: EnginePorts,
  owner: CalendarsMessage,
  asked: Asked,
  news: Partial<Awaited<ReturnType<typeof readCalendarsRecord>>>,
): Promise<void> {
  const { firm, connection } = owner;
  await updateCalendars(ports, { firm, connection }, ({ asked: now, dueAt, failed: _, ...known }) => {
    const isOver = now === undefined || isSame(now, asked);
    return { ...known, ...news, ...(isOver ? {} : { asked: now, ...(dueAt === undefined ? {} : { dueAt }) }) };
  });
}

const isSame = (one: Asked, other: Asked): boolean =>
  one.at === other.at && one.make?.side === other.make?.side && one.make?.name === other.make?.name;

/** So many are kept of an account, and so much of a name. No service has ids that long. */
const mostCalendars = 250;
const longestName = 120;
const longestId = 512;

async function listed(
  ports: EnginePorts,
  firm: string,
  connection: string,
  lease: Lease,
  make: NewCalendar | undefined,
): Promise<readonly Listed[]> {
  const open = await openConnection(ports, firm, connection);
  refuseMissing(ports, open, 'event');
  const catalogue = openCatalogue(ports, open, lease);
  return await withFreshToken(open, async () => {
    await lease.confirm();
    const before = await catalogue.list();
    const all = make ? await withNew(catalogue, before, make.name, lease) : before;
    const fitting = all.filter(({ id }) => id.length <= longestId).slice(0, mostCalendars);
    return fitting.map((one) => ({ ...one, name: one.name.slice(0, longestName) }));
  });
}

/** Whoever died after making it, or lost the answer, finds it by its name instead of making another. */
async function withNew(
  catalogue: Catalogue,
  before: readonly Listed[],
  name: string,
  lease: Lease,
): Promise<readonly Listed[]> {
  if (before.some((one) => one.name === name && one.writable && one.kind !== 'firm')) return before;
  await lease.confirm();
  const made = await catalogue.create(name);
  const after = await catalogue.list();
  // A list may run behind.
  return after.some(({ id }) => id === made.id) ? after : [...after, made];
}

function openCatalogue(ports: EnginePorts, { connection, accessToken }: OpenConnection, lease: Lease): Catalogue {
  const provider = ports.providers[connection.provider];
  const open = provider?.catalogues?.event;
  const hosts = provider && hostsOf(ports, provider, connection.region);
  if (open === undefined || hosts === undefined)
    throw new SyncError('misconfigured', 'This deployment has no calendars.', { provider: connection.provider });
  return open({
    transport: gatedBy(lease, ports),
    accessToken,
    hosts,
    clock: ports.clock,
  });
}
