import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { EnginePorts } from '@concord/engine';
import { createMemoryQueue, createMemoryTable, createMemoryVault } from '@concord/local';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { createLogger } from '../../functions/log.ts';
import type { Meter } from '../../functions/meter.ts';
import { createWebhookHandler } from '../../functions/webhook/handler.ts';
import { createPorts, type Place } from '../../functions/wiring.ts';
import { matchRoute, toEvent, toHttpResult } from '../../packages/local/src/runtime/http-event.ts';
import { context } from '../functions/events.ts';
import { hookOf, secretOf } from './notices.ts';

/**
 * The receiver of webhooks by itself, in a process of its own: the handler as it is deployed behind a plain HTTP server, with the
 * table and the queue in memory and nobody who works on the queue. So what is measured is ours alone.
 */
export type Command =
  | { readonly kind: 'open'; readonly accounts: number }
  /** From now on everything is answered without a look: what is measured then is the machine and who asks. */
  | { readonly kind: 'answerBlindly'; readonly blindly: boolean }
  | { readonly kind: 'count' };
export type Bell = {
  readonly sync: string;
  readonly side: string;
  readonly ids: readonly string[];
  readonly all: boolean;
};
export type Answer =
  | { readonly kind: 'opened'; readonly port: number }
  | {
      readonly kind: 'counted';
      readonly bells: readonly Bell[];
      readonly rings: Readonly<Record<string, number>>;
      readonly cpuMs: number;
      /** From the last byte of a delivery to its answer, for each of them. */
      readonly ownMs: readonly number[];
    }
  | { readonly kind: 'done' };

const firm = '1';

const clock = { now: (): number => Date.now() };
const silent = {
  info: () => {},
  error: (event: string, _facts?: unknown, cause?: unknown) => console.error(event, cause),
};
const meter: Meter = { count: () => {}, time: () => {}, ofProvider: () => {}, publish: () => {} };
const environment = {
  CONCORD_PUBLIC_URL: 'https://concord.example.com',
  ...Object.fromEntries(
    ['TABLE', 'QUEUE_URL', 'SECRET_KEYS', 'SECRET_CLIO', 'SECRET_MICROSOFT', 'SECRET_GOOGLE'].map((name) => [
      `CONCORD_${name}`,
      'x',
    ]),
  ),
};
const table = createMemoryTable(clock);
const queue = createMemoryQueue(clock);
const vault = createMemoryVault();
let ports: EnginePorts | undefined;
const place: Place = {
  logger: createLogger('webhook'),
  log: silent,
  meter,
  ports: () => (ports ??= { ...createPorts(environment, silent, meter), table, queue, vault, clock }),
};
const handler = createWebhookHandler(place);
const routes = [{ key: 'POST /webhooks/{provider}/{hook}', functionName: 'webhook' }];

let blindly = false;
let ownMs: number[] = [];
let cpuBefore = process.cpuUsage();

/** Longer than a run: a connection that ends while somebody writes into it is no answer of ours. */
const server = createServer({ keepAliveTimeout: 600_000 }, (request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => void chunks.push(chunk));
  request.on('end', () => {
    if (blindly) return void response.writeHead(200).end();
    const askedAt = performance.now();
    response.once('finish', () => void ownMs.push(performance.now() - askedAt));
    const match = matchRoute(routes, request.method ?? '', new URL(request.url ?? '/', 'http://local').pathname);
    if (match === undefined) return void response.writeHead(404).end();
    handler(toEvent(request, Buffer.concat(chunks), match, clock.now()) as APIGatewayProxyEventV2, context).then(
      (result) => {
        const { status, headers, body } = toHttpResult(result);
        response.writeHead(status, headers).end(body);
      },
      () => response.writeHead(500).end(),
    );
  });
});

const commands = {
  open: async ({ accounts }: Extract<Command, { kind: 'open' }>): Promise<Answer> => {
    for (let account = 0; account < accounts; account += 1) {
      await addHook(account, 'left', 'clio');
      await addHook(account, 'right', 'microsoft');
    }
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return { kind: 'opened', port: (server.address() as AddressInfo).port };
  },
  answerBlindly: async (command: Extract<Command, { kind: 'answerBlindly' }>): Promise<Answer> => {
    ({ blindly } = command);
    ownMs = [];
    cpuBefore = process.cpuUsage();
    return { kind: 'done' };
  },
  count: async (): Promise<Answer> => {
    const rows = await table.due(Number.MAX_SAFE_INTEGER, 1_000_000);
    const bells = rows.filter(({ sk }) => sk.startsWith('BELL#')) as unknown as readonly (Bell & { sk: string })[];
    const rings: Record<string, number> = {};
    for (const { message } of queue.waiting())
      if ('sync' in message) rings[message.sync] = (rings[message.sync] ?? 0) + 1;
    const { user, system } = process.cpuUsage(cpuBefore);
    const told = bells.map(({ sync, sk, ids, all }) => ({ sync, side: sk.slice('BELL#'.length), ids, all }));
    return { kind: 'counted', bells: told, rings, cpuMs: (user + system) / 1_000, ownMs };
  },
} as const;

async function addHook(account: number, side: 'left' | 'right', provider: string): Promise<void> {
  const hook = hookOf(account, side);
  const sealedSecret = await vault.seal(secretOf(hook), `firm:${firm}`);
  const row = { firm, sync: `s${account}`, side, provider, sealedSecret, subscription: `sub-${hook}` };
  await table.put({ pk: `HOOK#${hook}`, sk: 'HOOK', rev: 1, ...row }, { kind: 'absent' });
}

function answerTo(command: Command): Promise<Answer> {
  if (command.kind === 'open') return commands.open(command);
  return command.kind === 'count' ? commands.count() : commands.answerBlindly(command);
}

process.on('message', (command: Command) => {
  answerTo(command).then(
    (answer) => process.send?.(answer),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
