import { Server } from 'node:net';
import { startFauxqs } from 'fauxqs';
import type { StandIn } from './dynamo.ts';
import { freePort } from './ports.ts';

export type QueueSpec = { readonly name: string; readonly attributes: Readonly<Record<string, string>> };
export type Queues = StandIn & {
  /** Makes a queue that is not there yet, and gives back to the others what a killed run had received. */
  readonly ensure: (spec: QueueSpec) => Promise<{ readonly url: string }>;
  /** Messages in all states, for tests. */
  readonly inspect: (name: string) => NonNullable<ReturnType<FauxqsServer['inspectQueue']>>['messages'];
};

type FauxqsServer = Awaited<ReturnType<typeof startFauxqs>>;

/** SQS on 127.0.0.1, in `dataDir` or else in memory. */
export async function startQueues(options: { readonly region: string; readonly dataDir?: string }): Promise<Queues> {
  const port = await freePort();
  const { region, dataDir } = options;
  const settings = { port, logger: false, defaultRegion: region, ...(dataDir === undefined ? {} : { dataDir }) };
  const server = await onLoopback(() => startFauxqs(settings));
  const url = `http://127.0.0.1:${port}`;
  const ensure = async ({ name, attributes }: QueueSpec): Promise<{ url: string }> => {
    const known = server.inspectQueue(name);
    if (known === undefined)
      return { url: server.createQueue(name, { region, attributes: { ...attributes } }).queueUrl };
    // Made anew, it would lose its messages: fauxqs replaces the queue's row and all that hangs on it.
    await call(url, 'SetQueueAttributes', { QueueUrl: known.url, Attributes: attributes });
    for (const { receiptHandle } of known.messages.inflight) {
      // Not 0: fauxqs 2.4.1 then breaks a constraint of its own database, and forgets the message.
      const release = { QueueUrl: known.url, ReceiptHandle: receiptHandle, VisibilityTimeout: 1 };
      await call(url, 'ChangeMessageVisibility', release);
    }
    return { url: known.url };
  };
  const inspect = (name: string): ReturnType<Queues['inspect']> => {
    const found = server.inspectQueue(name);
    if (found === undefined) throw new Error(`There is no queue ${name}.`);
    return found.messages;
  };
  return { url, ensure, inspect, close: () => server.stop() };
}

/** fauxqs listens on all interfaces (2.4.1) and has no option for it; nobody but this machine may reach it. */
async function onLoopback<T>(start: () => Promise<T>): Promise<T> {
  const { listen } = Server.prototype;
  Server.prototype.listen = function listenOnLoopback(this: Server, ...given: unknown[]) {
    const [first, ...rest] = given;
    const isOptions = typeof first === 'object' && first !== null && 'host' in first;
    const options = isOptions && first.host === '0.0.0.0' ? { ...first, host: '127.0.0.1' } : first;
    return Reflect.apply(listen, this, [options, ...rest]) as Server;
  };
  try {
    return await start();
  } finally {
    Server.prototype.listen = listen;
  }
}

async function call(url: string, action: string, input: object): Promise<void> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `AmazonSQS.${action}` },
    body: JSON.stringify(input),
  });
  if (!answer.ok) throw new Error(`The queue stand-in refused ${action}: ${await answer.text()}`);
}
