import type { HttpResponse, ProviderName, Row } from '@concord/core';
import {
  type Caller,
  type EnginePorts,
  receiveDeauthorization,
  receiveSharedPush,
  receiveWebhook,
  sharedHook,
} from '@concord/engine';
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
import { google } from '@concord/provider-google';
import { microsoft } from '@concord/provider-microsoft';
import {
  createManualWorld,
  createSandbox,
  type ManualWorld,
  type PlainRequest,
  type PlainResponse,
  type Sandbox,
  seededRandom,
} from '@concord/sandbox';
import { idsFrom } from '../../engine/ids-from.ts';
import { testSettings } from '../../engine/test-settings.ts';
import { chanceOf } from '../chance.ts';
import { type BookName, clioBook, type MailboxProvider, mailboxBook, mailboxProviders } from '../history/happenings.ts';
import { createHistory, type History } from '../history/history.ts';
import { isMailboxProvider, mailboxClouds } from '../mailboxes/index.ts';
import { mailboxesOf, type Story } from '../story.ts';
import type { Clouds, Firm, Member } from './clouds.ts';
import { createHabits, type Habits } from './habits.ts';
import { hostsAt } from './hosts-at.ts';
import { watchClouds } from './journal.ts';
import { noteFailure } from './note-failure.ts';
import { recordedTransport } from './recorded-transport.ts';
import { createScheduler, type Scheduler, type Task } from './scheduler.ts';
import { portsOf } from './task-ports.ts';
import { trustingPush } from './trusting-push.ts';

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
  /** Whose doing it is what changes in the clouds now. */
  readonly whoActs: () => 'person' | number;
  /** Hears of every row that is written from now on. */
  readonly onWrite: (listener: (row: Row) => void) => void;
};

export const { publicUrl } = testSettings;
/** Where Gmail tells of new mail, and who pushes it on to us. */
const mailTopic = 'projects/concord/topics/mail';
const mailPushSender = 'push@concord.iam.example';
export const leaseMs = 10_000;
export const requestTimeoutMs = 5_000;

/** `order`: another number lets the same things happen in another order. */
export function createStage(story: Story, order = 0): Stage {
  const world = createManualWorld({ seed: story.seed, post: (request) => receive(request) });
  const sandbox = createSandbox(world, { limits: story.limits });
  const history = createHistory();
  const { now } = world;
  const { table, onWrite } = heardTable(createMemoryTable({ now }));
  const queue = createMemoryQueue({ now });
  const scheduler = createScheduler(chanceOf(story.seed + 1 + order * 1_000_003), now);
  const habits = createHabits(chanceOf(story.seed + 2), world.awkward);
  const clouds: Clouds = { sandbox, history, firms: firmsOf(story), now };
  registerApp(clouds);
  for (const firm of clouds.firms) openAccounts(clouds, firm);
  const actor = watchClouds(clouds);

  const keys = seededRandom(story.seed + 4);
  const vault = createMemoryVault(() => String(keys()));
  const mailer = createMemoryMailer();
  const clioTokens = world.store.collection<{ readonly user: number }>('clio.tokens');
  const mailboxOwners = mailboxOwnersOf(world, sandbox);
  const accountOf = (provider: ProviderName, token: string): string | undefined =>
    isMailboxProvider(provider) ? mailboxOwners[provider](token) : String(clioTokens.get(token)?.user ?? '');
  const clock = { now: () => now() + story.skewMs };
  const ports: Omit<EnginePorts, 'transport'> = {
    table,
    queue,
    vault,
    mailer,
    secrets: {
      app: async (provider) =>
        isMailboxProvider(provider) ? mailboxClouds[provider].credentials(sandbox) : sandbox.clio.appCredentials,
    },
    clock,
    random: idsFrom(seededRandom(story.seed + 3)),
    providers: { clio, microsoft, google: trustingPush(google) },
    hosts: hostsAt(world.publicUrl),
    settings: { ...testSettings, publicUrl, leaseMs, requestTimeoutMs, mailTopic, mailPushSender },
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
            : hook === sharedHook
              ? receiveSharedPush(ports, provider as ProviderName, raw)
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
    whoActs: actor.whoActs,
    onWrite,
  };
}

function heardTable(table: MemoryTable): { readonly table: MemoryTable } & Pick<Stage, 'onWrite'> {
  const listeners: ((row: Row) => void)[] = [];
  const hear = (row: Row): void => {
    for (const listener of listeners) listener(row);
  };
  return {
    table: {
      ...table,
      put: async (row, condition) => {
        const isWritten = await table.put(row, condition);
        if (isWritten) hear(row);
        return isWritten;
      },
      putMany: async (rows) => {
        await table.putMany(rows);
        for (const row of rows) hear(row);
      },
    },
    onWrite: (listener) => void listeners.push(listener),
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
  firms.flatMap(({ id, members }) => [
    clioBook(id),
    ...members.flatMap(({ mailboxes }) => mailboxes.map(({ book }) => book)),
  ]);

function firmsOf({ firms }: Story): readonly Firm[] {
  return firms.map((plan, index) => {
    const id = String(7001 + index);
    const members = mailboxesOf(plan).map((providers, place): Member => {
      const member = `${id}-${place + 1}`;
      const number = `${id}${place + 1}`;
      const email = `member${place + 1}@firm${id}.example.com`;
      return {
        id: member,
        name: `Member ${place + 1} of ${id}`,
        clioUser: Number(number),
        email,
        mailboxes: providers.map((provider) => ({
          provider,
          book: mailboxBook(provider, member),
          id: accountIds[provider](number),
          email,
          aliases: [`office${place + 1}@firm${id}.example.com`],
        })),
      };
    });
    return { id, plan, members };
  });
}

const accountIds = {
  microsoft: (number) => `7b3f0c1e-0000-4000-8000-${number.padStart(12, '0')}`,
  google: (number) => `1${number.padStart(20, '0')}`,
} as const satisfies Record<MailboxProvider, (number: string) => string>;

function registerApp({ sandbox }: Clouds): void {
  const { clio } = sandbox;
  const callback = (provider: ProviderName): string[] => [`${publicUrl}/auth/${provider}/callback`];
  clio.registerRedirects(callback('clio'));
  clio.registerDeauthorization(`${publicUrl}/webhooks/clio/deauthorized`);
  for (const provider of mailboxProviders) mailboxClouds[provider].register(sandbox, callback(provider));
  const pushUrl = `${publicUrl}/webhooks/google/${sharedHook}`;
  sandbox.google.addTopic({ name: mailTopic, pushUrl, serviceAccount: mailPushSender });
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
  for (const { name, mailboxes } of members)
    for (const { provider, ...account } of mailboxes) mailboxClouds[provider].open(sandbox, { ...account, name }, id);
}

type Owners = Readonly<Record<MailboxProvider, (token: string) => string | undefined>>;

/** Whose access token it is. */
function mailboxOwnersOf(world: ManualWorld, sandbox: Sandbox): Owners {
  const owners = mailboxProviders.map((provider) => {
    const { tokens, accounts } = mailboxClouds[provider];
    const kept = world.store.collection<Readonly<Record<string, unknown>>>(tokens.collection);
    const emails = new Map(accounts(sandbox).map(({ id, email }) => [id, email]));
    return [provider, (token: string) => emails.get(String(kept.get(token)?.[tokens.owner]))] as const;
  });
  return Object.fromEntries(owners) as Owners;
}
