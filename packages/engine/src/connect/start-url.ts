import { homePath } from './return-path.ts';

/** Where a browser begins an authorization. */
export function startUrl(provider: string, more: Readonly<Record<string, string>> = {}): string {
  return `/auth/${provider}/start?${new URLSearchParams({ return: homePath, ...more }).toString()}`;
}
