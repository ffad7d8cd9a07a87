import type { Clock, Instant, Message, Queue } from '@concord/core';

/** One receipt of a message. It comes back after the visibility time unless `done` was called. */
export type Delivery = {
  readonly message: Message;
  /** How often it was received, this time included. */
  readonly receives: number;
  readonly done: () => void;
};

export type MemoryQueue = Queue & {
  /** Messages that are due now, oldest first. */
  readonly receive: (limit?: number) => readonly Delivery[];
  /** When the next message becomes due; undefined when the queue is empty. */
  readonly nextAt: () => Instant | undefined;
  /** Messages not yet done, delayed and received ones included. */
  readonly size: () => number;
  /** The same messages, and when each can be received. */
  readonly waiting: () => readonly { readonly message: Message; readonly at: Instant }[];
};

type Entry = { readonly body: string; visibleAt: Instant; receives: number };

const maximumDelayMs = 15 * 60_000;

/** `Queue` in memory, with the delays and the visibility time of SQS. Keeps nothing. */
export function createMemoryQueue(clock: Clock, visibilityMs = 6 * 60_000): MemoryQueue {
  const entries = new Set<Entry>();
  const deliver = (entry: Entry): Delivery => {
    entry.visibleAt = clock.now() + visibilityMs;
    entry.receives += 1;
    return { message: parse(entry), receives: entry.receives, done: () => void entries.delete(entry) };
  };
  return {
    send: async (message, delayMs = 0) => {
      entries.add({ body: JSON.stringify(message), visibleAt: clock.now() + wholeSeconds(delayMs), receives: 0 });
    },
    receive: (limit = 10) => {
      const now = clock.now();
      const due: Entry[] = [];
      for (const entry of entries) if (entry.visibleAt <= now) due.push(entry);
      return due
        .sort((left, right) => left.visibleAt - right.visibleAt)
        .slice(0, limit)
        .map(deliver);
    },
    nextAt: () => {
      let next: Instant | undefined;
      for (const { visibleAt } of entries) next = Math.min(next ?? visibleAt, visibleAt);
      return next;
    },
    size: () => entries.size,
    waiting: () => [...entries].map((entry) => ({ message: parse(entry), at: entry.visibleAt })),
  };
}

const parse = ({ body }: Entry): Message => JSON.parse(body) as Message;

/** SQS delays by whole seconds, at most 15 minutes. Early is harmless: a message only says "look again". */
function wholeSeconds(delayMs: number): number {
  return Math.ceil(Math.min(Math.max(delayMs, 0), maximumDelayMs) / 1000) * 1000;
}
