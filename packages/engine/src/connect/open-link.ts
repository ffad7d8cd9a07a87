import { isBroken } from '@concord/core';
import { readInvite } from '../members/invites.ts';
import type { EnginePorts } from '../ports.ts';
import { goToProvider, type Redirect, redirectHome } from './begin-authorization.ts';
import { type Connection, readConnection } from './connection.ts';
import { readFirm } from './firm.ts';
import { type FoundLink, readLink } from './links.ts';
import { providerNamed } from './oauth-context.ts';
import { homeOf, homePath } from './return-path.ts';
import { onlySyncPath } from './syncs-of-connection.ts';

/** A person (or a mail scanner) follows the link of a letter: straight to the provider's page. Nothing is spent by that. */
export async function openLink(ports: EnginePorts, token: string): Promise<Redirect> {
  const link = await readLink(ports, token);
  if (link === undefined) return await redirectHome(ports, 'linkEnded', 'clio');
  return link.kind === 'invite' ? await openInvite(ports, link) : await openConnectionLink(ports, link);
}

async function openInvite(ports: EnginePorts, link: FoundLink): Promise<Redirect> {
  const [invite, firm] = await Promise.all([readInvite(ports, link.firm, link.target), readFirm(ports, link.firm)]);
  const provider = providerNamed(ports, 'clio');
  if (invite?.link !== link.digest || invite.acceptedAt !== undefined || firm === undefined || provider === undefined)
    return await redirectHome(ports, 'linkEnded', 'clio');
  return await goToProvider(ports, provider, {
    ...(firm.region === undefined ? {} : { region: firm.region }),
    purpose: { kind: 'invite', firm: link.firm, invite: link.target },
    link: link.digest,
    returnTo: homePath,
  });
}

async function openConnectionLink(ports: EnginePorts, link: FoundLink): Promise<Redirect> {
  const connection = await readConnection(ports, link.firm, link.target);
  const provider = connection && providerNamed(ports, connection.provider);
  if (connection === undefined || provider === undefined) return await redirectHome(ports, 'linkEnded', 'clio');
  const { purpose } = connection;
  if (connection.state === 'active') return await redirectHome(ports, 'linkDone', provider.name, purpose);
  const fits = link.kind === 'approve' ? connection.state === 'needsAdmin' : isBroken(connection.state);
  if (!fits || (link.kind === 'reconnect' && connection.link !== link.digest))
    return await redirectHome(ports, 'linkEnded', provider.name, purpose);
  return await goToProvider(ports, provider, {
    ...(connection.region === undefined ? {} : { region: connection.region }),
    ...(purpose === undefined ? {} : { for: purpose }),
    purpose: { kind: link.kind === 'approve' ? 'approve' : 'reconnect', firm: link.firm, connection: connection.id },
    link: link.digest,
    returnTo: await returnPathOf(ports, connection, link),
    ...(link.kind === 'approve' ? {} : { back: connection }),
  });
}

/** An administrator is no member, and has no page of their own here. */
async function returnPathOf(ports: EnginePorts, connection: Connection, { kind }: FoundLink): Promise<string> {
  if (kind === 'approve') return homePath;
  return connection.purpose === undefined ? await onlySyncPath(ports, connection) : homeOf(connection.purpose);
}
