import type { ProviderName } from '@concord/core';
import type { BookName, Of } from '../history/happenings.ts';
import type { Cast } from './cast.ts';
import type { Bench, CreateCheck } from './check.ts';

/** From the moment that a worker hears of it until the page must have said so: people look now and then only. */
export const pausesWithinMs = 2 * 60 * 60 * 1000;

/** Of each sync that works with the account: what one has heard another learns when it looks. */
type Loss = {
  readonly at: number;
  readonly provider: ProviderName;
  readonly account: string;
  readonly mailbox: BookName;
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
  let losses: readonly Loss[] = [];
  const forget = (provider: ProviderName, account: string | undefined): void => {
    losses = losses.filter((loss) => loss.provider !== provider || loss.account !== account);
  };
  const atWorkSince = new Map<string, number>();
  return {
    sees: {
      grant: ({ at, provider, account, state }) => {
        forget(provider, account);
        const books = state === 'given' ? [] : mailboxesWith(cast, provider, account);
        books.forEach(tried);
        const unheard = { at, provider, account, heardAt: undefined, isKnown: false } as const;
        losses = [...losses, ...books.map((mailbox) => ({ ...unheard, mailbox, heardBy: new Set<number>() }))];
      },
      call: (call) => {
        if (losses.length === 0) return;
        const worker = picture.worker(call.worker);
        const own = losses.filter(
          ({ provider, mailbox }) => provider === call.provider && mailbox === worker?.mailbox?.book,
        );
        for (const { isKnown, account, at } of own)
          if (isKnown && account === call.account && call.at > at)
            accuse(`${call.what} is sent with ${call.account}, which is known to be lost`);
        if (call.grantLost) for (const loss of own) hear(loss, call);
      },
      work: ({ worker, what }) => {
        if (what === 'begins') return;
        for (const loss of losses)
          if (loss.heardBy.delete(worker) && what === 'ends' && canNote(bench)) loss.isKnown = true;
      },
      wish: ({ member, what, provider }) => {
        const isAboutGrant = what === 'connect' || what === 'reconnect' || what === 'disconnect';
        if (isAboutGrant && provider) forget(provider, cast.accountOf(member, provider));
      },
      sight: ({ at, sync, state, trouble }) => {
        const isAtWork = state === 'live' || state === 'running' || state === 'scanning';
        if (!isAtWork) atWorkSince.delete(sync);
        else if (!atWorkSince.has(sync)) atWorkSince.set(sync, at);
        for (const loss of losses) {
          if (loss.heardAt === undefined || picture.syncOf(loss.mailbox)?.sync !== sync) continue;
          if (state === 'paused' && trouble?.startsWith('brake.') !== true) loss.isKnown = true;
          const workedMs = at - Math.max(loss.heardAt, atWorkSince.get(sync) ?? at);
          if (workedMs <= pausesWithinMs) continue;
          accuse(`${loss.account} is known to be lost for ${workedMs / 60_000} minutes, and the sync is ${state}`);
          losses = losses.filter((one) => one !== loss);
        }
      },
    },
  };
};

/** Where AWS fails now and then, a worker may end well and yet not have been able to note what it heard. */
const canNote = ({ story }: Bench): boolean => !story.habits.some(([name]) => /^(?:table|queue|vault)\./u.test(name));

const mailboxesWith = ({ mailboxes }: Cast, provider: ProviderName, account: string): readonly BookName[] =>
  mailboxes.flatMap(({ accounts, book }) => (accounts[provider] === account ? [book] : []));

function hear(loss: Loss, { worker, endAt }: Of<'call'>): void {
  loss.heardAt ??= endAt;
  loss.heardBy.add(worker);
}
