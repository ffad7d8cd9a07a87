import { accountKey } from './cast.ts';
import type { CreateCheck } from './check.ts';

/** As long as a request may be under way that began before. */
export const underWayMs = 30_000;

/**
 * I25. After a disconnect nothing is sent with that account, but for what was under way, until somebody connects it again.
 * So nothing of it is changed either; and that nobody is there twice afterwards is judged by I5 and I6.
 */
export const cleanDisconnect: CreateCheck = ({ cast, picture, tried, accuse }) => {
  const since = new Map<string, number>();
  return {
    sees: {
      wish: ({ at, member, what, provider }) => {
        const mailbox = cast.mailboxOf(member);
        if (mailbox === undefined || (provider !== 'clio' && provider !== 'microsoft')) return;
        const key = accountKey(provider, mailbox.accounts[provider]);
        if (what === 'disconnect') {
          tried();
          since.set(key, at);
        } else if (what === 'connect' || what === 'reconnect') since.delete(key);
      },
      call: ({ at, worker, provider, account, what }) => {
        const disconnectedAt = since.size === 0 ? undefined : since.get(accountKey(provider, account));
        if (disconnectedAt === undefined) return;
        const began = picture.worker(worker)?.beganAt ?? at;
        if (at - disconnectedAt > underWayMs || began > disconnectedAt)
          accuse(`${what} is sent with ${account}, which was disconnected`);
      },
    },
  };
};
