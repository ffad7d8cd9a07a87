import { Agent, createServer, type IncomingMessage, type ServerResponse, request as send } from 'node:http';
import type { StandIn } from '../stand-ins/dynamo.ts';
import { closeServer, freePort } from '../stand-ins/ports.ts';
import { place } from '../template/resolve.ts';
import { type Arns, demandOf, targetOf } from './operations.ts';
import type { Denial, Guard } from './policy.ts';

export type GatewayOptions = {
  readonly guard: Guard;
  /** Service, as in the header `x-amz-target` or `SES_v2` → address of its stand-in. */
  readonly services: Readonly<Record<string, string>>;
  readonly onDenied: (denial: Denial) => void;
};

/** The access key id of a function is its name behind this, so that a call says who makes it. */
export const keyPrefix = 'LOCAL-';

/** Stands before the stand-ins and lets through what the policy of the calling function allows. */
export async function startGateway(options: GatewayOptions): Promise<StandIn> {
  const agent = new Agent({ keepAlive: true });
  const server = createServer((incoming, answer) => {
    pass(options, agent, incoming, answer).catch(() => answer.destroy());
  });
  const port = await freePort();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const close = async (): Promise<void> => {
    const closed = closeServer(server);
    server.closeAllConnections();
    agent.destroy();
    await closed;
  };
  return { url: `http://127.0.0.1:${port}`, close };
}

async function pass(
  { guard, services, onDenied }: GatewayOptions,
  agent: Agent,
  incoming: IncomingMessage,
  answer: ServerResponse,
): Promise<void> {
  const body = await bytesOf(incoming);
  const { method = '', url = '/', headers } = incoming;
  const path = new URL(url, 'http://local').pathname;
  const target = targetOf(method, path, headers['x-amz-target']?.toString());
  const caller = callerOf(headers.authorization);
  const demand = demandOf(target, inputOf(body), arns) ?? {
    action: target === '' ? `${method} ${path}` : target,
    resources: ['(unknown operation)'],
  };
  const denial = guard.check(caller, demand);
  const address = services[target.slice(0, target.indexOf('.'))];
  if (denial !== undefined) onDenied(denial);
  if (denial !== undefined || address === undefined) refuse(answer, caller, demand.action);
  else await forward(new URL(path, address), agent, incoming, body, answer);
}

/** In the words of AWS, so that the SDK makes the same error of it. */
function refuse(answer: ServerResponse, caller: string, action: string): void {
  const message = `${caller} is not authorized to perform ${action}`;
  const headers = {
    'content-type': 'application/x-amz-json-1.0',
    'x-amzn-query-error': 'AccessDenied;Sender',
    // Where REST calls look for the name of an error.
    'x-amzn-errortype': 'AccessDeniedException',
  };
  answer.writeHead(400, headers).end(JSON.stringify({ __type: 'AccessDeniedException', message }));
}

function forward(
  address: URL,
  agent: Agent,
  { method, headers }: IncomingMessage,
  body: Buffer,
  answer: ServerResponse,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const { host: _, ...others } = headers;
    const outgoing = send(address, { agent, method: method ?? 'POST', headers: others }, (incoming) => {
      answer.writeHead(incoming.statusCode ?? 502, incoming.headers);
      incoming.pipe(answer).once('close', resolve);
    });
    answer.once('close', () => outgoing.destroy());
    outgoing.once('error', reject).end(body);
  });
}

const arns: Arns = {
  table: (name) => arn('dynamodb', `table/${name}`),
  queue: (url) => arn('sqs', url.slice(url.lastIndexOf('/') + 1)),
  secret: (id) => (id.startsWith('arn:') ? id : arn('secretsmanager', `secret:${id}`)),
  mailDomain: (address) => arn('ses', `identity/${address.slice(address.indexOf('@') + 1)}`),
  configurationSet: (name) => arn('ses', `configuration-set/${name}`),
};
const arn = (service: string, resource: string): string =>
  `arn:${place.partition}:${service}:${place.region}:${place.account}:${resource}`;

/** `AWS4-HMAC-SHA256 Credential=<access key id>/<date>/<region>/...` */
function callerOf(authorization = ''): string {
  const [, credential = ''] = /Credential=([^,]+)/.exec(authorization) ?? [];
  return credential.startsWith(keyPrefix) ? (credential.slice(keyPrefix.length).split('/')[0] ?? '') : '(nobody)';
}

function inputOf(body: Buffer): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(body.toString()) as Record<string, unknown>;
  } catch {
    return {};
  }
}

async function bytesOf(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
