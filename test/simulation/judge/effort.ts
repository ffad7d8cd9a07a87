import type { Of } from '../history/happenings.ts';
import { factsOf } from '../mailboxes/mailbox-facts.ts';
import { accountKey } from './cast.ts';
import type { CreateCheck } from './check.ts';
import { createFreshTokens } from './fresh-tokens.ts';
import { createWindow } from './window.ts';

/** Requests of one sync in an hour in which nothing happens: a look at either side, tokens, hooks that are renewed, a nightly pass. */
export const callsPerQuietRound = 16;
/** A look at either side that finds nothing: what changed and what is gone, of each. */
export const callsPerLook = 4;
/** Requests to one account that fail within a minute: beyond this a retry runs hot. */
export const failuresPerMinute = 60;
/** Slices that are begun for one sync within a minute. */
export const slicesPerMinute = 240;
const minuteMs = 60_000;

/**
 * What an account was told to wait. It binds the worker that was told, and whoever begins after that one has ended: one that
 * lost its lease (somebody pressed Stop) is told nothing of what its successor is told, and the other way round.
 */
type Wait = { readonly since: number; readonly until: number; readonly worker: number; readonly bindsFrom?: number };

/** Whether a grant lives, and that it is to end, is asked beside the work of any sync: neither waits for the other. */
const isAboutGrant = /who_am_i|deauthorize/u;

/** I15. */
export const effort: CreateCheck = (bench) => {
  const { picture, tried, accuse } = bench;
  const waits = new Map<string, Wait>();
  let lastBegun = 0;
  const judgeToken = createFreshTokens(bench);
  const failures = createWindow(minuteMs, failuresPerMinute);
  const slices = createWindow(minuteMs, slicesPerMinute);
  const quietCalls = new Map<string, number>();
  let quiet = false;

  const looksOf = (sync: string): number => {
    const seen = [...picture.syncs()].find((one) => one.sync === sync);
    return seen ? factsOf(seen.mailbox.book).looksPerHour : 1;
  };
  // Two syncs of one member work with one account of Clio's, and neither is told what the other is.
  const waitKey = ({ worker, provider, account }: Of<'call'>): string =>
    `${accountKey(provider, account)} ${picture.worker(worker)?.sync ?? ''}`;
  const judgeWait = (call: Of<'call'>): void => {
    const { at, worker, account, what } = call;
    const wait = waits.size === 0 ? undefined : waits.get(waitKey(call));
    if (wait === undefined || at < wait.since || picture.worker(worker) === undefined || isAboutGrant.test(what))
      return;
    if (worker !== wait.worker && worker < (wait.bindsFrom ?? Number.POSITIVE_INFINITY)) return;
    if (at < wait.until) accuse(`${what} for ${account} is sent ${wait.until - at} ms before it may be`);
    waits.delete(waitKey(call));
  };
  const noteWait = (call: Of<'call'>): void => {
    const { endAt, worker, account, what, status, retryAfterMs } = call;
    if (status !== 429 || retryAfterMs === undefined || account === '' || isAboutGrant.test(what)) return;
    tried();
    waits.set(waitKey(call), { since: endAt, until: endAt + retryAfterMs, worker });
  };
  const countFailure = ({ at, provider, account, status, what }: Of<'call'>): void => {
    if (status !== undefined && (status < 400 || status === 404)) return;
    if (failures.add(accountKey(provider, account), at))
      accuse(`${what} for ${account} fails and fails within a minute`);
  };
  const endRound = (): void => {
    for (const [sync, calls] of quietCalls) {
      tried();
      if (calls > callsPerQuietRound + callsPerLook * (looksOf(sync) - 1))
        accuse(`${calls} requests for ${sync} in a quiet round`);
    }
    quietCalls.clear();
  };
  return {
    sees: {
      call: (call) => {
        judgeWait(call);
        noteWait(call);
        countFailure(call);
        judgeToken(call, lastBegun);
        const sync = quiet ? picture.worker(call.worker)?.sync : undefined;
        if (sync !== undefined) quietCalls.set(sync, (quietCalls.get(sync) ?? 0) + 1);
      },
      notice: ({ rang, provider }) => {
        tried();
        if (rang > 1) accuse(`a notice of ${provider} puts ${rang} messages into the queue`);
      },
      work: ({ at, worker, sync, what }) => {
        if (what === 'begins' && slices.add(sync, at)) accuse(`slice after slice is begun for ${sync} within a minute`);
        if (what === 'begins') lastBegun = Math.max(lastBegun, worker);
        for (const [account, wait] of waits) {
          if (what === 'begins' || wait.worker !== worker) continue;
          if (what === 'ends') waits.set(account, { ...wait, bindsFrom: lastBegun + 1 });
          // Nobody else knows of the wait that it was told.
          else waits.delete(account);
        }
      },
      phase: ({ phase }) => {
        if (quiet) endRound();
        quiet = phase === 'quiet' || phase === 'round';
      },
    },
  };
};
