import {
  type HttpRequest,
  type HttpResponse,
  isSyncError,
  type Message,
  type ProviderName,
  type Row,
  SyncError,
  type Vault,
} from '@concord/core';
import { type Caller, type EnginePorts, receiveWebhook } from '@concord/engine';
import {
  createMemoryMailer,
  createMemoryQueue,
  createMemoryTable,
  createMemoryVault,
  type MemoryQueue,
  type MemoryTable,
} from '@concord/local';
import { clio } from '@concord/provider-clio';
import { google } from '@concord/provider-google';
import { microsoft } from '@concord/provider-microsoft';
import { BrokenConnection, createSandbox, type Sandbox, seededRandom } from '@concord/sandbox';
import { idsFrom } from '../../engine/ids-from.ts';
import { testSettings } from '../../engine/test-settings.ts';
import type { MailboxProvider } from '../history/happenings.ts';
import { isMailboxProvider, mailboxClouds } from '../mailboxes/index.ts';
import { hostsAt } from '../stage/hosts-at.ts';
import { isWrite } from '../stage/request-kinds.ts';
import { createLives, type Lives } from './lives.ts';
import { createSceneWorld, type SceneWorld, type Stored } from './scene-world.ts';

export const { publicUrl } = testSettings;
export const leaseMs = 10_000;
/** As SQS does it: a message whose worker died is received again after this. */
export const visibilityMs = 60_000;
/** How long each request to a cloud takes: time enough for a notice or a person to come in between. */
const requestMs = 50;

export const caller: Caller = { firm: '7001', member: '7101' };
export const mailbox = { email: 'owner@firm.example.com' } as const;
/** By which each cloud knows the owner's account. */
export const accountIds = {
  microsoft: '7b3f0c1e-0000-4000-8000-000000007101',
  google: '100000000000000007101',
} as const satisfies Record<MailboxProvider, string>;

/** All that outlives our functions, at one moment: from it any number of equal scenes can be made. */
export type Still = {
  readonly now: number;
  readonly stored: Stored;
  readonly rows: readonly Row[];
  readonly messages: readonly { readonly message: Message; readonly at: number }[];
  readonly vault: Vault;
};

/** One firm with a mailbox in each cloud, in one process and on one clock: real engine, real providers, look-alike clouds. */
export type Scene = {
  readonly world: SceneWorld;
  readonly sandbox: Sandbox;
  readonly outlook: ReturnType<Sandbox['microsoft']['contacts']>;
  readonly google: ReturnType<Sandbox['google']['contacts']>;
  readonly table: MemoryTable;
  readonly queue: MemoryQueue;
  /** As nobody has them who can be killed: for looking. */
  readonly ports: EnginePorts;
  readonly lives: Lives;
  /** Requests that were to change a contact, since the last call. */
  readonly writes: () => number;
  /** Runs when the next so many of such requests are about to be sent. */
  readonly atRequest: (
    fits: (request: HttpRequest) => boolean,
    action: () => Promise<void> | void,
    times?: number,
  ) => void;
  /** The queue takes none of the next messages. */
  readonly refuseMessages: (times: number) => void;
  /** Whoever wakes the next worker after a death: the held message alone, or somebody who rings when the lease ends. */
  ringsAfterDeath: boolean;
  /** How many messages are worked on at a time. */
  atOnce: number;
  nextPollAt: number;
  /** One of the mailboxes is in a cloud that tells nobody of changes. */
  isLookedAt: boolean;
  /** What our functions threw. */
  readonly failures: unknown[];
};

export const nothing = (): Still => ({
  now: Date.UTC(2026, 2, 2, 15),
  stored: [],
  rows: [],
  messages: [],
  vault: createMemoryVault(),
});

