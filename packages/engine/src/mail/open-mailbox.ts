import { type Mailbox, type MailProvider, type MailSettings, type Provider, SyncError } from '@concord/core';
import type { Connection } from '../connect/connection.ts';
import { hostsOf } from '../connect/hosts.ts';
import type { OpenConnection } from '../connect/open-connection.ts';
import type { EnginePorts } from '../ports.ts';
import { gatedBy, type Lease } from '../sync/lease.ts';
import type { BoxId } from './keys.ts';
import type { LoadedMailWork, MailWorkRecord } from './mail-work.ts';

/** Everything one slice of work on a mailbox needs. Lives for seconds, in one worker, under one lease. */
export type MailWork = {
  readonly ports: EnginePorts;
  readonly box: BoxId;
  readonly connection: Connection;
  readonly provider: Provider;
  readonly mail: MailProvider;
  readonly mailbox: Mailbox;
  readonly open: OpenConnection;
  readonly lease: Lease;
  readonly settings: MailSettings;
  /** As `mailKey` makes them: of the mailbox, and those that its member told of. */
  readonly ownAddresses: () => ReadonlySet<string>;
  readonly colleagues: ReadonlySet<string>;
  /** No further page is begun after it. */
  readonly deadline: number;
  /** What is remembered, and whether that changed in this slice. */
  readonly memory: { loaded: LoadedMailWork; changed: boolean };
  /** Saves what is remembered now, and not only at the end of the slice. Throws `leaseLost` when another worker wrote it. */
  readonly save: () => Promise<void>;
};

/** The mailbox behind a connection; no request of it starts without the lease. Throws `misconfigured` where there is no mail. */
export function openMailbox(
  ports: EnginePorts,
  { connection, accessToken }: Pick<OpenConnection, 'connection' | 'accessToken'>,
  lease: Lease,
): Pick<MailWork, 'provider' | 'mail' | 'mailbox'> {
  const provider = ports.providers[connection.provider];
  const hosts = provider && hostsOf(ports, provider, connection.region);
  if (provider?.mail === undefined || hosts === undefined || connection.purpose !== 'mail')
    throw new SyncError('misconfigured', 'This deployment has no such mail.', { provider: connection.provider });
  const { mail } = provider;
  const mailbox = mail.open({
    transport: gatedBy(lease, ports),
    accessToken,
    hosts,
    clock: ports.clock,
    account: connection.account,
  });
  return { provider, mail, mailbox };
}

export function remember({ memory }: MailWork, change: (record: MailWorkRecord) => MailWorkRecord): void {
  memory.loaded = { ...memory.loaded, record: change(memory.loaded.record) };
  memory.changed = true;
}
