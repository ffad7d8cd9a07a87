import type { Message } from '@concord/core';
import { workOnCalendars } from './calendars/index.ts';
import { workOnConnection } from './connect/index.ts';
import { workOnMail } from './mail/index.ts';
import type { EnginePorts } from './ports.ts';
import { workOnSync } from './sync/index.ts';
import { workOnWatches } from './watches/index.ts';

/** Works on one message of the queue: a slice of a sync, of what watches need, of a mailbox, or what waits to be done for a connection. */
export async function work(ports: EnginePorts, message: Message): Promise<void> {
  switch (message.kind) {
    case 'change':
      return await workOnSync(ports, message);
    case 'watches':
      return await workOnWatches(ports, message);
    case 'calendars':
      return await workOnCalendars(ports, message);
    case 'mail':
      return await workOnMail(ports, message);
    default:
      return await workOnConnection(ports, message);
  }
}
