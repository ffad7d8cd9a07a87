import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { Queue } from '@concord/core';
import { createQueueClient } from './clients.ts';
import { translated } from './failures.ts';

const maximumDelayMs = 15 * 60_000;

/** `Queue` on one standard SQS queue. Delays are cut to 15 minutes: early is harmless, a message only says "look again". */
export function createQueue(options: { readonly queueUrl: string; readonly client?: SQSClient }): Queue {
  const { queueUrl, client = createQueueClient() } = options;
  return {
    send: async (message, delayMs = 0) => {
      const DelaySeconds = Math.ceil(Math.min(Math.max(delayMs, 0), maximumDelayMs) / 1000);
      const command = new SendMessageCommand({
        QueueUrl: queueUrl,
        MessageBody: JSON.stringify(message),
        DelaySeconds,
      });
      await translated('write', () => client.send(command));
    },
  };
}
