import { homePath } from './return-path.ts';

/** Where a browser begins an authorization. */
export function startUrl(provider: string, more: Readonly<Record<string, string>> = {}): string {
  return startUrlWith(provider, { return: homePath, ...more });
}

/** The same, where the page says by itself to which of its paths to come back. */
export function startUrlWith(provider: string, query: Readonly<Record<string, string>>): string {
  return `/auth/${provider}/start?${new URLSearchParams(query).toString()}`;
}
