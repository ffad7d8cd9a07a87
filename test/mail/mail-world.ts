import { type Contact, type Identity, type MailMessage, mailKey } from '@concord/core';
import { type Caller, type EnginePorts, poll, receiveWebhook, work } from '@concord/engine';
import {
  createMemoryMailer,
  createMemoryQueue,
  createMemoryTable,
  createMemoryVault,
  type MemoryQueue,
  type MemoryTable,
} from '@concord/local';
import {
  type BookOptions,
  createMemoryBook,
  createMemoryMail,
  createMemoryProvider,
  type Delivery,
  type MailOptions,
  type MemoryBook,
  type MemoryBox,
  type MemoryMail,
} from '@concord/provider-memory';
import { idsFrom } from '../engine/ids-from.ts';
import { saveConnection } from '../engine/save-connection.ts';
import { testSettings } from '../engine/test-settings.ts';

export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;

export const firm = '42';
export const ann: Caller = { firm, member: 'ann' };
export const bob: Caller = { firm, member: 'bob' };
export const eve: Caller = { firm: '66', member: 'eve' };

export type MailWorld = {
  readonly ports: EnginePorts & { readonly table: MemoryTable; readonly queue: MemoryQueue };
  /** The firm's contacts in Clio. */
  readonly clio: MemoryBook;
  readonly mail: MemoryMail;
  readonly box: (caller?: Caller) => MemoryBox;
  /** What was asked of Clio and of the mailboxes so far. */
  readonly asked: string[];
  /** Pushes that wait to be delivered. */
  readonly deliveries: Delivery[];
  readonly logged: string[];
  now: number;
  /** Workers and the poll, until nobody has anything to do now. */
  readonly settle: () => Promise<void>;
  /** Time goes by, minute by minute, with the poll. */
  readonly pass: (ms: number, stepMs?: number) => Promise<void>;
  /** Hands over the pushes that wait, as a provider would. */
  readonly push: () => Promise<void>;
  /** Signs a member in with Clio and connects their mailbox. Resolves to the ids of both connections. */
  readonly connect: (caller?: Caller, traits?: { readonly seesEverything?: boolean }) => Promise<Connected>;
  readonly stateOf: (caller: Caller, of?: 'clio' | 'mail') => Promise<unknown>;
  /** As disconnecting, losing and granting anew leave it. */
  readonly setState: (caller: Caller, state: 'active' | 'lost' | 'disconnected', of?: 'clio' | 'mail') => Promise<void>;
};
export type Connected = { readonly clio: string; readonly mail: string };

export type MailWorldOptions = {
  readonly mail?: Partial<MailOptions>;
  readonly clio?: BookOptions;
  /** Instead of the memory table, for what counts or breaks its calls. */
  readonly wrap?: (ports: MailWorld['ports']) => MailWorld['ports'];
  readonly sliceMs?: number;
};

export const addressOf = ({ member, firm: of }: Caller): string =>
  `${member}@${of === firm ? 'archer-law.example' : 'other.example'}`;

export const accountOf = (caller: Caller): string => `${caller.member}-mail@${addressOf(caller).split('@')[1]}`;