/** `seed`: another one than that of the scene that the still was taken of, or ids would come twice. */
export async function createScene(still: Still, seed: number): Promise<Scene> {
  const world = createSceneWorld({
    seed,
    startAt: still.now,
    stored: still.stored,
    deliver: (request) => receive(request),
  });
  const sandbox = createSandbox(world, { limits: false });
  if (sandbox.microsoft.accounts().length === 0) openAccounts(sandbox);
  const table = createMemoryTable(world);
  const queue = createMemoryQueue(world, visibilityMs);
  await table.putMany(still.rows);
  for (const { message, at } of still.messages) await queue.send(message, at - still.now);

  let written = 0;
  let refusing = 0;
  let watch: { fits: (request: HttpRequest) => boolean; action: () => Promise<void> | void; times: number } | undefined;
  const ports: EnginePorts = {
    table,
    queue: {
      send: async (message, delayMs) => {
        refusing -= 1;
        if (refusing >= 0) throw new SyncError('unavailable', 'The queue takes no message.');
        await queue.send(message, delayMs);
      },
    },
    vault: still.vault,
    mailer: createMemoryMailer(),
    secrets: {
      app: async (provider) =>
        isMailboxProvider(provider) ? mailboxClouds[provider].credentials(sandbox) : sandbox.clio.appCredentials,
    },
    clock: world,
    random: idsFrom(seededRandom(seed + 1000)),
    transport: async (request) => {
      if (watch && watch.times > 0 && watch.fits(request)) {
        watch.times -= 1;
        await watch.action();
      }
      if (isWrite(request)) written += 1;
      const answer = await ask(sandbox, request);
      await world.advanceTo(world.now() + requestMs);
      if (answer === undefined) throw new SyncError('timeout', 'No answer came.');
      return answer;
    },
    providers: { clio, microsoft, google },
    hosts: hostsAt(world.publicUrl),
    settings: { ...testSettings, publicUrl, leaseMs, requestTimeoutMs: 5_000 },
    log: { info: () => undefined, error: () => undefined },
  };
  const lives = createLives(ports);
  const scene: Scene = {
    world,
    sandbox,
    outlook: sandbox.microsoft.contacts(mailbox.email),
    google: sandbox.google.contacts(mailbox.email),
    table,
    queue,
    ports,
    lives,
    writes: () => {
      const count = written;
      written = 0;
      return count;
    },
    atRequest: (fits, action, times = 1) => {
      watch = { fits, action, times };
    },
    refuseMessages: (times) => {
      refusing = times;
    },
    ringsAfterDeath: false,
    atOnce: 1,
    isLookedAt: false,
    nextPollAt: still.now + pollEveryMs / 2,
    failures: [],
  };
  const receive = (request: Request): Promise<Response> => answerNotice(scene, request);
  return scene;
}

export const pollEveryMs = 60_000;

export function stillOf({ world, table, queue, ports }: Scene): Still {
  if (world.nextAt() !== undefined) throw new Error('Something is under way that a still would lose');
  return {
    now: world.now(),
    stored: world.stored(),
    rows: table.rows(),
    messages: queue.waiting(),
    vault: ports.vault,
  };
}

/** For a receiver that died the front door answers; whoever told it tells it again. */
async function answerNotice({ lives, failures }: Scene, request: Request): Promise<Response> {
  const { pathname, searchParams } = new URL(request.url);
  const [, , provider = '', hook = ''] = pathname.split('/');
  const raw = {
    method: request.method,
    headers: Object.fromEntries(request.headers),
    query: Object.fromEntries(searchParams),
    body: await request.text(),
  };
  try {
    const end = await lives.run('webhook', (ports) => receiveWebhook(ports, provider as ProviderName, hook, raw));
    if (end.kind === 'killed') return new Response('', { status: 502 });
    return new Response(end.value.body, { status: end.value.status, headers: end.value.headers });
  } catch (error) {
    if (!isSyncError(error)) failures.push(error);
    return new Response('', { status: 500 });
  }
}

/** Undefined: no answer came. */
async function ask(sandbox: Sandbox, { url, method, headers, body }: HttpRequest): Promise<HttpResponse | undefined> {
  try {
    const response = await sandbox.handle(
      new Request(url, { method, headers, ...(body === undefined ? {} : { body }) }),
    );
    return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
  } catch (error) {
    if (error instanceof BrokenConnection) return undefined;
    throw error;
  }
}

function openAccounts(sandbox: Sandbox): void {
  const { email } = mailbox;
  const owner = { id: Number(caller.member), name: 'Olive Owner', email, account_owner: true };
  sandbox.clio.addFirm({ id: Number(caller.firm), name: 'Firm', users: [owner] });
  sandbox.clio.registerRedirects([`${publicUrl}/auth/clio/callback`]);
  for (const [provider, cloud] of Object.entries(mailboxClouds)) {
    cloud.register(sandbox, [`${publicUrl}/auth/${provider}/callback`]);
    cloud.open(sandbox, { id: accountIds[provider as MailboxProvider], email, name: owner.name }, caller.firm);
  }
}
