import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { BrokenConnection } from './kernel/world.ts';

export type Served = { readonly url: string; readonly close: () => Promise<void> };

const maxBodyBytes = 20 * 1024 * 1024;

/** Serves the sandbox on 127.0.0.1; port 0 takes a free one. A broken connection is broken here too. Rejects when the port is in use. */
export function serve(
  sandbox: { readonly handle: (request: Request) => Promise<Response> },
  port: number,
): Promise<Served> {
  const server = createServer((incoming, outgoing) => {
    answer(sandbox, incoming, outgoing).catch((error: unknown) => {
      if (!(error instanceof BrokenConnection)) console.error('sandbox: a request failed', error);
      incoming.socket.destroy();
    });
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve({
        url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
        close: () =>
          new Promise((done) => {
            server.close(() => done());
            server.closeAllConnections();
          }),
      });
    });
  });
}

async function answer(
  sandbox: { readonly handle: (request: Request) => Promise<Response> },
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const body = await readBody(incoming);
  if (body === undefined) {
    outgoing.writeHead(413).end();
    return;
  }
  const response = await sandbox.handle(toRequest(incoming, body));
  outgoing.statusCode = response.status;
  outgoing.setHeaders(response.headers);
  outgoing.end(Buffer.from(await response.arrayBuffer()));
}

/** The raw bytes, or undefined when there are too many. */
async function readBody(incoming: IncomingMessage): Promise<Buffer<ArrayBuffer> | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= maxBodyBytes) chunks.push(chunk);
  }
  return length > maxBodyBytes ? undefined : Buffer.concat(chunks);
}

function toRequest(incoming: IncomingMessage, body: Buffer<ArrayBuffer>): Request {
  const headers = new Headers();
  for (let index = 0; index + 1 < incoming.rawHeaders.length; index += 2) {
    headers.append(incoming.rawHeaders[index] ?? '', incoming.rawHeaders[index + 1] ?? '');
  }
  const method = incoming.method ?? 'GET';
  const bodyless = method === 'GET' || method === 'HEAD';
  const url = new URL(incoming.url ?? '/', `http://${incoming.headers.host ?? '127.0.0.1'}`);
  return new Request(url, bodyless ? { method, headers } : { method, headers, body });
}
