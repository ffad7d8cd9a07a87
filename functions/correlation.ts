import { AsyncLocalStorage } from 'node:async_hooks';

/** What belongs together: from a notice, a click or a tick of the clock to the writes that come of it. */
export type Correlation = {
  readonly id: string;
  /** When a notice arrived that somebody is to work on. Epoch milliseconds; sent on with the message. */
  readonly receivedAt?: number;
  /** When the notice arrived that is worked on now, until its first write is measured. */
  lagFrom?: number;
};

/** Message attributes: strings by name. They are about the message, and no part of its versioned body. */
type Attributes = Readonly<Record<string, string>>;

const storage = new AsyncLocalStorage<Correlation>();

/** Everything that `work` logs and sends carries the id, also when others work beside it. */
export const correlated = <T>(correlation: Correlation, work: () => Promise<T>): Promise<T> =>
  storage.run({ ...correlation }, work);

/** What every line of the log is marked with. */
export function correlationFacts(): Attributes {
  const id = storage.getStore()?.id;
  return id === undefined ? {} : { correlation: id };
}

/** What a message takes along. */
export function outgoingAttributes(): Attributes {
  const { id, receivedAt } = storage.getStore() ?? {};
  return {
    ...(id === undefined ? {} : { correlation: id }),
    ...(receivedAt === undefined ? {} : { receivedAt: String(receivedAt) }),
  };
}

/** From a message that was taken; `otherwise` is the id of one that says nothing, as those of older versions. */
export function incomingCorrelation(attributes: Attributes, otherwise: string): Correlation {
  const { correlation = '', receivedAt = '' } = attributes;
  const id = /^[\w=-]{1,128}$/u.test(correlation) ? correlation : otherwise;
  return /^\d{13}$/u.test(receivedAt) ? { id, lagFrom: Number(receivedAt) } : { id };
}

/** Milliseconds from the notice to now, once: at the first write that comes of it. */
export function takeLagMs(now: number): number | undefined {
  const store = storage.getStore();
  if (store?.lagFrom === undefined) return undefined;
  const lagMs = now - store.lagFrom;
  delete store.lagFrom;
  return lagMs;
}
