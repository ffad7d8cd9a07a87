export type Route =
  | { readonly page: 'welcome' }
  | { readonly page: 'settings' }
  | { readonly page: 'mail' }
  | { readonly page: 'mailSettings' }
  | { readonly page: 'troubleshoot' }
  | { readonly page: 'firm' }
  | { readonly page: 'help'; readonly topic: string }
  | { readonly page: 'setUp'; readonly provider: string; readonly itemType: string }
  | { readonly page: 'sync'; readonly sync: string }
  | { readonly page: 'why' }
  | { readonly page: 'review' }
  | { readonly page: 'engaged' }
  | { readonly page: 'timeline'; readonly contact: string }
  | { readonly page: 'watches' }
  | { readonly page: 'watch'; readonly watch: string }
  | { readonly page: 'newWatch' }
  | { readonly page: 'matters' }
  | { readonly page: 'watchSettings' }
  | { readonly page: 'unknown' };

export const settingsPath = '/settings/sync';
export const mailPath = '/settings/mail';
export const mailSettingsPath = '/settings/mail/firm';
/** `box`: in which mailbox; `engagement`: the message that it is about. */
export const troubleshootPath = (about: { readonly box?: string; readonly engagement?: string } = {}): string => {
  const words = new URLSearchParams(about);
  return words.size === 0 ? '/settings/mail/troubleshoot' : `/settings/mail/troubleshoot?${words}`;
};
export const engagementsPath = '/engagements';
export const timelinePath = (contact: string): string => `/engagements/${encodeURIComponent(contact)}`;
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
  if (first === 'engagements' && third === undefined)
    return second === undefined ? { page: 'engaged' } : { page: 'timeline', contact: second };
  if (first === 'settings') return parseSettings(second, third, fourth);
  if (first !== 'syncs' || second === undefined) return { page: 'unknown' };
  if (second === 'new' && third !== undefined && fourth !== undefined)
    return { page: 'setUp', provider: third, itemType: fourth };
  return third === undefined ? { page: 'sync', sync: second } : { page: 'unknown' };
}

function parseSettings(second = 'sync', third?: string, fourth?: string): Route {
  const pages: Readonly<Record<string, Route>> = {
    sync: { page: 'settings' },
    firm: { page: 'firm' },
    mail: { page: 'mail' },
    'mail/firm': { page: 'mailSettings' },
    'mail/troubleshoot': { page: 'troubleshoot' },
  };
  const place = [second, third, fourth].filter((part) => part !== undefined).join('/');
  return (Object.hasOwn(pages, place) && pages[place]) || { page: 'unknown' };
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
