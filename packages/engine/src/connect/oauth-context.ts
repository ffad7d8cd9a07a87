import { type OAuthContext, type Provider, type ProviderName, SyncError } from '@concord/core';
import type { EnginePorts } from '../ports.ts';
import { hostsOf } from './hosts.ts';

/** The provider of this deployment with that name; `constructor` and the like are names of none. */
export function providerNamed(ports: EnginePorts, name: string): Provider | undefined {
  return Object.hasOwn(ports.providers, name) ? ports.providers[name as ProviderName] : undefined;
}

/** What a provider's sign-in needs. Each provider has a redirect address of its own, so that codes cannot be mixed up. */
export async function oauthContext(
  ports: EnginePorts,
  provider: Provider,
  region: string | undefined,
): Promise<OAuthContext> {
  const hosts = hostsOf(ports, provider, region);
  if (hosts === undefined) throw new SyncError('misconfigured', `No address is set for ${provider.profile.label}.`);
  return {
    app: await ports.secrets.app(provider.name, region),
    hosts,
    redirectUri: `${ports.settings.publicUrl}/auth/${provider.name}/callback`,
    transport: ports.transport,
    clock: ports.clock,
  };
}
