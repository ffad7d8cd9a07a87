import type { Of } from '../history/happenings.ts';
import type { Bench } from './check.ts';

/** No token has a shorter life; a service that cannot be had for long keeps nobody from having it saved. */
const freshMs = 20_000;

type Token = { readonly at: number; readonly worker: number; readonly knownFrom?: number };

/**
 * A token that was used was saved before, so whoever begins later has it: nobody asks for another while it is fresh, unless
 * the service refuses it. `lastBegun`: the number of the worker that began last.
 */
export function createFreshTokens({ picture, tried, accuse }: Bench): (call: Of<'call'>, lastBegun: number) => void {
  const tokens = new Map<string, Token>();
  const refused = new Set<string>();
  return ({ at, worker, provider, what, status }, lastBegun) => {
    const sync = picture.worker(worker)?.sync;
    if (sync === undefined) return;
    const account = `${sync} ${provider}`;
    const known = tokens.get(account);
    if (!what.endsWith('/token')) {
      if (status === 401) refused.add(`${worker} ${provider}`);
      else if (known?.worker === worker && known.knownFrom === undefined)
        tokens.set(account, { ...known, knownFrom: lastBegun + 1 });
      return;
    }
    if (status !== 200) return;
    tried();
    const isKnown = worker >= (known?.knownFrom ?? Number.POSITIVE_INFINITY);
    if (known && isKnown && at - known.at < freshMs && !refused.has(`${worker} ${provider}`))
      accuse(`a token of ${provider} for ${sync} is asked for ${at - known.at} ms after the last one`);
    tokens.set(account, { at, worker });
  };
}
