import { type ChangeMessage, type Instant, SyncError, type Transport } from '@concord/core';
import { updateRow } from '../connect/update-row.ts';
import type { EnginePorts } from '../ports.ts';
import { accountKey } from './keys.ts';

/** One worker per right-hand account: it holds the row until a deadline, under a number that only grows. */
export type AccountRow = {
  readonly fence: number;
  readonly holder?: string;
  readonly until?: Instant;
  /** Whoever held it when a person stopped the sync may be at its last batch until then. */
  readonly endingUntil?: Instant;
  /** For whom somebody rang while it was held, and why. */
  readonly rungBy?: RungBy;
  /** When a poll should ring next: the soonest of `dues`. */
  readonly dueAt?: Instant;
  /** By sync. */
  readonly dues?: Readonly<Record<string, Instant>>;
  readonly firm: string;
  readonly syncs: readonly string[];
  /** By sync: when both sides were last read to the end of what was new. */
  readonly checkedAt: Readonly<Record<string, Instant>>;
  /** By sync: as of when both sides were in step, proven by a look at both with nothing left to write. */
  readonly inStepAt?: Readonly<Record<string, Instant>>;
  /** By sync: when a message that is under way will be here. It is enough for all who wait for that moment or a later one. */
  readonly awaited?: Readonly<Record<string, Instant>>;
  /** Failures in a row, for the pause before the next try. */
  readonly failures?: number;
  /** A provider asked for quiet until then, whoever rings. */
  readonly restUntil?: Instant;
};

type Why = ChangeMessage['why'];
export type RungBy = Readonly<Record<string, Why>>;

export type Account = { readonly firm: string; readonly connection: string; readonly sync: string };

/** Who else takes the lease of a connection, beside its syncs: for its watches, its lists of calendars, and its mail. */
export const besideSyncs = { watches: 'watches', calendars: 'calendars', mail: 'mail' } as const;

export const isBesideSyncs = (name: string): name is keyof typeof besideSyncs => Object.hasOwn(besideSyncs, name);

export type Lease = {
  readonly fence: number;
  readonly failures: number;
  /** Whoever held it before never gave it back: what that one had not saved is lost. */
  readonly isTakenOver: boolean;
  readonly awaitedAt: Instant | undefined;
  readonly restUntil: Instant | undefined;
  /** Throws `leaseLost` when no request may start any more; it may still be under way when the lease ends. */
  readonly check: () => void;
  /** Asks the table whether the lease is still ours, and makes it longer when half of it is gone. Throws `leaseLost`. */
  readonly confirm: () => Promise<void>;
  /** What a provider asked for is kept even by one who has lost the lease. */
  readonly release: (
    next: Partial<Pick<AccountRow, 'dueAt' | 'failures' | 'restUntil'>> & {
      awaitedAt?: Instant;
      checkedAt?: Instant;
      inStepAt?: Instant;
    },
  ) => Promise<Released>;
};

/** `isLost`: it was somebody else's by then. `rungBy`: for whom somebody rang meanwhile. */
export type Released = { readonly isLost: boolean; readonly rungBy: RungBy };

/** The way to a provider, behind a gate that lets no request start without the lease. */
export const gatedBy =
  (lease: Lease, { transport }: Pick<EnginePorts, 'transport'>): Transport =>
  async (request) => {
    lease.check();
    return await transport(request);
  };

/** Until when a worker that lost its lease to a person may be at its last batch; 0 when there is none. */
export async function endingUntil(ports: EnginePorts, firm: string, connection: string): Promise<Instant> {
  const row = (await ports.table.get(accountKey(firm, connection))) as unknown as AccountRow | undefined;
  return row?.endingUntil ?? 0;
}

/** Until when a provider asked for quiet; 0 when it did not. */
export async function restUntil(ports: EnginePorts, firm: string, connection: string): Promise<Instant> {
  const row = (await ports.table.get(accountKey(firm, connection))) as unknown as AccountRow | undefined;
  return row?.restUntil ?? 0;
}

/** Undefined when another worker holds it; that one is told to ring again, for the same reason. */
export async function takeLease(ports: EnginePorts, account: Account, why: Why = 'push'): Promise<Lease | undefined> {
  const holder = ports.random.id(9);
  let mine: AccountRow | undefined;
  let isTakenOver = false;
  await updateRow(ports.table, accountKey(account.firm, account.connection), (row) => {
    const known = row as unknown as AccountRow | undefined;
    const now = ports.clock.now();
    mine = undefined;
    if (known?.until !== undefined && known.until > now) {
      const { rungBy = {} } = known;
      const before = rungBy[account.sync];
      // Who only heard a ring looks at less than whoever came for anything else.
      const reason = before === undefined || before === 'push' ? why : before;
      return reason === before ? undefined : body({ ...known, rungBy: { ...rungBy, [account.sync]: reason } });
    }
    isTakenOver = known?.until !== undefined;
    mine = claimed(known, account, holder, { now, until: now + ports.settings.leaseMs });
    return body(mine);
  });
  return mine && createLease(ports, account, mine, isTakenOver);
}

