import type { EnginePorts } from '../ports.ts';
import { maximumDelayMs } from './after-failure.ts';
import { isBesideSyncs, type RungBy } from './lease.ts';

/** Those who found the lease of this account taken get a message of their own once it is free, or once a provider may be asked. */
export async function ringOthers(
  ports: EnginePorts,
  { firm, connection }: { readonly firm: string; readonly connection: string },
  rungBy: RungBy,
  delayMs: number,
): Promise<void> {
  const delay = Math.min(delayMs, maximumDelayMs);
  for (const [name, why] of Object.entries(rungBy)) {
    const message = isBesideSyncs(name)
      ? ({ v: 1, kind: name, firm, connection } as const)
      : ({ v: 1, kind: 'change', firm, sync: name, why } as const);
    await ports.queue.send(message, delay);
  }
}
