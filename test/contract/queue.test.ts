import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { createQueue, createQueueClient } from '@concord/aws';
import type { Message } from '@concord/core';
import { createMemoryQueue } from '@concord/local';
import { describe, expect, it } from 'vitest';
import { startQueues } from '../../packages/local/src/stand-ins/queues.ts';
import { describeQueue } from './queue-contract.ts';
import { testCredentials } from './test-dynamo.ts';

const region = 'eu-central-1';
const now = 1_800_000_000_000;

describeQueue('memory', async () => {
  const queue = createMemoryQueue({ now: () => now });
  const waiting = () => queue.waiting().map(({ message, at }) => ({ message, inMs: at - now }));
  return { queue, waiting, close: async () => {} };
});

describeQueue('AWS on fauxqs', async () => {
  const queues = await startQueues({ region });
  const { url } = await queues.ensure({ name: 'changes', attributes: {} });
  const client = createQueueClient({ endpoint: queues.url, region, credentials: testCredentials });
  const waiting = () => {
    const { ready, delayed } = queues.inspect('changes');
    return [...ready, ...delayed].map(({ body, delayUntil }) => ({
      message: JSON.parse(body) as Message,
      inMs: delayUntil === undefined ? 0 : delayUntil - Date.now(),
    }));
  };
  return { queue: createQueue({ queueUrl: url, client }), waiting, close: queues.close };
});

describe('queue: memory alone', () => {
  const message = (sync: string): Message => ({ v: 1, kind: 'change', firm: 'F', sync, why: 'poll' });

  it('delivers what is due, oldest first, again after the visibility time, and never once done', async () => {
    const clock = { at: now, now: () => clock.at };
    const queue = createMemoryQueue(clock, 60_000);
    await queue.send(message('first'));
    await queue.send(message('later'), 5_000);
    expect(queue.nextAt()).toBe(now);
    expect(queue.receive().map(({ message }) => 'sync' in message && message.sync)).toEqual(['first']);
    expect(queue.receive()).toEqual([]);
    clock.at += 60_000;
    const again = queue.receive();
    expect(again.map(({ message, receives }) => ['sync' in message && message.sync, receives])).toEqual([
      ['later', 1],
      ['first', 2],
    ]);
    for (const delivery of again) delivery.done();
    clock.at += 600_000;
    expect([queue.receive(), queue.size(), queue.nextAt()]).toEqual([[], 0, undefined]);
  });
});

describe('queue: AWS alone', () => {
  it('sends what is known about a message beside it, and nothing where nothing is known', async () => {
    const queues = await startQueues({ region });
    const { url } = await queues.ensure({ name: 'changes', attributes: {} });
    const client = createQueueClient({ endpoint: queues.url, region, credentials: testCredentials });
    const message: Message = { v: 1, kind: 'change', firm: 'F', sync: 'S', why: 'push' };
    await createQueue({ queueUrl: url, client, attributes: () => ({ correlation: 'c1' }) }).send(message);
    await createQueue({ queueUrl: url, client, attributes: () => ({}) }).send(message);
    const receive = new ReceiveMessageCommand({
      QueueUrl: url,
      MessageAttributeNames: ['All'],
      MaxNumberOfMessages: 10,
    });
    const { Messages = [] } = await client.send(receive);
    expect(Messages.map(({ MessageAttributes }) => MessageAttributes?.['correlation']?.StringValue).sort()).toEqual([
      'c1',
      undefined,
    ]);
    client.destroy();
    await queues.close();
  });
});

describe('queue: the stand-in', () => {
  it('answers on the loopback interface only', async () => {
    const queues = await startQueues({ region });
    const port = Number(new URL(queues.url).port);
    const outer = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .find(({ internal, family }) => !internal && family === 'IPv4');
    expect(await canConnect('127.0.0.1', port)).toBe(true);
    expect(await canConnect('127.0.0.2', port)).toBe(false);
    if (outer !== undefined) expect(await canConnect(outer.address, port)).toBe(false);
    await queues.close();
  });
});

function canConnect(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, host);
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
