import { type Instant, isSyncError } from '@concord/core';
import type { Caller, EnginePorts } from '../ports.ts';
import { type Cookies, readCookie, setCookie } from './cookies.ts';

const lifetimeMs = 30 * 24 * 60 * 60 * 1000;
const cookieName = 'session';
const owner = 'session';

type Session = Caller & { readonly issuedAt: Instant };

/** The `set-cookie` value that signs a member in for 30 days. */
export async function sealSession(ports: EnginePorts, { firm, member }: Caller): Promise<string> {
  const session: Session = { firm, member, issuedAt: ports.clock.now() };
  return setCookie(ports, cookieName, await ports.vault.seal(JSON.stringify(session), owner), lifetimeMs);
}

/** Who is signed in; undefined when nobody is, when the session is too old, or when the cookie is not one of ours. */
export async function openSession(ports: EnginePorts, cookies: Cookies): Promise<Caller | undefined> {
  const sealed = readCookie(ports, cookies, cookieName);
  if (sealed === undefined) return undefined;
  const session = await unseal(ports, sealed);
  if (session === undefined || ports.clock.now() >= session.issuedAt + lifetimeMs) return undefined;
  return { firm: session.firm, member: session.member };
}

/** The `set-cookie` value that signs out. */
export function endSession(ports: EnginePorts): string {
  return setCookie(ports, cookieName, '', 0);
}

async function unseal(ports: EnginePorts, sealed: string): Promise<Session | undefined> {
  try {
    return JSON.parse(await ports.vault.open(sealed, owner)) as Session;
  } catch (error) {
    // Altered, or sealed with a key that is gone: the same as not being signed in. Anything else is trouble of ours.
    if (isSyncError(error) && error.code === 'misconfigured') return undefined;
    throw error;
  }
}
