import type { Hosts } from '@concord/core';
import type { MailboxProvider } from '../history/happenings.ts';
import { mailboxClouds } from '../mailboxes/index.ts';

/** Where a sandbox at that address has the hosts of each provider. */
export function hostsAt(origin: string): Readonly<Record<'clio' | MailboxProvider, Hosts>> {
  const at = (paths: Readonly<Record<string, string>>): Hosts =>
    Object.fromEntries(Object.entries(paths).map(([key, path]) => [key, `${origin}/${path}`]));
  const { microsoft, google } = mailboxClouds;
  return { clio: at({ app: 'clio' }), microsoft: at(microsoft.hosts), google: at(google.hosts) };
}
