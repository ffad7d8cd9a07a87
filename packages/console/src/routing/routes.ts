export type Route =
  | { readonly page: 'welcome' }
  | { readonly page: 'settings' }
  | { readonly page: 'firm' }
  | { readonly page: 'help'; readonly topic: string }
  | { readonly page: 'setUp'; readonly provider: string; readonly itemType: string }
  | { readonly page: 'sync'; readonly sync: string }
  | { readonly page: 'why' }
  | { readonly page: 'review' }
  | { readonly page: 'watches' }
  | { readonly page: 'watch'; readonly watch: string }
  | { readonly page: 'newWatch' }
  | { readonly page: 'matters' }
  | { readonly page: 'watchSettings' }
  | { readonly page: 'unknown' };

export const settingsPath = '/settings/sync';
export const firmPath = '/settings/firm';
/** Without a topic: what there is help for. */
export const helpPath = (topic?: string): string => (topic === undefined ? '/help' : `/help/${topic}`);
/** With what was asked. */
export const whyPath = (about?: string): string =>
  about === undefined ? '/why' : `/why?${new URLSearchParams({ about })}`;
export const reviewPath = '/review';
export const watchesPath = '/watches';
export const newWatchPath = '/watches/new';
export const mattersPath = '/watches/matters';
export const watchSettingsPath = '/watches/settings';
export const watchPath = (watch: string): string => `/watches/${encodeURIComponent(watch)}`;
export const syncPath = (sync: string): string => `/syncs/${encodeURIComponent(sync)}`;
/** `account`: which connection, where somebody has several of that provider. */
export const setUpPath = (provider: string, itemType: string, account?: string): string =>
  `/syncs/new/${encodeURIComponent(provider)}/${encodeURIComponent(itemType)}${account === undefined ? '' : `?${new URLSearchParams({ account })}`}`;

/** Which page a path shows. */
export function parseRoute(path: string): Route {
  const [first, second, third, fourth, ...rest] = path.split('/').filter(Boolean).map(decode);
  if (first === undefined) return { page: 'welcome' };
  if (rest.length > 0) return { page: 'unknown' };
  if (first === 'why' && second === undefined) return { page: 'why' };
  if (first === 'review' && second === undefined) return { page: 'review' };
  if (first === 'watches') return third === undefined ? parseWatches(second) : { page: 'unknown' };
  if (first === 'help' && third === undefined) return { page: 'help', topic: second ?? 'index' };
  if (first === 'settings' && second === 'firm' && third === undefined) return { page: 'firm' };
  if (first === 'settings' && (second === undefined || (second === 'sync' && third === undefined)))
    return { page: 'settings' };
  if (first !== 'syncs' || second === undefined) return { page: 'unknown' };
  if (second === 'new' && third !== undefined && fourth !== undefined)
    return { page: 'setUp', provider: third, itemType: fourth };
  return third === undefined ? { page: 'sync', sync: second } : { page: 'unknown' };
}

function parseWatches(second: string | undefined): Route {
  if (second === undefined) return { page: 'watches' };
  if (second === 'new') return { page: 'newWatch' };
  if (second === 'matters') return { page: 'matters' };
  return second === 'settings' ? { page: 'watchSettings' } : { page: 'watch', watch: second };
}

/** The browser navigation that asks a provider for access and comes back to `returnTo`. Any other address stays as it is. */
export function authorizePath(address: string, returnTo: string): string {
  const url = new URL(address, window.location.origin);
  if (/^\/auth\/[^/]+\/start$/.test(url.pathname)) url.searchParams.set('return', returnTo);
  return url.href;
}

export const reconnectPath = (provider: string, returnTo: string): string =>
  authorizePath(`/auth/${encodeURIComponent(provider)}/start`, returnTo);

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