export function createMailWorld(options: MailWorldOptions = {}): MailWorld {
  const clock = { now: () => world.now };
  const asked: string[] = [];
  const logged: string[] = [];
  const deliveries: Delivery[] = [];
  const clio = createMemoryBook(clock, {
    ...options.clio,
    beforeCall: (call) => {
      asked.push(`clio ${call}`);
      options.clio?.beforeCall?.(call);
    },
  });
  const mail = createMemoryMail(clock, {
    ...options.mail,
    deliver: (delivery) => deliveries.push(delivery),
    beforeCall: (call, account) => {
      asked.push(`mail ${call}`);
      options.mail?.beforeCall?.(call, account);
    },
  });
  const identify = (accountId: string): Identity => ({ accountId, email: accountId, seesEverything: true });
  let seed = 0;
  const ports: MailWorld['ports'] = {
    table: createMemoryTable(clock),
    queue: createMemoryQueue(clock),
    vault: createMemoryVault(),
    mailer: createMemoryMailer(),
    secrets: { app: async () => ({ clientId: 'app', clientSecret: 'secret' }) },
    clock,
    random: idsFrom(() => (seed = (seed * 16_807 + 7) % 2_147_483_647) / 2_147_483_647),
    transport: () => Promise.reject(new Error('Nothing here talks to a network.')),
    providers: {
      clio: createMemoryProvider(clio, { name: 'clio', identify }),
      microsoft: createMemoryProvider(createMemoryBook(clock), { name: 'microsoft', identify, mail }),
    },
    hosts: { clio: { app: 'https://clio.example' }, microsoft: { app: 'https://mail.example' } },
    settings: { ...testSettings, sliceMs: options.sliceMs ?? testSettings.sliceMs },
    log: {
      info: (event, facts) => void logged.push(JSON.stringify({ event, ...facts })),
      error: (event, facts) => void logged.push(JSON.stringify({ event, level: 'error', ...facts })),
    },
  };
  const wrapped = options.wrap?.(ports) ?? ports;
  const settle = async (): Promise<void> => {
    await poll(wrapped);
    for (let rounds = 0; rounds < 500; rounds += 1) {
      const received = wrapped.queue.receive();
      if (received.length === 0) return;
      for (const { message, done } of received) {
        await work(wrapped, message);
        done();
      }
    }
    throw new Error('The workers do not come to an end.');
  };
  const world: MailWorld = {
    ports: wrapped,
    clio,
    mail,
    box: (caller = ann) => mail.box(accountOf(caller)),
    asked,
    deliveries,
    logged,
    now: 1_800_000_000_000,
    settle,
    pass: async (ms, stepMs = minuteMs) => {
      for (const end = world.now + ms; world.now < end; ) {
        world.now = Math.min(end, world.now + stepMs);
        await settle();
      }
    },
    push: async () => {
      for (const { url, body } of deliveries.splice(0)) {
        const hook = url.split('/').at(-1) ?? '';
        await receiveWebhook(wrapped, 'microsoft', hook, { method: 'POST', headers: {}, query: {}, body });
      }
    },
    connect: async (caller = ann, { seesEverything = true } = {}) => {
      const ids = idsOf(caller);
      const { table } = ports;
      const tokens = (account: string) => ({ accessToken: account, refreshToken: account });
      await saveConnection(ports, caller, {
        id: ids.clio,
        provider: 'clio',
        tokens: tokens(addressOf(caller)),
        account: addressOf(caller),
        lifeMs: 1_000 * dayMs,
        seesEverything,
      });
      await saveConnection(ports, caller, {
        id: ids.mail,
        provider: 'microsoft',
        tokens: tokens(accountOf(caller)),
        account: accountOf(caller),
        lifeMs: 1_000 * dayMs,
      });
      await table.put({ pk: `FIRM#${caller.firm}`, sk: 'FIRM', rev: 1, name: 'Archer & Co' });
      await table.put({
        pk: `FIRM#${caller.firm}`,
        sk: `MEMBER#${caller.member}`,
        rev: 1,
        name: caller.member,
        email: addressOf(caller),
        isOwner: caller.member === 'ann',
        connections: [ids.clio, ids.mail],
      });
      await change(ids.mail, caller, { purpose: 'mail', since: world.now });
      await ring(caller);
      return ids;
    },
    stateOf: async (caller, of = 'mail') =>
      (await ports.table.get({ pk: `FIRM#${caller.firm}`, sk: `CONN#${idsOf(caller)[of]}` }))?.['state'],
    setState: async (caller, state, of = 'mail') => {
      await change(idsOf(caller)[of], caller, { state, since: world.now });
      if (state === 'active') await ring(caller);
    },
  };
  const change = async (id: string, { firm: pk }: Caller, more: object): Promise<void> => {
    const row = await ports.table.get({ pk: `FIRM#${pk}`, sk: `CONN#${id}` });
    if (row) await ports.table.put({ ...row, ...more, rev: row.rev + 1 });
  };
  const ring = async (caller: Caller): Promise<void> => {
    const connection = idsOf(caller).mail;
    await ports.queue.send({ v: 1, kind: 'mail', firm: caller.firm, connection });
  };
  return world;
}

export const idsOf = ({ firm: of, member }: Caller): Connected => ({
  clio: `clio-${of}-${member}`,
  mail: `mail-${of}-${member}`,
});

export const person = (name: string, ...addresses: readonly string[]): Contact => {
  const [firstName = name, lastName = ''] = name.split(' ');
  return {
    kind: 'person',
    firstName,
    ...(lastName === '' ? {} : { lastName }),
    emails: addresses.map((value, index) => ({ key: mailKey(value), value, primary: index === 0 })),
  };
};

/** A message from somebody, to the mailbox of the one who is asked. */
export const from = (address: string, more: Partial<MailMessage> = {}): Partial<MailMessage> => ({
  from: { address, name: '' },
  ...more,
});

/** Rows of engagements, for what no view shows. */
export const engagementRows = ({ ports }: MailWorld, of = firm) =>
  ports.table.rows().filter(({ pk, sk }) => pk === `MAIL#${of}` && sk.startsWith('MSG#'));

export const pointersTo = ({ ports }: MailWorld, contact: string, of = firm) =>
  ports.table.rows().filter(({ pk }) => pk === `TIMELINE#${of}#${contact}`);
