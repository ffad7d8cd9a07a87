import type { Message, SyncView } from '@concord/core';
import {
  type Caller,
  createSync,
  type EnginePorts,
  poll,
  receiveWebhook,
  requestScan,
  resumeSyncsOf,
  startSync,
  syncView,
  work,
} from '@concord/engine';
import { createMemoryQueue, createMemoryTable, type MemoryQueue, type MemoryTable } from '@concord/local';
import { clio } from '@concord/provider-clio';
import { microsoft } from '@concord/provider-microsoft';
import { createManualWorld, createSandbox, type ManualWorld, type Sandbox, seededRandom } from '@concord/sandbox';
import { idsFrom } from '../engine/ids-from.ts';
import { type Connected, saveConnection } from '../engine/save-connection.ts';
import { transportTo } from '../sandbox/transport-to.ts';
import { hostsAt } from '../simulation/stage/hosts-at.ts';
import { firmPorts } from './firm-ports.ts';

const firmId = 7001;
const userId = 7101;
const email = 'owner@firm.example.com';
export const caller: Caller = { firm: String(firmId), member: String(userId) };

/** One firm with one mailbox, the real engine and providers, and the look-alikes, in one process and on one clock. */
export type OneFirm = {
  readonly world: ManualWorld;
  readonly sandbox: Sandbox;
  readonly ports: EnginePorts;
  readonly table: MemoryTable;
  readonly queue: MemoryQueue;
  readonly outlook: ReturnType<Sandbox['microsoft']['contacts']>;
  readonly email: string;
  /** How many requests went to each cloud, by `HTTP` requests. */
  readonly requests: { clio: number; microsoft: number };
  /** Runs whatever is due, and then waits on the clock, until nothing is due before `ms` from now. */
  readonly run: (ms?: number) => Promise<void>;
  readonly view: () => Promise<SyncView>;
  /** Draft, scan, and wait for the preview. */
  readonly preview: () => Promise<SyncView>;
  /** Preview, start, and wait until live. */
  readonly goLive: () => Promise<SyncView>;
  /** Ends the tokens of one connection; what it returns grants anew, as the same person, and resumes. */
  readonly loseGrant: (provider: 'clio' | 'microsoft') => () => Promise<void>;
  /** Writes that reached either cloud since the last call. */
  readonly writes: () => number;
  /** What a person does about a lost permission: both accounts are authorized again, and what was paused goes on. */
  readonly reconnect: () => Promise<void>;
  /** Called before each message is worked on; a rejection loses the message. */
  beforeWork: (message: Message) => Promise<void>;
};

/** Wraps the ports that the worker sees: for faults between the engine and the outside. */
export type Tamper = (ports: EnginePorts) => EnginePorts;

export type OneFirmOptions = {
  readonly limits?: boolean;
  readonly mailbox?: boolean;
  /** The member sees only some of the firm's contacts, and Concord cannot rule that out. */
  readonly restricted?: boolean;
  readonly seed?: number;
  readonly settings?: Partial<EnginePorts['settings']>;
  readonly tamper?: Tamper;
  /** Keeps our own notices from arriving; they can be delivered later by the test. */
  readonly holdNotices?: boolean;
};

export async function createOneFirm(options: OneFirmOptions = {}): Promise<OneFirm> {
  const held: Request[] = [];
  let receive: (request: Request) => Promise<Response> = () => Promise.reject(new TypeError('nobody listens yet'));
  const world = createManualWorld({
    seed: options.seed ?? 1,
    deliver: async (request) => {
      if (options.holdNotices) held.push(request.clone());
      return await receive(request);
    },
  });
  const sandbox = createSandbox(world, { limits: options.limits ?? false });
  const clock = { now: world.now };
  const table = createMemoryTable(clock);
  const queue = createMemoryQueue(clock);
  const requests = { clio: 0, microsoft: 0 };
  let written = 0;
  const { settings, ...parts } = firmPorts();
  const send = transportTo(sandbox.handle);
  const ports: EnginePorts = {
    ...parts,
    table,
    queue,
    secrets: {
      app: async (provider) => (provider === 'clio' ? sandbox.clio.appCredentials : sandbox.microsoft.appCredentials),
    },
    clock,
    random: idsFrom(seededRandom((options.seed ?? 1) + 1000)),
    transport: async (request) => {
      const isClio = request.url.includes('/clio/');
      requests[isClio ? 'clio' : 'microsoft'] += 1;
      if (isClio && request.method !== 'GET' && !request.url.includes('/oauth/') && !request.url.includes('webhooks'))
        written += 1;
      if (request.url.endsWith('/$batch')) written += countWrites(request.body ?? '');
      else if (
        !isClio &&
        request.method !== 'GET' &&
        !request.url.includes('/oauth2/') &&
        !request.url.includes('subscriptions')
      )
        written += 1;
      return await send(request);
    },
    providers: { clio, microsoft },
    hosts: hostsAt(world.publicUrl),
    settings: { ...settings, ...options.settings },
  };
  receive = async (request) => {
    const url = new URL(request.url);
    const [, , provider, hook] = url.pathname.split('/');
    const answer = await receiveWebhook(ports, provider as 'clio', hook ?? '', {
      method: request.method,
      headers: Object.fromEntries(request.headers),
      query: Object.fromEntries(url.searchParams),
      body: await request.text(),
    });
    return new Response(answer.body, { status: answer.status, headers: answer.headers });
  };
  await addFirm(sandbox, ports, options);
  const worker = options.tamper?.(ports) ?? ports;

  const firm: OneFirm = {
    world,
    sandbox,
    ports,
    table,
    queue,
    email,
    outlook: sandbox.microsoft.contacts(email),
    requests,
    beforeWork: async () => undefined,
    reconnect: async () => {
      await grantBoth(sandbox, ports);
      for (const connection of connections) await resumeSyncsOf(ports, caller.firm, connection);
    },
    run: async (ms = 10_000) => {
      const until = world.now() + ms;
      for (let round = 0; round < 100_000; round += 1) {
        const due = queue.receive(10);
        for (const delivery of due) {
          await firm.beforeWork(delivery.message);
          await work(worker, delivery.message);
          delivery.done();
        }
        if (due.length > 0) continue;
        const next = Math.min(queue.nextAt() ?? Number.POSITIVE_INFINITY, world.now() + 1000);
        if (next > until && world.now() >= until) return;
        await world.advance(Math.max(1, Math.min(next, until) - world.now()));
      }
      throw new Error('It never comes to rest');
    },
    view: async () => await syncView(ports, caller, await syncId(ports)),
    preview: async () => {
      await requestScan(ports, caller, await syncId(ports), { clioSyncOff: true, conflicts: 'left' });
      return await until(firm, 'previewed');
    },
    goLive: async () => {
      const { preview, id } = await firm.preview();
      await startSync(ports, caller, id, preview?.run ?? '');
      return await until(firm, 'live');
    },
    loseGrant: (provider) => {
      if (provider === 'clio') sandbox.clio.revoke(userId);
      else sandbox.microsoft.revoke(email, 'passwordChanged');
      return async () => {
        if (provider === 'microsoft') sandbox.microsoft.restore(email);
        await (provider === 'clio' ? connectClio(sandbox, ports) : connectOutlook(sandbox, ports));
        await resumeSyncsOf(ports, caller.firm, connectionIds[provider]);
      };
    },
    writes: () => {
      const count = written;
      written = 0;
      return count;
    },
  };
  return firm;
}

