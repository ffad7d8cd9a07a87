import { isSyncError, type ProviderName } from '@concord/core';
import { beginAuthorization, type EnginePorts, finishAuthorization } from '@concord/engine';
import { type Firm, type Member, noteNow } from '../stage/clouds.ts';
import type { Loop } from '../stage/loop.ts';
import { Killed } from '../stage/scheduler.ts';
import { publicUrl, type Stage } from '../stage/stage.ts';

/** A member in front of Concord's page, with a browser that keeps cookies, and the patience to click again. */
export type Visitor = {
  readonly firm: Firm;
  readonly member: Member;
  /** From our link over the provider's consent page and back. False when the provider would not let them. */
  readonly connect: (provider: 'clio' | 'microsoft') => Promise<boolean>;
  /** Asks Concord for something; undefined when it does not answer however often one clicks, or says that it cannot be. */
  readonly ask: <Result>(request: (ports: EnginePorts) => Promise<Result>) => Promise<Result | undefined>;
};

const patience = 4;

export function createVisitor(stage: Stage, loop: Loop, firm: Firm, member: Member): Visitor {
  const cookies: Record<string, string> = {};
  const isSignedIn = (): boolean => Object.keys(cookies).some((name) => name.endsWith('session'));
  const ask = async <Result>(request: (ports: EnginePorts) => Promise<Result>): Promise<Result | undefined> => {
    for (let attempt = 0; attempt < patience; attempt += 1) {
      try {
        return await loop.ask(request);
      } catch (error) {
        if (!(error instanceof Killed) && !isSyncError(error)) throw error;
        if (isSyncError(error) && (error.code === 'conflict' || error.code === 'notFound')) return undefined;
      }
      await loop.runFor(2_000);
    }
    return undefined;
  };
  const tryConnect = async (provider: 'clio' | 'microsoft'): Promise<boolean> => {
    const caller = Object.keys(cookies).length > 0 ? { member: stage.callerOf(firm, member) } : {};
    const begun = await ask(async (ports) => await beginAuthorization(ports, { provider, returnTo: '/', ...caller }));
    if (begun === undefined) return false;
    keep(cookies, begun.cookies);
    const back = await consent(stage, provider, begun.redirect, member);
    if (back === undefined) return false;
    const query = Object.fromEntries(back.searchParams);
    const finished = await ask(async (ports) => await finishAuthorization(ports, { provider, query, cookies }));
    if (finished === undefined) return false;
    keep(cookies, finished.cookies);
    return finished.notice === undefined || /connected|reconnected/iu.test(finished.notice);
  };
  const connect = async (provider: 'clio' | 'microsoft'): Promise<boolean> => {
    for (let attempt = 0; attempt < patience; attempt += 1) {
      if (await tryConnect(provider)) {
        const account = provider === 'clio' ? String(member.clioUser) : member.email;
        noteNow(stage.clouds, { kind: 'grant', provider, account, state: 'given' });
        return true;
      }
      await loop.runFor(5_000);
    }
    return false;
  };
  return {
    firm,
    member,
    ask,
    connect: async (provider) => {
      // The answer that would have signed them in may have got lost: whoever is not signed in comes in by Clio.
      if (provider !== 'clio' && !isSignedIn() && !(await connect('clio'))) return false;
      return await connect(provider);
    },
  };
}

/** Says yes on the provider's page. Undefined when that page leads nowhere. */
async function consent(
  { clouds }: Stage,
  provider: ProviderName,
  address: string,
  { clioUser, oid }: Member,
): Promise<URL | undefined> {
  if (!address.startsWith('http')) return undefined;
  const choice =
    provider === 'clio' ? { user: String(clioUser), decision: 'allow' } : { account: oid, answer: 'accept' };
  const body = new URLSearchParams([...new URL(address).searchParams, ...Object.entries(choice)]);
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const answer = await clouds.sandbox
    .answer({ url: address, method: 'POST', headers, body: body.toString() })
    .catch(() => undefined);
  const location = answer?.headers['location'];
  return location?.startsWith(publicUrl) === true ? new URL(location) : undefined;
}

function keep(cookies: Record<string, string>, set: readonly string[]): void {
  for (const cookie of set) {
    const [pair = '', ...attributes] = cookie.split('; ');
    const [name = '', ...value] = pair.split('=');
    if (attributes.includes('Max-Age=0')) delete cookies[name];
    else cookies[name] = value.join('=');
  }
}
