import { type Clock, type Hosts, SyncError, type Transport } from '@concord/core';
import { createLocalJWKSet, type JSONWebKeySet } from 'jose';
import { parsedJson, recordOf, recordsOf } from '../errors.ts';
import { perClock } from './per-clock.ts';

/** Finds the key by which a token was signed, among Google's. */
export type Certs = {
  readonly keys: ReturnType<typeof createLocalJWKSet>;
  readonly has: (kid: string) => boolean;
  readonly askedAt: number;
  readonly freshUntil: number;
};
type Asking = { readonly transport: Transport; readonly hosts: Hosts; readonly clock: Clock };

const minuteMs = 60_000;
const longestMs = 24 * 60 * minuteMs;

/** Kept by a process for as long as Google says (`max-age`), by address. */
const known = perClock(() => new Map<string, Certs>());

/**
 * Google's keys. A key that is not among those that are known has them asked for again, though not more than once a minute:
 * anybody can send tokens that name one. Throws `unavailable` when there are none to be had.
 */
export async function certsFor(kid: string, { transport, hosts, clock }: Asking): Promise<Certs> {
  const url = `${hosts.certs}/oauth2/v3/certs`;
  const kept = known(clock).get(url);
  const now = clock.now();
  const isFresh = kept !== undefined && now < kept.freshUntil;
  if (kept && isFresh && (kept.has(kid) || now < kept.askedAt + minuteMs)) return kept;
  const certs = await ask(url, transport, now);
  known(clock).set(url, certs);
  return certs;
}

async function ask(url: string, transport: Transport, askedAt: number): Promise<Certs> {
  const response = await transport({ method: 'GET', url, headers: { accept: 'application/json' } });
  const rows = response.status === 200 ? recordsOf(recordOf(parsedJson(response.body))?.keys) : [];
  const keys = rows.filter(({ kid }) => typeof kid === 'string');
  if (keys.length === 0) throw new SyncError('unavailable', 'Google’s keys are not to be had', { provider: 'google' });
  const maxAge = Number(/\bmax-age=(\d{1,9})\b/iu.exec(response.headers['cache-control'] ?? '')?.[1] ?? 0);
  return {
    keys: createLocalJWKSet({ keys } as unknown as JSONWebKeySet),
    has: (kid) => keys.some((key) => key.kid === kid),
    askedAt,
    freshUntil: askedAt + Math.min(Math.max(maxAge * 1_000, minuteMs), longestMs),
  };
}
