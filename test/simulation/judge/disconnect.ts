import { accountKey } from './cast.ts';
import type { CreateCheck } from './check.ts';

/** As long as a request may be under way that began before. */
export const underWayMs = 30_000;

/** What ends subscriptions and the grant itself, and the token that this takes; for a day, if the provider does not answer. */
const farewell = /^DELETE .*(?:subscriptions|webhooks)|^POST .*(?:deauthorize|token)/u;
/** Somebody signs in as this account, perhaps instead of another one: no worker does that. */
const signIn = /^GET .*who_am_i|^POST .*token/u;
const farewellMs = 25 * 60 * 60 * 1000;

/**
 * I25. After a disconnect nothing is sent with that account, but for what was under way and for what ends the grant, until somebody connects it again.
 * So nothing of it is changed either; and that nobody is there twice afterwards is judged by I5 and I6.
 */
export const cleanDisconnect: CreateCheck = ({ cast, picture, tried, accuse }) => {
  const since = new Map<string, number>();
  return {
    sees: {
      wish: ({ at, member, what, provider }) => {
        const account = provider && cast.accountOf(member, provider);
        if (provider === undefined || account === undefined) return;
        const key = accountKey(provider, account);
        if (what === 'disconnect') {
          tried();
          since.set(key, at);
        } else if (what === 'connect' || what === 'reconnect') since.delete(key);
      },
      call: ({ at, worker, provider, account, what }) => {
        const disconnectedAt = since.size === 0 ? undefined : since.get(accountKey(provider, account));
        if (disconnectedAt === undefined) return;
        if (at - disconnectedAt <= farewellMs && farewell.test(what)) return;
        const knownWorker = picture.worker(worker);
        if (knownWorker === undefined && signIn.test(what)) return;
        const began = knownWorker?.beganAt ?? at;
        if (at - disconnectedAt > underWayMs || began > disconnectedAt)
          accuse(`${what} is sent with ${account}, which was disconnected`);
      },
    },
  };
};
