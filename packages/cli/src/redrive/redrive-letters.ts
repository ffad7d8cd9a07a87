import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import type { Queues } from '../deployment.ts';
import { type DeadLetter, readDeadLetter } from './dead-letter.ts';

export type RedriveOptions = {
  readonly isDryRun: boolean;
  readonly pause: (ms: number) => Promise<void>;
  /** What they are, before the first of them is put back. Called once for each thousand. */
  readonly tell: (letters: readonly DeadLetter[]) => void;
};
export type Redriven = { readonly putBack: number; readonly left: readonly DeadLetter[] };

/** What is told in one go. */
const mostTold = 1_000;
const mostReceived = 10;
/** Ten messages a second: workers have other work, too. */
const betweenBatchesMs = 1_000;
/** Longer than a thousand of them take, so that nobody else receives them meanwhile. */
const hiddenSeconds = 600;
const maximumRounds = 1_000;

/**
 * Puts dead letters back into their queue. Each is sent first and removed then: whoever dies in between has sent it twice, which
 * costs a look, because a message only says "look again". What this code does not know is left where it is.
 */
export async function redriveLetters(queues: Queues, options: RedriveOptions): Promise<Redriven> {
  const left = new Map<string, DeadLetter>();
  let putBack = 0;
  try {
    for (let round = 0; round < maximumRounds; round += 1) {
      const letters = (await receiveSome(queues)).filter(({ id }) => !left.has(id));
      if (letters.length === 0) break;
      options.tell(letters);
      const isKept = ({ kind }: DeadLetter): boolean => options.isDryRun || kind === 'unknown';
      for (const letter of letters) if (isKept(letter)) left.set(letter.id, letter);
      putBack += await sendAll(
        queues,
        letters.filter((letter) => !isKept(letter)),
        options.pause,
      );
    }
  } finally {
    for (const letter of left.values()) await showAgain(queues, letter);
  }
  return { putBack, left: [...left.values()] };
}

/** Until there are no more, or a thousand. Nobody else sees them for ten minutes. */
async function receiveSome({ client, deadLettersUrl }: Queues): Promise<readonly DeadLetter[]> {
  const letters = new Map<string, DeadLetter>();
  for (let batch = 0; batch * mostReceived < mostTold; batch += 1) {
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({
        QueueUrl: deadLettersUrl,
        MaxNumberOfMessages: mostReceived,
        VisibilityTimeout: hiddenSeconds,
        // Without a wait SQS asks some of its servers only, and may miss what is there.
        WaitTimeSeconds: 1,
        MessageSystemAttributeNames: ['SentTimestamp'],
        MessageAttributeNames: ['All'],
      }),
    );
    if (Messages.length === 0) break;
    for (const letter of Messages.map(readDeadLetter)) letters.set(letter.id, letter);
  }
  return [...letters.values()];
}

async function sendAll(
  { client, changesUrl, deadLettersUrl }: Queues,
  letters: readonly DeadLetter[],
  pause: RedriveOptions['pause'],
): Promise<number> {
  for (const [index, { received }] of letters.entries()) {
    if (index > 0 && index % mostReceived === 0) await pause(betweenBatchesMs);
    const { Body: MessageBody, MessageAttributes, ReceiptHandle } = received;
    await client.send(
      new SendMessageCommand({
        QueueUrl: changesUrl,
        MessageBody,
        ...(MessageAttributes ? { MessageAttributes } : {}),
      }),
    );
    await client.send(new DeleteMessageCommand({ QueueUrl: deadLettersUrl, ReceiptHandle }));
  }
  return letters.length;
}

/** In a second: zero is more than the stand-in of SQS takes (fauxqs 2.4.1). */
async function showAgain({ client, deadLettersUrl }: Queues, { received }: DeadLetter): Promise<void> {
  const { ReceiptHandle } = received;
  await client.send(
    new ChangeMessageVisibilityCommand({ QueueUrl: deadLettersUrl, ReceiptHandle, VisibilityTimeout: 1 }),
  );
}
