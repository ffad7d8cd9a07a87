import type { Hosts, HttpResponse, ProviderName } from '@concord/core';
import { type Caller, type EnginePorts, receiveDeauthorization, receiveWebhook } from '@concord/engine';
import {
  createMemoryMailer,
  createMemoryQueue,
  createMemoryTable,
  createMemoryVault,
  type MemoryMailer,
  type MemoryQueue,
  type MemoryTable,
  type MemoryVault,
} from '@concord/local';
import { clio } from '@concord/provider-clio';
import { microsoft } from '@concord/provider-microsoft';
import {
  createManualWorld,
  createSandbox,
  type ManualWorld,
  type PlainRequest,
  type PlainResponse,
  seededRandom,
} from '@concord/sandbox';
import { chanceOf } from '../chance.ts';
import { type BookName, clioBook, outlookBook } from '../history/happenings.ts';
import { createHistory, type History } from '../history/history.ts';
import type { Story } from '../story.ts';
import type { Clouds, Firm, Member } from './clouds.ts';
import { createHabits, type Habits } from './habits.ts';
import { watchClouds } from './journal.ts';
import { noteFailure } from './note-failure.ts';
import { recordedTransport } from './recorded-transport.ts';
import { createScheduler, type Scheduler, type Task } from './scheduler.ts';
import { portsOf } from './task-ports.ts';

/** One deployment of Concord, the clouds around it, and the record of all that happens. */
export type Stage = {
  readonly clouds: Clouds;
  readonly world: ManualWorld;
  readonly table: MemoryTable;
  readonly queue: MemoryQueue;
  readonly vault: MemoryVault;
  /** What people got by mail. */
  readonly letters: MemoryMailer['sent'];
  readonly scheduler: Scheduler;
  readonly habits: Habits;
  /** As one running function has them. */
  readonly portsOf: (task: Task) => EnginePorts;
  /** The same, with nothing in between: for looking at the page, which a person can always do again. */
  readonly calmPorts: EnginePorts;
  readonly callerOf: (firm: Firm, member: Member) => Caller;
};

export const publicUrl = 'https://concord.test';
export const leaseMs = 10_000;
export const requestTimeoutMs = 5_000;

/** `order`: another number lets the same things happen in another order. */
export function createStage(story: Story, order = 0): Stage {
  const world = createManualWorld({ seed: story.seed, post: (request) => receive(request) });
  const sandbox = createSandbox(world, { limits: story.limits });
  const history = createHistory();
  const { now } = world;
  const table = createMemoryTable({ now });
  const queue = createMemoryQueue({ now });
  const scheduler = createScheduler(chanceOf(story.seed + 1 + order * 1_000_003), now);
  const habits = createHabits(chanceOf(story.seed + 2), world.awkward);
  const clouds: Clouds = { sandbox, history, firms: firmsOf(story), now };
  registerApp(clouds);
  for (const firm of clouds.firms) openAccounts(clouds, firm);
  const actor = watchClouds(clouds);

  const random = seededRandom(story.seed + 3);
  const randomId = (bytes = 16): string =>
    Array.from({ length: bytes }, () => Math.floor(random() * 36).toString(36)).join('');
  const keys = seededRandom(story.seed + 4);
  const vault = createMemoryVault(() => String(keys()));
  const mailer = createMemoryMailer();
  const tokens = {
    clio: world.store.collection<{ readonly user: number }>('clio.tokens'),
    microsoft: world.store.collection<{ readonly oid: string }>('microsoft.accessTokens'),
  } as const;
  const emails = new Map(sandbox.microsoft.accounts().map(({ oid, email }) => [oid, email]));
  const accountOf = (provider: ProviderName, token: string): string | undefined =>
    provider === 'clio'
      ? String(tokens.clio.get(token)?.user ?? '')
      : emails.get(tokens.microsoft.get(token)?.oid ?? '');
  const clock = { now: () => now() + story.skewMs };
  const ports: Omit<EnginePorts, 'transport'> = {
    table,
    queue,
    vault,
    mailer,
    secrets: {
      app: async (provider) => (provider === 'clio' ? sandbox.clio.appCredentials : sandbox.microsoft.appCredentials),
    },
    clock,
    random: { id: randomId },
    providers: { clio, microsoft },
    hosts: { clio: hostsOf('clio', world.publicUrl), microsoft: hostsOf('microsoft', world.publicUrl) },
    settings: {
      publicUrl,
      leaseMs,
      sliceMs: 5_000,
      historyDays: 90,
      requestTimeoutMs,
      phoneRegion: 'US',
      regions: ['us'],
    },
    log: { info: () => undefined, error: () => undefined },
  };
  const recorded = { sandbox, history, now, accountOf, actAs: actor.actAs };
  const calmPorts: EnginePorts = { ...ports, transport: recordedTransport(recorded, 0) };
  const portsOfTask = (task: Task): EnginePorts =>
    portsOf({ ...ports, transport: recordedTransport(recorded, task.number) }, task, scheduler, habits);

  /** Our webhook function. */
  const receive = async ({ method, url: address, headers, body = '' }: PlainRequest): Promise<PlainResponse> => {
    const url = new URL(address);
    const [, , provider = '', hook = ''] = url.pathname.split('/');
    const raw = { method, headers, query: Object.fromEntries(url.searchParams), body };
    return await new Promise((resolve) => {
      void scheduler.start('webhook', async (task) => {
        const own = portsOfTask(task);
        let rang = 0;
        const send: EnginePorts['queue']['send'] = async (...given) => {
          rang += 1;
          await own.queue.send(...given);
        };
        const ports = { ...own, queue: { send } };
        const receiving =
          hook === 'deauthorized'
            ? receiveDeauthorization(ports, provider as ProviderName, body).then(() => nothingToSay)
            : receiveWebhook(ports, provider as ProviderName, hook, raw);
        const answer = await receiving.catch((error: unknown) => failed(history, now(), task, error));
        const { status } = answer;
        history.note({ at: now(), kind: 'notice', provider: provider as ProviderName, hook, status, rang });
        resolve(answer);
      });
    });
  };

  return {
    clouds,
    world,
    table,
    queue,
    vault,
    letters: mailer.sent,
    scheduler,
    habits,
    portsOf: portsOfTask,
    calmPorts,
    callerOf: (firm, { clioUser }) => ({ firm: firm.id, member: String(clioUser) }),
  };
}

