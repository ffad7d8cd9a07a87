import { availableParallelism } from 'node:os';
import { keyPrefix } from '../iam/gateway.ts';
import type { SourcePart } from '../template/parts.ts';
import { place } from '../template/resolve.ts';
import type { Functions } from './functions.ts';

export type SourceOptions = {
  readonly source: SourcePart;
  readonly gatewayUrl: string;
  readonly invoke: Functions['invoke'];
  readonly log: (text: string) => void;
};

type Message = {
  readonly MessageId: string;
  readonly ReceiptHandle: string;
  readonly Body: string;
  readonly MD5OfBody: string;
  readonly Attributes?: Readonly<Record<string, string>>;
  readonly MessageAttributes?: Readonly<Record<string, { readonly DataType: string; readonly StringValue?: string }>>;
};

const longPollSeconds = 20;
const pauseAfterFailureMs = 1_000;

/**
 * Reads a queue for a function as Lambda's pollers do: long polls in the function's name, batches side by side up to the
 * maximum concurrency (here also to the number of cores), and deletes what the function does not report as failed. The
 * rest comes back after its visibility time.
 */
export function startSource(options: SourceOptions): { readonly close: () => Promise<void> } {
  const { source, log } = options;
  const stop = new AbortController();
  const stopped = new Promise<void>((resolve) => stop.signal.addEventListener('abort', () => resolve()));
  const mostAtOnce = Math.min(source.maximumConcurrency, Math.max(2, availableParallelism()));
  const running = new Set<Promise<void>>();
  const loop = async (): Promise<void> => {
    // Without an end of its own: it runs as long as this machine plays Lambda.
    while (!stop.signal.aborted) {
      if (running.size >= mostAtOnce) await Promise.race([stopped, ...running]);
      const messages = await receive(options, stop.signal);
      if (messages.length === 0) continue;
      const work = workOn(options, messages).catch((error: unknown) => log(`${String(error)}\n`));
      running.add(work);
      void work.finally(() => running.delete(work));
    }
  };
  const ended = loop();
  return {
    close: async () => {
      stop.abort();
      await ended;
    },
  };
}

async function receive(options: SourceOptions, signal: AbortSignal): Promise<readonly Message[]> {
  const input = {
    MaxNumberOfMessages: options.source.batchSize,
    WaitTimeSeconds: longPollSeconds,
    MessageSystemAttributeNames: ['All'],
    MessageAttributeNames: ['All'],
  };
  try {
    const { Messages = [] } = await call(options, 'ReceiveMessage', input, signal);
    return Messages;
  } catch (error) {
    if (signal.aborted) return [];
    options.log(`Reading ${options.source.queueName} failed: ${String(error)}\n`);
    await new Promise((resolve) => setTimeout(resolve, pauseAfterFailureMs));
    return [];
  }
}

async function workOn(options: SourceOptions, messages: readonly Message[]): Promise<void> {
  const { source, invoke } = options;
  const result = await invoke(source.functionName, { Records: messages.map((message) => toRecord(message, source)) });
  const failed = failuresOf(result);
  for (const { MessageId, ReceiptHandle } of messages) {
    if (!failed.has(MessageId)) await call(options, 'DeleteMessage', { ReceiptHandle });
  }
}

function failuresOf(result: unknown): ReadonlySet<string> {
  const { batchItemFailures = [] } = (result ?? {}) as {
    readonly batchItemFailures?: readonly { readonly itemIdentifier: string }[];
  };
  return new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
}

function toRecord(message: Message, { queueName }: SourcePart): object {
  return {
    messageId: message.MessageId,
    receiptHandle: message.ReceiptHandle,
    body: message.Body,
    attributes: message.Attributes ?? {},
    messageAttributes: Object.fromEntries(
      Object.entries(message.MessageAttributes ?? {}).map(([name, { DataType, StringValue }]) => [
        name,
        { dataType: DataType, stringValue: StringValue },
      ]),
    ),
    md5OfBody: message.MD5OfBody,
    eventSource: 'aws:sqs',
    eventSourceARN: `arn:${place.partition}:sqs:${place.region}:${place.account}:${queueName}`,
    awsRegion: place.region,
  };
}

async function call(
  { source, gatewayUrl }: SourceOptions,
  action: string,
  input: object,
  signal?: AbortSignal,
): Promise<{ readonly Messages?: readonly Message[] }> {
  const answer = await fetch(gatewayUrl, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `AmazonSQS.${action}`,
      authorization: `AWS4-HMAC-SHA256 Credential=${keyPrefix}${source.functionName}/local`,
    },
    body: JSON.stringify({ QueueUrl: `/${place.account}/${source.queueName}`, ...input }),
    ...(signal === undefined ? {} : { signal }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${action} was refused: ${text}`);
  return (text === '' ? {} : JSON.parse(text)) as { readonly Messages?: readonly Message[] };
}
