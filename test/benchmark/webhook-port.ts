import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ProviderName } from '@concord/core';
import { type EnginePorts, receiveWebhook } from '@concord/engine';

/** Where the look-alikes deliver their notices. Resolves with the public address. */
export function openWebhookPort(ports: () => EnginePorts): Promise<string> {
  const server = createServer((incoming, outgoing) => {
    receive(ports(), incoming).then(
      ({ status, headers, body }) => outgoing.writeHead(status, headers).end(body),
      () => outgoing.writeHead(500).end(),
    );
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
  });
}

async function receive(ports: EnginePorts, incoming: IncomingMessage) {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk);
  const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://127.0.0.1');
  const [, , provider = '', hook = ''] = pathname.split('/');
  return await receiveWebhook(ports, provider as ProviderName, hook, {
    method: incoming.method ?? 'GET',
    headers: Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)])),
    query: Object.fromEntries(searchParams),
    body: Buffer.concat(chunks).toString('utf8'),
  });
}
