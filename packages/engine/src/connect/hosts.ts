import type { Hosts, Provider } from '@concord/core';
import type { EnginePorts } from '../ports.ts';

/** The addresses of a provider, in the region of an account where it has regions. Undefined when this deployment knows none. */
export function hostsOf(ports: EnginePorts, provider: Provider, region: string | undefined): Hosts | undefined {
  const hosts = ports.hosts[provider.name];
  if (hosts === undefined || region === undefined || region === firstRegion(provider)) return hosts;
  const app = hosts[region];
  return app === undefined ? undefined : { ...hosts, app };
}

/** The regions in which people can sign in here, the first one first. None for a provider that has no regions. */
export function regionsOf(ports: EnginePorts, provider: Provider): readonly string[] {
  const known = provider.profile.regions ?? {};
  return ports.settings.regions.filter((region) => Object.hasOwn(known, region));
}

/** The region that a request names; the first one when it names none. Undefined for one that this deployment does not serve. */
export function regionNamed(ports: EnginePorts, provider: Provider, name: string | undefined): string | undefined {
  const regions = regionsOf(ports, provider);
  return name === undefined ? regions[0] : regions.find((region) => region === name);
}

/** Clio counts firms in each region for itself. */
export function firmIdOf(provider: Provider, region: string | undefined, id: string): string {
  return region === undefined || region === firstRegion(provider) ? id : `${region}-${id}`;
}

const firstRegion = (provider: Provider): string | undefined => Object.keys(provider.profile.regions ?? {})[0];
