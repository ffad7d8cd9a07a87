import { type Clock, isSyncError, type MailMessage, type SyncError } from '@concord/core';
import type { ApiRequest } from '../api.ts';
import type { Asking } from '../asking.ts';
import type { Calls } from '../calls.ts';
import { type Answer, errorOf, isSuccess } from '../errors.ts';
import type { Budget } from './budget.ts';
import { type NativeMessage, parseMessage, toMessage } from './message.ts';
import { type CallKind, mailBatches } from './profile.ts';
import { labelsRequest, parseLabels, readRequest } from './requests.ts';

/** Read in order, as far as it went: `error` says why no further. What is not there any more is undefined. */
export type Read = {
  readonly messages: readonly (MailMessage | undefined)[];
  readonly error?: SyncError;
};

/** Asks Gmail within what it allows. */
export type Reader = {
  readonly budget: Budget;
  /** One call, and nothing but success will do. */
  readonly ask: (kind: CallKind, request: ApiRequest) => Promise<Answer>;
  readonly read: (ids: readonly string[]) => Promise<Read>;
  readonly readNative: (ids: readonly string[]) => Promise<NativeRead>;
};
type NativeRead = { readonly natives: readonly (NativeMessage | undefined)[]; readonly error?: SyncError };

export type ReaderParts = {
  readonly calls: Calls;
  readonly asking: Asking;
  readonly budget: Budget;
  readonly clock: Clock;
  readonly account: string;
};

export function createReader({ calls, asking, budget, clock, account }: ReaderParts): Reader {
  let names: ReadonlyMap<string, string> | undefined;

  const ask = async (kind: CallKind, request: ApiRequest): Promise<Answer> => {
    budget.spend(kind);
    return await calls(request);
  };

  /** Asked for when a message has a label that nobody knows yet. */
  async function learnLabels(natives: readonly (NativeMessage | undefined)[]): Promise<ReadonlyMap<string, string>> {
    const isKnown = (label: string): boolean => /^[A-Z_]+$/u.test(label) || names?.has(label) === true;
    const known = natives.every((native) => native?.labelIds.every(isKnown) ?? true);
    if (!known) names = parseLabels(await ask('labels', labelsRequest()));
    return names ?? new Map();
  }

  async function readNative(ids: readonly string[]): Promise<NativeRead> {
    const natives: (NativeMessage | undefined)[] = [];
    try {
      for (let at = 0; at < ids.length; at += mailBatches.maxParts) {
        const part = ids.slice(at, at + mailBatches.maxParts);
        budget.spend('get', part.length);
        for (const answer of await asking.askAll(part.map(readRequest))) natives.push(messageIn(answer, clock));
      }
      return { natives };
    } catch (error) {
      if (!isSyncError(error)) throw error;
      return { natives, error };
    }
  }

  return {
    budget,
    ask,
    readNative,
    read: async (ids) => {
      const { natives, error } = await readNative(ids);
      const labels = await learnLabels(natives);
      const around = { account, labelName: (id: string) => labels.get(id) };
      return {
        messages: natives.map((native) => native && toMessage(native, around)),
        ...(error === undefined ? {} : { error }),
      };
    },
  };
}

/** An id that history or a list has may be gone by now (documented); one that Gmail does not take as an id never was there. */
function messageIn(answer: Answer, clock: Clock): NativeMessage | undefined {
  if (isSuccess(answer)) return parseMessage(answer);
  const error = errorOf(answer, clock.now());
  if (error.code === 'notFound' || error.code === 'refused') return undefined;
  throw error;
}

export const found = (messages: readonly (MailMessage | undefined)[]): readonly MailMessage[] =>
  messages.filter((message) => message !== undefined);
