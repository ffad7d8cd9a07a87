import { createServer, type IncomingMessage, request, type Server } from 'node:http';
import { createTable } from '@concord/aws';
import type { Table } from '@concord/core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { freePort } from '../../packages/local/src/stand-ins/ports.ts';
import { dynamoClientFor, startTestDynamo, type TestDynamo } from './test-dynamo.ts';

/** What the road to DynamoDB does with the next calls, one entry each. */
type Mishap = 'staleIndex' | 'noRows' | 'loseAnswer' | 'refuse' | 'throttle' | 'deny' | 'leaveHalf';

describe('table: AWS, when calls go wrong', () => {
  let dynamo: TestDynamo;
  let road: Server;
  let table: Table;
  let mishaps: Mishap[] = [];
  let calls = 0;
  beforeAll(async () => {
    dynamo = await startTestDynamo();
    road = createServer((incoming, answer) => {
      calls += 1;
      const mishap = mishaps.shift();
      if (mishap === 'staleIndex' || mishap === 'noRows') {
        const stale = { pk: { S: 'P' }, sk: { S: 'moved' }, dueAt: { N: '1' } };
        answer.writeHead(200).end(JSON.stringify({ Items: mishap === 'noRows' ? [] : [stale] }));
      } else if (mishap === 'refuse') incoming.socket.destroy();
      else if (mishap === 'throttle') answer.writeHead(400).end('{"__type":"ThrottlingException"}');
      else if (mishap === 'deny') answer.writeHead(400).end('{"__type":"AccessDeniedException"}');
      else
        forward(dynamo.url, incoming, mishap).then(
          ({ status, body }) => {
            if (mishap === 'loseAnswer') incoming.socket.destroy();
            else answer.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(body);
          },
          () => incoming.socket.destroy(),
        );
    });
    await new Promise<void>((resolve) => road.listen(0, '127.0.0.1', resolve));
    const address = road.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const client = dynamoClientFor(`http://127.0.0.1:${port}`);
    table = createTable({ client, tableName: dynamo.tableName });
  });
  beforeEach(() => {
    mishaps = [];
    calls = 0;
  });
  afterAll(async () => {
    road.closeAllConnections();
    road.close();
    await dynamo.close();
  });
  const row = (sk: string, rev = 1) => ({ pk: 'P', sk, rev });

  it('does not take its own repeated write for the write of another', async () => {
    mishaps = ['loseAnswer'];
    await expect(table.put(row('own'), { kind: 'absent' })).rejects.toMatchObject({ code: 'timeout' });
    expect(await table.get(row('own'))).toEqual(row('own'));
  });

  it('still reports a refusal when a repeated write meets a row of another revision', async () => {
    await table.put(row('other', 5));
    mishaps = ['refuse'];
    expect(await table.put(row('other', 2), { kind: 'rev', rev: 1 })).toBe(false);
  });

  it('says that a removal may have happened when its answer was lost', async () => {
    await table.put(row('removed'));
    mishaps = ['loseAnswer'];
    await expect(table.remove(row('removed'), { kind: 'rev', rev: 1 })).rejects.toMatchObject({ code: 'timeout' });
  });

  it('says timeout when no try got an answer', async () => {
    mishaps = ['refuse', 'refuse', 'refuse'];
    await expect(table.put(row('a'))).rejects.toMatchObject({ name: 'SyncError', code: 'timeout' });
    mishaps = ['refuse', 'refuse', 'refuse'];
    await expect(table.get(row('a'))).rejects.toMatchObject({ name: 'SyncError', code: 'timeout' });
  });

  it('says network when nobody is there', async () => {
    const port = await freePort();
    const nobody = createTable({ client: dynamoClientFor(`http://127.0.0.1:${port}`), tableName: 'concord' });
    await expect(nobody.put(row('a'))).rejects.toMatchObject({ code: 'network' });
  });

  it('says unavailable when throttled beyond its short retries', async () => {
    mishaps = ['throttle', 'throttle', 'throttle'];
    await expect(table.get(row('a'))).rejects.toMatchObject({ code: 'unavailable' });
    expect(calls).toBe(3);
  });

  it('says misconfigured when its policy does not allow the call', async () => {
    mishaps = ['deny'];
    await expect(table.get(row('a'))).rejects.toMatchObject({ code: 'misconfigured' });
    expect(calls).toBe(1);
  });

  it('does not believe an index that lags behind its row', async () => {
    await table.put({ ...row('moved'), dueAt: 1 });
    await table.put({ ...row('moved'), dueAt: 50 });
    mishaps = ['staleIndex', 'noRows', 'noRows', 'noRows'];
    expect(await table.due(10, 5)).toEqual([]);
    mishaps = ['staleIndex', 'noRows', 'noRows', 'noRows'];
    expect(await table.due(50, 5)).toHaveLength(1);
  });

  it('asks again for what a batch left undone', async () => {
    const rows = Array.from({ length: 10 }, (_, index) => row(`b${index}`));
    mishaps = ['leaveHalf'];
    await table.putMany(rows);
    expect(await table.getMany(rows)).toHaveLength(10);
    expect(calls).toBe(3);
  });
});

/** Passes a call on; with `leaveHalf` only the first half of a batch write, and the rest comes back as unprocessed. */
async function forward(
  to: string,
  incoming: IncomingMessage,
  mishap: Mishap | undefined,
): Promise<{ readonly status: number; readonly body: string }> {
  const given = await textOf(incoming);
  if (mishap !== 'leaveHalf') return send(to, incoming, given);
  const input = JSON.parse(given) as { RequestItems: { concord: unknown[] } };
  const all = input.RequestItems.concord;
  const half = all.splice(0, all.length / 2);
  await send(to, incoming, JSON.stringify({ ...input, RequestItems: { concord: half } }));
  return { status: 200, body: JSON.stringify({ UnprocessedItems: { concord: all } }) };
}

function send(
  to: string,
  { method, headers }: IncomingMessage,
  body: string,
): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const sent = { ...headers, 'content-length': String(Buffer.byteLength(body)) };
    const outgoing = request(to, { method: method ?? 'POST', headers: sent }, (answer) => {
      textOf(answer).then((text) => resolve({ status: answer.statusCode ?? 500, body: text }), reject);
    });
    outgoing.on('error', reject).end(body);
  });
}

async function textOf(stream: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
