import type { Message } from '@concord/core';
import { workOnConnection } from './connect/index.ts';
import type { EnginePorts } from './ports.ts';
import { workOnSync } from './sync/index.ts';

/** Works on one message of the queue: a slice of a sync, or what waits to be done for a connection. */
export async function work(ports: EnginePorts, message: Message): Promise<void> {
  if (message.kind === 'change') await workOnSync(ports, message);
  else await workOnConnection(ports, message);
}
