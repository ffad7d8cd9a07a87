import type {
  ConnectionView,
  ErrorCode,
  ItemTypeName,
  OfferView,
  PageNotice,
  Provider,
  SessionView,
} from '@concord/core';
import type { Caller, EnginePorts } from '../ports.ts';
import { type Connection, readConnections } from './connection.ts';
import { readFirm, readMember } from './firm.ts';
import { providerNamed } from './oauth-context.ts';
import { homePath } from './return-path.ts';
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
    return { signedIn: false, signInUrl: startUrl('clio'), ...said };
  }
  const [connections, syncs] = await Promise.all([
    readConnections(ports, caller.firm, member.connections),
    syncViews(ports, caller),
  ]);
  return {
    signedIn: true,
    member: { name: member.name, email: member.email, isOwner: member.isOwner },
    firm: { name: firm.name },
    connections: connections.flatMap((connection) => connectionView(ports, connection)),
    syncs,
    offers: Object.values(ports.providers).flatMap(offersOf),
    ...said,
  };
}

const startUrl = (provider: string): string => `/auth/${provider}/start?return=${encodeURIComponent(homePath)}`;

/** Clio is the left side of every sync: nobody sets it up by itself. */
function offersOf(provider: Provider): readonly OfferView[] {
  if (provider.name === 'clio') return [];
  return Object.entries(provider.profile.collections).map(([itemType, collection]) => ({
    provider: provider.name,
    label: provider.profile.label,
    itemType: itemType as ItemTypeName,
    collection,
    authorizeUrl: startUrl(provider.name),
  }));
}

/** Nothing for a provider that this deployment no longer has. */
function connectionView(ports: EnginePorts, connection: Connection): readonly ConnectionView[] {
  const provider = providerNamed(ports, connection.provider);
  if (provider === undefined) return [];
  const { id, state, account } = connection;
  const label = provider.profile.label;
  return [{ id, provider: connection.provider, label, account, state, sentence: sentenceOf(connection, label) }];
}

function sentenceOf({ state, account, reason, provider }: Connection, label: string): string {
  const again = provider === 'clio' ? 'Sign in with Clio again' : 'Authorize again';
  if (state === 'active') return `You are currently authorized as ${account}.`;
  if (state === 'disconnected') return `${account} is disconnected. ${again} to use it; nothing will be doubled.`;
  return `${label} ${lostBecause[reason ?? 'grantLost'] ?? lostBecause.grantLost} ${again} as ${account}; syncing then goes on where it stopped, and nothing was deleted.`;
}

/** Continues "Microsoft 365 ...". */
const lostBecause: Partial<Record<ErrorCode, string>> & { readonly grantLost: string } = {
  grantLost: 'no longer accepts the permission that you gave.',
  consentNeeded: 'wants you to give your permission again.',
  adminNeeded: 'wants an administrator of your organization to approve Concord first.',
  interactionNeeded: 'wants you to prove again that it is you.',
  forbidden: 'does not let this account use what syncing needs.',
};
