import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { type FirmStatus, firmStatus } from '@concord/engine';
import { firmsIn } from '../asking/find-syncs.ts';
import type { CommandContext } from '../command.ts';
import type { Deployment } from '../deployment.ts';
import { readingPorts } from '../why/reading-ports.ts';

export type StatusQuestion = { readonly firm?: string; readonly member?: string };

/** `at`: when it was asked. Epoch milliseconds. */
export type Status = {
  readonly at: number;
  readonly firms: readonly FirmStatus[];
  /** Absent where nobody says where they would be. */
  readonly deadLetters?: number;
};

/** Reads the table, and calls no provider. Without a firm the whole table is read, to find them. */
export async function askStatus(
  deployment: Deployment,
  { firm, member }: StatusQuestion,
  { environment, clock }: Pick<CommandContext, 'environment' | 'clock'>,
): Promise<Status> {
  const ports = readingPorts(deployment, environment, clock);
  const firms: FirmStatus[] = [];
  for (const each of firm === undefined ? await firmsIn(deployment) : [firm])
    firms.push(await firmStatus(ports, each, member));
  const deadLetters = await countDeadLetters(deployment);
  const isThere = ({ members, syncs }: FirmStatus): boolean => members.length > 0 || syncs.length > 0;
  return {
    at: clock.now(),
    firms: firms.filter(isThere),
    ...(deadLetters === undefined ? {} : { deadLetters }),
  };
}

const count = 'ApproximateNumberOfMessages';

async function countDeadLetters(deployment: Deployment): Promise<number | undefined> {
  const queues = await deployment.queues?.();
  if (queues === undefined) return undefined;
  const { client, deadLettersUrl } = queues;
  const { Attributes } = await client.send(
    new GetQueueAttributesCommand({ QueueUrl: deadLettersUrl, AttributeNames: [count] }),
  );
  return Number(Attributes?.[count] ?? 0);
}
