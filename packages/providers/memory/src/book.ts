import {
  type Capabilities,
  type Clock,
  type Collection,
  type CollectionProfile,
  type Group,
  type Item,
  type ReasonCode,
  type Span,
  SyncError,
} from '@concord/core';
import { openCollection } from './client.ts';
import { keepItem } from './contacts.ts';
import { createEntries, type Entries, type Standing } from './entries.ts';
import { roomyProfile } from './profile.ts';

export type Call =
  | 'scan'
  | 'changes'
  | 'read'
  | 'records'
  | 'create'
  | 'update'
  | 'delete'
  | 'find'
  | 'groups'
  | 'subscribe'
  | 'renew'
  | 'unsubscribe';
/** A push on its way: `body` is what the memory webhook reads. */
export type Delivery = { readonly url: string; readonly body: string };

export type BookOptions = {
  /** What differs from a book that holds everything. */
  readonly profile?: Partial<CollectionProfile>;
  /** Called before each operation; what it throws happens instead of the operation. */
  readonly beforeCall?: (call: Call) => void;
  /** True: the write takes effect and its answer is lost. */
  readonly losesAnswer?: (call: Call) => boolean;
  readonly deliver?: (delivery: Delivery) => void;
  /** The groups that can be chosen. */
  readonly groups?: readonly Group[];
  /** Why an item may never be written over or deleted here. */
  readonly oneWay?: (item: Item) => ReasonCode | undefined;
  /** A write reached such an item, and was refused. */
  readonly onForbiddenWrite?: (id: string) => void;
  /** Fields of it that no write touches. */
  readonly closed?: (item: Item) => readonly string[];
};

/** An address book in memory: the collection that a sync sees, and what people do with it. */
export type MemoryBook = {
  /** `group`: the id of the one that is kept in step. `window`: a scan shows what lies in it, and nothing else. */
  readonly collection: (group?: string, window?: Span) => Collection;
  readonly add: (item: Item, groups?: readonly string[]) => string;
  /** Makes it say `item`. Throws `notFound` when it is not in the book. */
  readonly edit: (id: string, item: Item) => void;
  readonly remove: (id: string) => void;
  /** Out of the book (`elsewhere`), out of sight (`hidden`), or back again (`here`). */
  readonly move: (id: string, standing: Exclude<Standing, 'gone'>) => void;
  /** Puts it into these groups, and out of all others. */
  readonly regroup: (id: string, groups: readonly string[]) => void;
  readonly groupsOf: (id: string) => readonly string[];
  readonly list: () => readonly { readonly id: string; readonly item: Item }[];
  readonly setExtra: (id: string, extra: Readonly<Record<string, string>>) => void;
  readonly extraOf: (id: string) => Readonly<Record<string, string>>;
  /** Every cursor given out so far asks for a full pass from now on. */
  readonly expireCursors: () => void;
};

export type Subscriptions = Map<string, { readonly url: string; readonly secret: string; readonly expiresAt: number }>;

export type BookState = {
  readonly profile: CollectionProfile;
  readonly clock: Clock;
  readonly entries: Entries;
  readonly subscriptions: Subscriptions;
  /** Cursors of an earlier era are expired. */
  readonly era: () => number;
  readonly newHandle: () => string;
  readonly options: BookOptions;
};

export function createMemoryBook(clock: Clock, options: BookOptions = {}): MemoryBook {
  const subscriptions: Subscriptions = new Map();
  const entries = createEntries(clock.now, ({ id }, event) => {
    for (const { url, secret, expiresAt } of subscriptions.values())
      if (expiresAt > clock.now()) options.deliver?.({ url, body: JSON.stringify({ secret, event, id }) });
  });
  let era = 0;
  let handles = 0;
  const state: BookState = {
    profile: { ...roomyProfile, ...options.profile },
    clock,
    entries,
    subscriptions,
    era: () => era,
    newHandle: () => `row${(handles += 1)}`,
    options,
  };
  return {
    ...byHand(state),
    collection: (group, window) => openCollection(state, group, window),
    expireCursors: () => {
      era += 1;
    },
  };
}

/** People write what Concord only reads. */
const withoutReadOnly = (capabilities: Capabilities): Capabilities =>
  Object.fromEntries(Object.entries(capabilities).map(([name, { readOnly: _, ...open }]) => [name, open]));

function byHand({ entries, profile, newHandle }: BookState): Omit<MemoryBook, 'collection' | 'expireCursors'> {
  const capabilities = withoutReadOnly(profile.capabilities);
  const keep = (item: Item, before?: Item): Item => keepItem(item, before, capabilities, newHandle);
  const existing = (id: string) => {
    const entry = entries.get(id);
    if (entry === undefined || entry.standing === 'gone') throw new SyncError('notFound', `no ${id} in the book`);
    return entry;
  };
  return {
    add: (item, groups = []) => entries.add({ item: keep(item), groups }).id,
    edit: (id, item) => void entries.change(existing(id), { item: keep(item, existing(id).item) }),
    remove: (id) => void entries.change(existing(id), { standing: 'gone' }),
    move: (id, standing) => void entries.change(existing(id), { standing }),
    regroup: (id, groups) => void entries.regroup(existing(id), groups),
    groupsOf: (id) => existing(id).groups,
    list: () =>
      entries
        .all()
        .filter(({ standing }) => standing === 'here')
        .map(({ id, item }) => ({ id, item })),
    setExtra: (id, extra) => void entries.change(existing(id), { extra }),
    extraOf: (id) => existing(id).extra,
  };
}
