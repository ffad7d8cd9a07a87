import type { Provider } from '@concord/core';
import {
  type Clock,
  type Collection,
  type CollectionProfile,
  type Operation,
  type SideName,
  SyncError,
} from '@concord/core';
import { createMemoryBook, createMemoryProvider, type MemoryBook, roomyProfile } from '@concord/provider-memory';

/** What a request takes, by which a slice gets old. */
const requestMs = 300;
const minuteMs = 60_000;
/** Clio, for one token in busy hours. */
const clioPerMinute = 50;

/** Like Clio on the left and Microsoft 365 on the right, in what forces how fast they are. */
const profiles = {
  left: { ...roomyProfile, pageSize: 200, batchSize: 1, writesPerMinute: clioPerMinute },
  right: { ...roomyProfile, pageSize: 200, batchSize: 20, writesPerMinute: 2_400 },
} as const satisfies Record<SideName, CollectionProfile>;

export type Pair = Readonly<Record<SideName, MemoryBook>>;

export type Clouds = {
  readonly providers: { readonly clio: Provider; readonly microsoft: Provider };
  /** The books of one connection, by the token that opens them. Their notices never arrive. */
  readonly open: (token: string) => Pair;
};

type FleetClock = Clock & { readonly spend: (ms: number) => void };
type Written = (token: string, side: SideName, operation: Operation) => void;

export function createClouds(clock: FleetClock, written: Written): Clouds {
  const pairs = new Map<string, Pair>();
  const collections = new Map<string, Collection>();
  const provider = (name: 'clio' | 'microsoft', side: SideName): Provider => ({
    ...createMemoryProvider(createMemoryBook(clock), { name }),
    collections: {
      contact: ({ accessToken }) =>
        knocking(profiles[side], async () => {
          const token = await accessToken();
          const collection = collections.get(`${side} ${token}`);
          if (collection === undefined) throw new SyncError('grantLost', 'Nobody has this token.');
          return collection;
        }),
    },
  });
  const limited = (token: string, side: SideName, book: MemoryBook): Collection =>
    slowly(book.collection(), clock, side === 'left' ? createLimit(clock) : () => undefined, (operation) =>
      written(token, side, operation),
    );
  return {
    providers: { clio: provider('clio', 'left'), microsoft: provider('microsoft', 'right') },
    open: (token) => {
      const pair = {
        left: createMemoryBook(clock, { profile: profiles.left }),
        right: createMemoryBook(clock, { profile: profiles.right }),
      };
      pairs.set(token, pair);
      for (const side of ['left', 'right'] as const)
        collections.set(`${side} ${token}`, limited(token, side, pair[side]));
      return pair;
    },
  };
}

const calls = ['scan', 'changes', 'read', 'write', 'records', 'find', 'subscribe', 'renew', 'unsubscribe'] as const;
type Asking = Pick<Collection, (typeof calls)[number]>;
type Ask = (...input: readonly unknown[]) => Promise<unknown>;

const wrapped = (wrap: (call: (typeof calls)[number]) => Ask): Asking =>
  Object.fromEntries(calls.map((call) => [call, wrap(call)])) as unknown as Asking;

/** Whose it is turns out at the first request. */
function knocking(profile: CollectionProfile, open: () => Promise<Collection>): Collection {
  return {
    profile,
    ...wrapped(
      (call) =>
        async (...input) =>
          await ((await open())[call] as Ask)(...input),
    ),
  };
}

function slowly(
  collection: Collection,
  { spend }: FleetClock,
  refuse: () => void,
  written: (operation: Operation) => void,
): Collection {
  const asked = wrapped((call) => async (...input) => {
    refuse();
    spend(requestMs);
    return await (collection[call] as Ask)(...input);
  });
  const write: Collection['write'] = async (operations) => {
    const outcomes = await asked.write(operations);
    for (const [index, operation] of operations.entries()) if (outcomes[index]?.kind === 'written') written(operation);
    return outcomes;
  };
  return { profile: collection.profile, ...asked, write };
}

function createLimit({ now }: Clock): () => void {
  let [since, used] = [0, 0];
  return () => {
    if (now() - since >= minuteMs) [since, used] = [now(), 0];
    used += 1;
    if (used <= clioPerMinute) return;
    throw new SyncError('rateLimited', 'Too many requests.', {
      provider: 'clio',
      retryAfterMs: since + minuteMs - now(),
    });
  };
}
