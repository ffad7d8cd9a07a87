import type { Identity, Provider, ProviderName } from '@concord/core';
import type { MemoryBook } from './book.ts';
import type { MemoryCalendars } from './calendars.ts';
import type { MemoryMail } from './mail.ts';
import { oauth } from './oauth.ts';
import { profile } from './profile.ts';
import { webhook } from './webhook.ts';

export type MemoryProviderOptions = {
  /** Stands in for this provider. */
  readonly name?: ProviderName;
  /** Who a grant belongs to, by access token; by default the token itself is the account. */
  readonly identify?: (accessToken: string) => Identity;
  /** Behind every connection as well. */
  readonly calendars?: MemoryCalendars;
  /** Each account's own. */
  readonly mail?: MemoryMail;
};

/** A whole provider in memory, with one book behind every connection. */
export function createMemoryProvider(book: MemoryBook, options: MemoryProviderOptions = {}): Provider {
  const { calendars, mail } = options;
  const granted = oauth(options.identify ?? ((accountId) => ({ accountId, name: accountId, seesEverything: true })));
  return {
    name: options.name ?? 'memory',
    profile: calendars ? { ...profile, collections: { ...profile.collections, event: 'Memory calendar' } } : profile,
    oauth: granted,
    webhook,
    collections: {
      contact: ({ group }) => book.collection(group),
      ...(calendars
        ? { event: ({ group, window, collection }) => calendars.book(collection).collection(group, window) }
        : {}),
    },
    ...(calendars ? { catalogues: { event: () => calendars.catalogue } } : {}),
    ...(mail ? { mail: mail.provider(granted) } : {}),
  };
}