/** The worker's number is no longer the newest, so it makes no further call; a batch that is under way still ends. */
export async function endLease(ports: EnginePorts, firm: string, connection: string): Promise<void> {
  await updateRow(ports.table, accountKey(firm, connection), (row) => {
    const known = row as unknown as AccountRow | undefined;
    if (known?.until === undefined) return undefined;
    const { until, holder: _, ...rest } = known;
    return body({ ...rest, fence: known.fence + 1, endingUntil: until });
  });
}

export async function readAccount(
  ports: EnginePorts,
  { firm, connection }: Pick<Account, 'firm' | 'connection'>,
): Promise<AccountRow | undefined> {
  return (await ports.table.get(accountKey(firm, connection))) as unknown as AccountRow | undefined;
}

/** The first number is the time, so that it is new also where the row was removed since. */
function claimed(
  known: AccountRow | undefined,
  { firm, sync }: Account,
  holder: string,
  { now, until }: { readonly now: Instant; readonly until: Instant },
): AccountRow {
  const { rungBy: _, ...rest } = known ?? { fence: now, firm, syncs: [], checkedAt: {} };
  const syncs = rest.syncs.includes(sync) || isBesideSyncs(sync) ? rest.syncs : [...rest.syncs, sync];
  return { ...rest, syncs, fence: rest.fence + 1, holder, until };
}

function createLease(ports: EnginePorts, account: Account, claim: AccountRow, isTakenOver: boolean): Lease {
  const key = accountKey(account.firm, account.connection);
  const { leaseMs, requestTimeoutMs } = ports.settings;
  let until = claim.until ?? 0;
  const lost = (): SyncError => new SyncError('leaseLost', 'Another worker looks after this account now.');
  const check = (): void => {
    if (ports.clock.now() + Math.min(requestTimeoutMs, leaseMs / 2) > until) throw lost();
  };
  return {
    fence: claim.fence,
    failures: claim.failures ?? 0,
    isTakenOver,
    awaitedAt: claim.awaited?.[account.sync],
    restUntil: claim.restUntil,
    check,
    confirm: async () => {
      check();
      const now = ports.clock.now();
      if (until - now > leaseMs / 2) {
        const row = (await ports.table.get(key)) as unknown as AccountRow | undefined;
        if (row?.fence !== claim.fence) throw lost();
        return;
      }
      await updateRow(ports.table, key, (row) => {
        const known = row as unknown as AccountRow | undefined;
        if (known?.fence !== claim.fence) throw lost();
        until = now + leaseMs;
        return body({ ...known, until });
      });
    },
    release: async ({ checkedAt: checked, inStepAt, dueAt, awaitedAt, ...next }) => {
      let released: Released = lostIt;
      await updateRow(ports.table, key, (row) => {
        const known = row as unknown as AccountRow | undefined;
        released = lostIt;
        const restUntil = Math.max(known?.restUntil ?? 0, next.restUntil ?? 0);
        if (known?.fence !== claim.fence)
          return known && next.restUntil === restUntil ? body({ ...known, restUntil }) : undefined;
        released = { isLost: false, rungBy: known.rungBy ?? {} };
        const { holder: _holder, until: _until, rungBy: _rungBy, failures: _failures, ...rest } = known;
        const times = checked === undefined ? rest.checkedAt : { ...rest.checkedAt, [account.sync]: checked };
        const inStep = inStepAt === undefined ? {} : { inStepAt: { ...rest.inStepAt, [account.sync]: inStepAt } };
        const now = ports.clock.now();
        const awaited = ahead(rest.awaited, account.sync, awaitedAt, now);
        const due = dueAt === undefined ? {} : dueOf(ahead(rest.dues, account.sync, dueAt, now));
        return body({ ...rest, ...next, ...due, awaited, restUntil, checkedAt: times, ...inStep });
      });
      return released;
    },
  };
}

const lostIt: Released = { isLost: true, rungBy: {} };

/** With the time of this sync, and those of others that are still to come. */
function ahead(
  times: Readonly<Record<string, Instant>> = {},
  sync: string,
  at: Instant | undefined,
  now: Instant,
): Readonly<Record<string, Instant>> {
  const others = Object.entries(times).filter(([name, time]) => name !== sync && time > now);
  const own = at ?? times[sync];
  return Object.fromEntries(own === undefined ? others : [...others, [sync, own]]);
}

const dueOf = (dues: Readonly<Record<string, Instant>>): Pick<AccountRow, 'dues' | 'dueAt'> => ({
  dues,
  dueAt: Math.min(...Object.values(dues)),
});

function body(row: AccountRow): Record<string, unknown> {
  const { pk: _pk, sk: _sk, rev: _rev, ...rest } = row as unknown as Record<string, unknown>;
  return Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
}
