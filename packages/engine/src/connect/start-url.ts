import type { ConnectionPurpose } from './purpose.ts';
import { homeOf } from './return-path.ts';

/** Where a browser begins an authorization. */
export function startUrl(provider: string, more: Readonly<Record<string, string>> = {}): string {
  return startUrlFor(provider, undefined, more);
}

/** The same for what is not syncing as well: it comes back to the page of that. A connection that is named knows what it is for. */
export function startUrlFor(
  provider: string,
  purpose: ConnectionPurpose | undefined,
  more: Readonly<Record<string, string>> = {},
): string {
  const use = purpose === undefined || 'connection' in more ? {} : { for: purpose };
  return startUrlWith(provider, { return: homeOf(purpose), ...use, ...more });
}

/** The same, where the page says by itself to which of its paths to come back. */
export function startUrlWith(provider: string, query: Readonly<Record<string, string>>): string {
  return `/auth/${provider}/start?${new URLSearchParams(query).toString()}`;
}
