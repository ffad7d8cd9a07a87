import { randomBytes } from 'node:crypto';
import { createQueue } from '@concord/aws';
import type { EnginePorts } from '@concord/engine';
import type { CommandContext } from '../command.ts';
import type { Deployment } from '../deployment.ts';
import { readingPorts } from '../why/reading-ports.ts';

/**
 * The engine's ports for use cases that ask: they write what is wished, and tell a worker. Nothing leads outside. Where nobody
 * says where the queue is, nothing is told: each wish has a due time, and the poll rings for it within a minute or two.
 */
export async function askingPorts(
  deployment: Deployment,
  { environment, clock }: Pick<CommandContext, 'environment' | 'clock'>,
): Promise<EnginePorts> {
  const queues = await deployment.queues?.();
  const queue = queues && createQueue({ queueUrl: queues.changesUrl, client: queues.client });
  return {
    ...readingPorts(deployment, environment, clock),
    queue: queue ?? { send: async () => undefined },
    random: { id: (bytes = 16) => randomBytes(bytes).toString('base64url') },
  };
}
