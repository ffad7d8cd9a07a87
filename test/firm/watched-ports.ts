import type { Collection, CollectionContext, Provider } from '@concord/core';
import type { Tamper } from './one-firm.ts';

/** What a worker does at its ports, one after the other, and somebody who presses Stop in the middle of one of them. */
export type Watch = {
  /** Calls of ports so far. */
  count: number;
  /** Stop is pressed during this call. */
  stopAt: number;
  stop: (() => Promise<unknown>) | undefined;
  stopped: boolean;
  /** Calls of collections that began after Stop was answered; that nobody is to ring any more is part of stopping. */
  readonly late: string[];
};

export const newWatch = (): Watch => ({ count: 0, stopAt: 0, stop: undefined, stopped: false, late: [] });

async function step<Result>(watch: Watch, call: () => Promise<Result>): Promise<Result> {
  if (watch.stop === undefined) return await call();
  watch.count += 1;
  if (watch.count === watch.stopAt) {
    await watch.stop();
    watch.stopped = true;
  }
  return await call();
}

export function watched(watch: Watch): Tamper {
  return (ports) => ({
    ...ports,
    transport: async (request) => await step(watch, () => ports.transport(request)),
    table: {
      ...ports.table,
      get: async (key) => await step(watch, () => ports.table.get(key)),
      put: async (row, condition) => await step(watch, () => ports.table.put(row, condition)),
    },
    providers: Object.fromEntries(
      Object.entries(ports.providers).map(([name, provider]) => [name, watchedProvider(watch, provider)]),
    ),
  });
}

function watchedProvider(watch: Watch, provider: Provider): Provider {
  const open = provider.collections.contact;
  if (open === undefined) return provider;
  const contact = (context: CollectionContext): Collection => {
    const collection = open(context);
    const noted =
      <Input extends readonly unknown[], Output>(name: string, call: (...input: Input) => Promise<Output>) =>
      async (...input: Input): Promise<Output> => {
        if (watch.stopped) watch.late.push(`${provider.name} ${name}`);
        return await call(...input);
      };
    const { scan, changes, read, write, find, subscribe, renew } = collection;
    return {
      ...collection,
      scan: noted('scan', scan),
      changes: noted('changes', changes),
      read: noted('read', read),
      write: noted('write', write),
      find: noted('find', find),
      subscribe: noted('subscribe', subscribe),
      renew: noted('renew', renew),
    };
  };
  return { ...provider, collections: { ...provider.collections, contact } };
}

/** A batch is under way once its intent is noted: that one is still sent. */
export function beyondOneBatch({ late }: Watch): readonly string[] {
  return late.length === 1 && late[0]?.endsWith(' write') ? [] : late;
}
