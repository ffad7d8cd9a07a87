import { createServer, type IncomingMessage } from 'node:http';
import type { StandIn } from './dynamo.ts';
import { closeServer, freePort } from './ports.ts';

/** Secrets Manager on 127.0.0.1, as far as Concord uses it: `GetSecretValue` by name. */
export async function startSecrets(values: ReadonlyMap<string, string>): Promise<StandIn> {
  const server = createServer((request, answer) => {
    const respond = (status: number, body: object): void => {
      answer.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body));
    };
    if (request.headers['x-amz-target'] !== 'secretsmanager.GetSecretValue') {
      respond(400, { __type: 'UnknownOperationException' });
      return;
    }
    jsonOf(request).then(
      ({ SecretId: id = '' }) => {
        const value = values.get(id);
        if (value === undefined) respond(400, { __type: 'ResourceNotFoundException', Message: `No secret ${id}.` });
        else respond(200, { Name: id, SecretString: value });
      },
      () => respond(400, { __type: 'SerializationException' }),
    );
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

async function jsonOf(request: IncomingMessage): Promise<{ readonly SecretId?: string }> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString()) as { SecretId?: string };
}
