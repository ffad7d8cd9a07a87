import type { ItemTypeName, Provider } from '@concord/core';
import type { EnginePorts } from '../ports.ts';
import type { Connection } from './connection.ts';
import { openGrant } from './grant.ts';

/** Whether a grant lacks a permission that items of this type need. One that names none at all says nothing of what it lacks. */
export function lacks(
  { profile }: Pick<Provider, 'profile'>,
  scopes: readonly string[],
  itemType: ItemTypeName,
): boolean {
  if (scopes.length === 0) return false;
  return (profile.scopes?.[itemType] ?? []).some((scope) => !scopes.includes(scope));
}

/** Of which of the types that the provider has this connection lacks a permission. */
export async function missingTypes(
  ports: EnginePorts,
  provider: Provider,
  connection: Connection,
): Promise<readonly ItemTypeName[]> {
  const { profile } = provider;
  if (connection.purpose !== undefined || connection.state !== 'active') return [];
  if (connection.sealed === undefined || profile.scopes === undefined) return [];
  const { scopes } = await openGrant(ports, connection, connection.sealed);
  const types = Object.keys(profile.collections) as ItemTypeName[];
  return types.filter((itemType) => lacks(provider, scopes, itemType));
}
