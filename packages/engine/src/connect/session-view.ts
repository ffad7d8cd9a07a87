import type { ItemTypeName, OfferView, PageNotice, Provider, SessionView } from '@concord/core';
import type { Caller, EnginePorts } from '../ports.ts';
import { type Connection, readConnections } from './connection.ts';
import { connectionView } from './connection-view.ts';
import { readFirm, readMember } from './firm.ts';
import { regionsOf } from './hosts.ts';
import { providerNamed } from './oauth-context.ts';
import { startUrl } from './start-url.ts';
import { syncViews } from './syncs-of-connection.ts';

/** What the page needs to begin. Nobody signed in, and a member who is not known any more, see the same. */
export async function sessionView(
  ports: EnginePorts,
  caller: Caller | undefined,
  notice?: PageNotice,
): Promise<SessionView> {
  const said = notice === undefined ? {} : { notice };
  const [firm, member] = caller
    ? await Promise.all([readFirm(ports, caller.firm), readMember(ports, caller)])
    : [undefined, undefined];
  if (caller === undefined || firm === undefined || member === undefined) {
    return { signedIn: false, signInUrl: startUrl('clio'), regions: regionViews(ports), ...said };
  }
  const [all, syncs] = await Promise.all([
    readConnections(ports, caller.firm, member.connections),
    syncViews(ports, caller),
  ]);
  // Mailboxes are shown with their mail.
  const connections = all.filter(({ purpose }) => purpose === undefined);
  const views = await Promise.all(connections.map((connection) => connectionView(ports, connection)));
  return {
    signedIn: true,
    member: { name: member.name, email: member.email, isOwner: member.isOwner },
    firm: { name: firm.name },
    connections: views.filter((view) => view !== undefined),
    syncs,
    offers: Object.values(ports.providers).flatMap((provider) => offersOf(provider, connections)),
    ...said,
  };
}

function regionViews(ports: EnginePorts): Extract<SessionView, { signedIn: false }>['regions'] {
  const clio = providerNamed(ports, 'clio');
  const labels = clio?.profile.regions ?? {};
  const regions = clio ? regionsOf(ports, clio) : [];
  return regions.map((region) => ({ label: labels[region] ?? region, signInUrl: startUrl('clio', { region }) }));
}

/** Clio is the left side of every sync: nobody sets it up by itself. */
function offersOf(provider: Provider, connections: readonly Connection[]): readonly OfferView[] {
  if (provider.name === 'clio') return [];
  return Object.entries(provider.profile.collections).map(([itemType, collection]) => ({
    provider: provider.name,
    label: provider.profile.label,
    itemType: itemType as ItemTypeName,
    collection,
    authorizeUrl: startUrl(provider.name, theOneToBringBack(provider, connections)),
  }));
}

/** Who authorizes while their only account of this provider is lost wants that one back, and not a second one. */
function theOneToBringBack(provider: Provider, connections: readonly Connection[]): Readonly<Record<string, string>> {
  const own = connections.filter((each) => each.provider === provider.name && each.accountId !== '');
  const [only, ...others] = own;
  return only && others.length === 0 && only.state !== 'disconnected' ? { connection: only.id } : {};
}