async function until(firm: OneFirm, state: SyncView['state']): Promise<SyncView> {
  for (let round = 0; round < 10_000; round += 1) {
    await firm.run(100);
    const view = await firm.view();
    if (view.state === state) return view;
    if (view.state === 'paused') throw new Error(`Paused: ${view.trouble}`);
    if (round % 60 === 59) await poll(firm.ports);
  }
  throw new Error(`It never becomes ${state}`);
}

const syncs = new WeakMap<EnginePorts, string>();

async function syncId(ports: EnginePorts): Promise<string> {
  const known = syncs.get(ports);
  if (known) return known;
  const { id } = await createSync(ports, caller, { right: connectionIds.microsoft, itemType: 'contact' });
  syncs.set(ports, id);
  return id;
}

function countWrites(body: string): number {
  const { requests } = JSON.parse(body) as { requests: { method: string }[] };
  return requests.filter(({ method }) => method !== 'GET').length;
}

async function addFirm(
  sandbox: Sandbox,
  ports: EnginePorts,
  { mailbox = true, restricted = false }: OneFirmOptions,
): Promise<void> {
  const owner = { id: userId, name: 'Olive Owner', email, account_owner: !restricted, restricted };
  sandbox.clio.addFirm({ id: firmId, name: 'Firm', users: [owner] });
  sandbox.microsoft.addAccount({
    tenantId: '7b3f0c1e-5a5a-4c6d-9f10-2f6f7d1c7001',
    oid: '7b3f0c1e-0000-4000-8000-000000007101',
    name: owner.name,
    email,
    mailbox,
  });
  const { firm, member } = caller;
  const pk = `FIRM#${firm}`;
  await ports.table.put({ pk, sk: 'FIRM', rev: 1, name: 'Firm' });
  await ports.table.put({ pk, sk: `MEMBER#${member}`, rev: 1, name: owner.name, email, isOwner: true, connections });
  await grantBoth(sandbox, ports);
  const clioRow = await ports.table.get({ pk, sk: `CONN#${connectionIds.clio}` });
  if (clioRow && restricted) await ports.table.put({ ...clioRow, seesEverything: false });
}

const connectionIds = { clio: 'clio-connection', microsoft: 'outlook-connection' } as const;
const connections = Object.values(connectionIds);

async function grantBoth(sandbox: Sandbox, ports: EnginePorts): Promise<void> {
  await connectClio(sandbox, ports);
  await connectOutlook(sandbox, ports);
}

async function connectClio(sandbox: Sandbox, ports: EnginePorts): Promise<void> {
  const { access_token: accessToken, refresh_token: refreshToken } = sandbox.clio.grant(userId);
  await connect(ports, 'clio', { accessToken, refreshToken });
}

async function connectOutlook(sandbox: Sandbox, ports: EnginePorts): Promise<void> {
  await connect(ports, 'microsoft', sandbox.microsoft.grant(email));
}

async function connect(
  ports: EnginePorts,
  provider: keyof typeof connectionIds,
  tokens: Connected['tokens'],
): Promise<void> {
  const id = connectionIds[provider];
  const known = await ports.table.get({ pk: `FIRM#${caller.firm}`, sk: `CONN#${id}` });
  await saveConnection(ports, caller, { id, provider, tokens, account: email, rev: (known?.rev ?? 0) + 1 });
}
