import type { EnginePorts } from '../ports.ts';
import { type Bell, type Ring, ringAt } from '../sync/bells.ts';
import { type BoxId, mailBellKey } from './keys.ts';

/** Notes what is new in a mailbox, and tells the queue, unless somebody is on the way already. */
export async function ringMailbox(ports: EnginePorts, { firm, connection }: BoxId, ring: Ring): Promise<void> {
  const box = { firm, connection };
  if (await ringAt(ports, mailBellKey(box), box, ring)) await ports.queue.send({ v: 1, kind: 'mail', ...box });
}

/** What was rung for since the worker last looked. */
export async function readMailBell(ports: EnginePorts, box: BoxId): Promise<Bell | undefined> {
  return (await ports.table.get(mailBellKey(box))) as unknown as Bell | undefined;
}

/** After what was rung for is done. False when somebody rang meanwhile: then there is more to look at. */
export async function answerMailBell(ports: EnginePorts, box: BoxId, { rev }: Bell): Promise<boolean> {
  return await ports.table.remove(mailBellKey(box), { kind: 'rev', rev });
}
