import { createServer, type IncomingMessage } from 'node:http';
import type { StandIn } from './dynamo.ts';
import { closeServer, freePort } from './ports.ts';

export type JsonRequest = {
  readonly method: string;
  readonly path: string;
  /** The operation, as in the header `x-amz-target`. */
  readonly target: string;
  readonly body: unknown;
};
export type JsonAnswer = { readonly status: number; readonly body: object; readonly headers?: Record<string, string> };

/** A service on 127.0.0.1 that takes and gives JSON. What is no JSON is answered in the words of AWS. */
export async function serveJson(respond: (request: JsonRequest) => JsonAnswer): Promise<StandIn> {
  const server = createServer((incoming, answer) => {
    jsonOf(incoming).then(
      (body) => write(respond({ ...targetOf(incoming), body })),
      () => write({ status: 400, body: { __type: 'SerializationException' } }),
    );
    function write({ status, body, headers = {} }: JsonAnswer): void {
      answer.writeHead(status, { 'content-type': 'application/x-amz-json-1.1', ...headers }).end(JSON.stringify(body));
    }
  });
  const port = await freePort();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const close = async (): Promise<void> => {
    const closed = closeServer(server);
    server.closeAllConnections();
    await closed;
  };
  return { url: `http://127.0.0.1:${port}`, close };
}

const targetOf = ({ method = 'GET', url = '/', headers }: IncomingMessage): Omit<JsonRequest, 'body'> => ({
  method,
  path: new URL(url, 'http://local').pathname,
  target: String(headers['x-amz-target'] ?? ''),
});

async function jsonOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString());
}
