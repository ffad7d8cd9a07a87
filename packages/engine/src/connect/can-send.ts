import type { Provider } from '@concord/core';
import type { EnginePorts } from '../ports.ts';
import type { Connection } from './connection.ts';
import { openGrant } from './grant.ts';
import { providerNamed } from './oauth-context.ts';

/** Whether mail may be sent from this mailbox. A grant that names no permission at all says nothing of what it lacks. */
export async function canSend(ports: EnginePorts, connection: Connection): Promise<boolean> {
  const provider = providerNamed(ports, connection.provider);
  if (
    provider === undefined ||
    connection.purpose !== 'mail' ||
    connection.state !== 'active' ||
    connection.sealed === undefined
  )
    return false;
  const { scopes } = await openGrant(ports, connection, connection.sealed);
  return coversSending(provider, scopes);
}

export function coversSending({ mail }: Pick<Provider, 'mail'>, scopes: readonly string[]): boolean {
  if (mail === undefined) return false;
  return scopes.length === 0 || mail.scopes.send.every((scope) => scopes.includes(scope));
}
