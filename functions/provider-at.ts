import type { ProviderName } from '@concord/core';
import type { EnginePorts } from '@concord/engine';

/** Whose address it is: by the longest base address, since look-alikes may share an origin. Undefined for nobody's. */
export function providerAt(hosts: EnginePorts['hosts'], url: string): ProviderName | undefined {
  const bases = Object.entries(hosts).flatMap(([provider, each]) =>
    Object.values(each).map((base) => ({ provider: provider as ProviderName, base })),
  );
  const matching = bases.filter(({ base }) => url === base || url.startsWith(`${base}/`));
  return matching.sort((a, b) => b.base.length - a.base.length)[0]?.provider;
}