const nothingToSay: HttpResponse = { status: 200, headers: {}, body: '' };

/** One that dies or fails is answered for by the front door. */
function failed(history: History, at: number, { number }: Task, error: unknown): HttpResponse {
  noteFailure(history, at, { worker: number, firm: '', sync: '' }, error);
  return { status: 500, headers: {}, body: '' };
}

/** The Clio book of each firm, then its members' mailboxes. */
export const booksOf = ({ firms }: Clouds): readonly BookName[] =>
  firms.flatMap(({ id, members }) => [clioBook(id), ...members.map((member) => outlookBook(member.id))]);

function firmsOf({ firms }: Story): readonly Firm[] {
  return firms.map((plan, index) => {
    const id = String(7001 + index);
    const members = Array.from({ length: plan.members }, (_, place): Member => {
      const number = `${id}${place + 1}`;
      return {
        id: `${id}-${place + 1}`,
        name: `Member ${place + 1} of ${id}`,
        clioUser: Number(number),
        email: `member${place + 1}@firm${id}.example.com`,
        oid: `7b3f0c1e-0000-4000-8000-${number.padStart(12, '0')}`,
      };
    });
    return { id, plan, members };
  });
}

function registerApp({ sandbox: { clio, microsoft } }: Clouds): void {
  const callback = (provider: ProviderName): string[] => [`${publicUrl}/auth/${provider}/callback`];
  clio.registerRedirects(callback('clio'));
  clio.registerDeauthorization(`${publicUrl}/webhooks/clio/deauthorized`);
  microsoft.addApp({ ...microsoft.appCredentials, redirectUris: callback('microsoft') });
}

function openAccounts({ sandbox }: Clouds, { id, members }: Firm): void {
  const users = members.map(({ clioUser, name, email }, place) => ({
    id: clioUser,
    name,
    email,
    account_owner: place === 0,
    roles: ['admin'],
  }));
  sandbox.clio.addFirm({ id: Number(id), name: `Firm ${id}`, users });
  const tenantId = `7b3f0c1e-5a5a-4c6d-9f10-${id.padStart(12, '0')}`;
  for (const { name, email, oid } of members)
    sandbox.microsoft.addAccount({ tenantId, oid, name, email, mailbox: true });
}

const prefixes = { clio: { app: 'clio' }, microsoft: { login: 'login', graph: 'graph' } } as const;

function hostsOf(provider: keyof typeof prefixes, origin: string): Hosts {
  return Object.fromEntries(Object.entries(prefixes[provider]).map(([key, path]) => [key, `${origin}/${path}`]));
}
