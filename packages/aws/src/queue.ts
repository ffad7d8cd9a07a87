import { SendMessageCommand, type SendMessageCommandInput, type SQSClient } from '@aws-sdk/client-sqs';
import type { Queue } from '@concord/core';
import { createQueueClient } from './clients.ts';
import { translated } from './failures.ts';

const maximumDelayMs = 15 * 60_000;

export type QueueOptions = {
  readonly queueUrl: string;
  readonly client?: SQSClient;
  /** About the message, for whoever follows its way; no part of what it says. At most ten. */
  readonly attributes?: () => Readonly<Record<string, string>>;
};

/** `Queue` on one standard SQS queue. Delays are cut to 15 minutes: early is harmless, a message only says "look again". */
export function createQueue(options: QueueOptions): Queue {
  const { queueUrl, client = createQueueClient(), attributes = () => ({}) } = options;
  return {
    send: async (message, delayMs = 0) => {
      const DelaySeconds = Math.ceil(Math.min(Math.max(delayMs, 0), maximumDelayMs) / 1000);
      const command = new SendMessageCommand({
        QueueUrl: queueUrl,
        MessageBody: JSON.stringify(message),
        DelaySeconds,
        ...attributesOf(attributes()),
      });
      await translated('write', () => client.send(command));
    },
  };
}

function attributesOf(texts: Readonly<Record<string, string>>): Pick<SendMessageCommandInput, 'MessageAttributes'> {
  const given = Object.entries(texts).map(
    ([name, StringValue]) => [name, { DataType: 'String', StringValue }] as const,
  );
  return given.length === 0 ? {} : { MessageAttributes: Object.fromEntries(given) };
}
