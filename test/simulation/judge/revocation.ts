import type { ProviderName } from '@concord/core';
import type { Of } from '../history/happenings.ts';
import { accountKey, type Cast } from './cast.ts';
import type { Bench, CreateCheck } from './check.ts';

/** From the moment that a worker hears of it until the page must have said so: people look now and then only. */
export const pausesWithinMs = 2 * 60 * 60 * 1000;

type Loss = {
  readonly at: number;
  readonly account: string;
  readonly mailbox: string;
  /** When the sign-in service first told a worker. */
  heardAt: number | undefined;
  /** A worker that heard of it has come to a good end, or the page has said it. */
  isKnown: boolean;
  readonly heardBy: Set<number>;
};

/**
 * I17. Once Concord knows that a grant is lost it sends nothing with that account until it is given again, and within two
 * hours the page has said that the sync pauses. That edits made meanwhile arrive is judged by I1 and I3.
 */
export const revocation: CreateCheck = (bench) => {
  const { cast, picture, tried, accuse } = bench;
  const losses = new Map<string, Loss>();
  const atWorkSince = new Map<string, number>();
  return {
    sees: {
      grant: ({ at, provider, account, state }) => {
        const key = accountKey(provider, account);
        const mailbox = mailboxWith(cast, provider, account);
        losses.delete(key);
        if (state === 'given' || mailbox === undefined) return;
        tried();
        losses.set(key, { at, account, mailbox, heardAt: undefined, isKnown: false, heardBy: new Set() });
      },
      call: (call) => {
        if (losses.size === 0) return;
        const worker = picture.worker(call.worker);
        const loss = losses.get(accountKey(call.provider, call.account));
        if (loss?.isKnown && worker && call.at > loss.at)
          accuse(`${call.what} is sent with ${call.account}, which is known to be lost`);
        if (call.grantLost) hear(losses, call, accountOf(cast, worker?.mailbox?.member, call.provider));
      },
      work: ({ worker, what }) => {
        if (what === 'begins') return;
        for (const loss of losses.values())
          if (loss.heardBy.delete(worker) && what === 'ends' && canNote(bench)) loss.isKnown = true;
      },
      wish: ({ member, what, provider }) => {
        const isAboutGrant = what === 'connect' || what === 'reconnect' || what === 'disconnect';
        if (isAboutGrant && provider) losses.delete(accountKey(provider, accountOf(cast, member, provider) ?? ''));
      },
      sight: ({ at, sync, state, trouble }) => {
        const isAtWork = state === 'live' || state === 'running' || state === 'scanning';
        if (!isAtWork) atWorkSince.delete(sync);
        else if (!atWorkSince.has(sync)) atWorkSince.set(sync, at);
        for (const [key, loss] of losses) {
          if (loss.heardAt === undefined || picture.syncOf(loss.mailbox)?.sync !== sync) continue;
          if (state === 'paused' && trouble?.startsWith('brake.') !== true) loss.isKnown = true;
          const workedMs = at - Math.max(loss.heardAt, atWorkSince.get(sync) ?? at);
          if (workedMs <= pausesWithinMs) continue;
          accuse(`${loss.account} is known to be lost for ${workedMs / 60_000} minutes, and the sync is ${state}`);
          losses.delete(key);
        }
      },
    },
  };
};

/** Where AWS fails now and then, a worker may end well and yet not have been able to note what it heard. */
const canNote = ({ story }: Bench): boolean => !story.habits.some(([name]) => /^(?:table|queue|vault)\./u.test(name));

function mailboxWith({ mailboxes }: Cast, provider: ProviderName, account: string): string | undefined {
  return mailboxes.find(({ accounts }) => (accounts as Readonly<Record<string, string>>)[provider] === account)?.book;
}

function accountOf(cast: Cast, member: string | undefined, provider: ProviderName): string | undefined {
  const accounts = member === undefined ? undefined : cast.mailboxOf(member)?.accounts;
  return (accounts as Readonly<Record<string, string>> | undefined)?.[provider];
}

function hear(
  losses: ReadonlyMap<string, Loss>,
  { provider, worker, endAt }: Of<'call'>,
  account: string | undefined,
): void {
  const loss = account === undefined ? undefined : losses.get(accountKey(provider, account));
  if (loss === undefined) return;
  loss.heardAt ??= endAt;
  loss.heardBy.add(worker);
}
