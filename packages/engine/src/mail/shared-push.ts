import type { HttpResponse, Provider, ProviderName, RawRequest, SharedPushContext } from '@concord/core';
import { hostsOf } from '../connect/hosts.ts';
import { providerNamed } from '../connect/oauth-context.ts';
import { hookUrl } from '../hooks/hook-row.ts';
import type { EnginePorts } from '../ports.ts';
import { ringMailbox } from './bell.ts';
import { type BoxId, mailAddressPartition } from './keys.ts';

/** The address to which a provider delivers for all mailboxes. No hook has this name: theirs are longer. */
export const sharedHook = 'mail';

/** More than a notice ever names, and than one account has here. */
const mostAddresses = 20;
const mostBoxes = 100;

/**
 * Takes the notices that are for all mailboxes of a provider: who sends is verified before anything is read. Answers only after the
 * queue took what follows from them. 404 where the provider has none such, and what the provider says otherwise.
 */
export async function receiveSharedPush(
  ports: EnginePorts,
  name: ProviderName,
  request: RawRequest,
): Promise<HttpResponse> {
  const provider = providerNamed(ports, name);
  const shared = provider?.mail?.sharedPush;
  const context = provider && contextOf(ports, provider);
  if (shared === undefined || context === undefined) return { status: 404, headers: {}, body: '' };
  const { addresses, response } = await shared.receive(request, context);
  if (addresses.length === 0) ports.log.info('webhook.nobody', { provider: name, status: response.status });
  for (const address of new Set(addresses.slice(0, mostAddresses).map(foldAddress)))
    for (const box of await boxesAt(ports, name, address)) await ringMailbox(ports, box, { ids: 'all' });
  return response;
}

/** Of one account, in whatever firms. */
export async function boxesAt(ports: EnginePorts, name: ProviderName, address: string): Promise<readonly BoxId[]> {
  const pk = mailAddressPartition(name, address);
  const { rows } = await ports.table.query({ pk, prefix: 'CONN#', limit: mostBoxes });
  return rows.map((row) => ({ firm: String(row['firm']), connection: String(row['connection']) }));
}

/** As the provider's own notices and our rows both spell it. */
export const foldAddress = (address: string): string => address.trim().toLowerCase();

/** Without a topic and its sender nobody may send anything here. */
function contextOf(ports: EnginePorts, provider: Provider): SharedPushContext | undefined {
  const hosts = hostsOf(ports, provider, undefined);
  if (hosts === undefined) return undefined;
  const { mailTopic, mailPushSender } = ports.settings;
  const { transport, clock } = ports;
  const isSetUp = mailTopic !== undefined && mailPushSender !== undefined;
  const from = isSetUp ? { audience: hookUrl(ports, provider.name, sharedHook), sender: mailPushSender } : {};
  return { transport, hosts, clock, ...from };
}
