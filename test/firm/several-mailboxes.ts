import type { DeletePolicies, Message, SyncView } from '@concord/core';
import {
  type Caller,
  createSync,
  type EnginePorts,
  poll,
  requestScan,
  startSync,
  syncView,
  work,
} from '@concord/engine';
import { createMemoryQueue, createMemoryTable, type MemoryTable } from '@concord/local';
import { clio } from '@concord/provider-clio';
import { google } from '@concord/provider-google';
import { microsoft } from '@concord/provider-microsoft';
import { createManualWorld, createSandbox, type Sandbox, seededRandom } from '@concord/sandbox';
import { idsFrom } from '../engine/ids-from.ts';
import { type Connected, saveConnection } from '../engine/save-connection.ts';
import { transportTo } from '../sandbox/transport-to.ts';
import { hostsAt } from '../simulation/stage/hosts-at.ts';
import { firmPorts } from './firm-ports.ts';

/** What a card of a person says in any of the clouds. */
export type Card = {
  readonly first: string;
  readonly last: string;
  readonly emails?: readonly string[];
  readonly phone?: string;
};

/** One sync of one member's mailbox. */
export type Mailbox = {
  readonly caller: Caller;
  readonly sync: string;
  /** Of this mailbox. */
  readonly connection: string;
  /** Returns the id of the card. */
  readonly add: (card: Card) => string;
  readonly remove: (id: string) => void;
  readonly rename: (id: string, card: Card) => void;
  /** Gives it a business number. */
  readonly call: (id: string, phone: string) => void;
  /** The cloud gives everybody another id; only Google does that. */
  readonly renameAll: () => void;
  readonly ids: () => readonly string[];
  readonly cards: () => readonly Card[];
  readonly view: () => Promise<SyncView>;
};

/** One firm, one list in Clio, and several mailboxes whose workers take turns at every call. */
export type Firm = {
  readonly sandbox: Sandbox;
  readonly ports: EnginePorts;
  readonly table: MemoryTable;
  readonly mailboxes: readonly Mailbox[];
  readonly clio: () => readonly Card[];
  readonly now: () => number;
  /** All messages that are due are worked on together, for so long. */
  readonly run: (ms: number) => Promise<void>;
  /** Each of them scanned, and none begun: with these that is the moment in which all plans are made. */
  readonly previewAll: (deletes?: DeletePolicies) => Promise<void>;
  readonly startAll: () => Promise<void>;
  readonly requests: () => Readonly<Record<'clio' | 'outside', number>>;
  /** Called before each request; what it throws ends the worker. */
  beforeRequest: (url: string, method: string) => void;
  /** The same, once it was answered. */
  afterRequest: () => void;
  /** Whose worker dies is never worked on again. */
  isBuried: boolean;
};

type Cloud = 'microsoft' | 'google';
const firmId = 7001;

type Options = {
  readonly seed?: number;
  /** All mailboxes belong to the same person. */
  readonly oneMember?: boolean;
  /** The second member sees only some of the firm's contacts. */
  readonly restricted?: boolean;
  /** Whether each is synced with Clio. */
  readonly syncs?: boolean;
};

/** `clouds`: one mailbox each. */
export async function createFirm(
  clouds: readonly Cloud[],
  { seed = 1, oneMember = false, restricted = false, syncs = true }: Options = {},
): Promise<Firm> {
  const world = createManualWorld({ seed, deliver: async () => new Response(null, { status: 202 }) });
  const sandbox = createSandbox(world, { limits: false });
  const clock = { now: world.now };
  const table = createMemoryTable(clock);
  const queue = createMemoryQueue(clock);
  const random = seededRandom(seed + 1000);
  const counts = { clio: 0, outside: 0 };
  /** Another worker may go on at any call. */
  const turn = async (): Promise<void> => {
    for (let turns = Math.floor(random() * 6); turns > 0; turns -= 1) await Promise.resolve();
  };
  const send = transportTo(sandbox.handle);
  const ports: EnginePorts = {
    ...firmPorts(),
    table: {
      ...table,
      get: async (key) => turn().then(() => table.get(key)),
      put: async (row, condition) => turn().then(() => table.put(row, condition)),
    },
    queue,
    secrets: { app: async (provider) => sandbox[provider as Cloud | 'clio'].appCredentials },
    clock,
    random: idsFrom(random),
    transport: async (request) => {
      firm.beforeRequest(request.url, request.method);
      counts[request.url.includes('/clio/') ? 'clio' : 'outside'] += 1;
      await turn();
      const response = await send(request);
      firm.afterRequest();
      return response;
    },
    providers: { clio, microsoft, google },
    hosts: hostsAt(world.publicUrl),
  };
  const members = clouds.map((cloud, place) => ({
    cloud,
    place,
    user: 7101 + (oneMember ? 0 : place),
    restricted: restricted && place === 1,
  }));
  sandbox.clio.addFirm({
    id: firmId,
    name: 'Firm',
    users: members
      .filter(({ place }) => place === 0 || !oneMember)
      .map(({ user: id, restricted: isRestricted }) => ({
        id,
        name: `Member ${id}`,
        email: `${id}@firm.example.com`,
        account_owner: !isRestricted,
        restricted: isRestricted,
      })),
  });
  const deaf = new Set<string>();
  const died = (message: Message): void => {
    if (firm.isBuried && message.kind === 'change') deaf.add(message.sync);
  };
  const firm: Firm = {
    sandbox,
    ports,
    table,
    mailboxes: [],
    clio: () => sandbox.clio.contacts.list().map(clioCard),
    now: world.now,
    run: async (ms) => {
      const until = world.now() + ms;
      for (;;) {
        const due = queue.receive(10);
        await Promise.all(
          due.map(async ({ message, done }) => {
            const isDeaf = message.kind === 'change' && deaf.has(message.sync);
            if (isDeaf) done();
            else await work(ports, message).then(done, () => died(message));
          }),
        );
        if (due.length > 0) continue;
        const next = Math.min(queue.nextAt() ?? Number.POSITIVE_INFINITY, world.now() + 1000);
        if (next > until && world.now() >= until) return;
        await world.advance(Math.max(1, Math.min(next, until) - world.now()));
      }
    },
    previewAll: async (deletes) => {
      for (const { caller, sync } of firm.mailboxes)
        await requestScan(ports, caller, sync, {
          clioSyncOff: true,
          conflicts: 'left',
          ...(deletes ? { deletes } : {}),
        });
      await reach(firm, 'previewed');
    },
    startAll: async () => {
      for (const { caller, sync, view } of firm.mailboxes)
        await startSync(ports, caller, sync, (await view()).preview?.run ?? '');
      await reach(firm, 'live');
    },
    requests: () => ({ ...counts }),
    beforeRequest: () => undefined,
    afterRequest: () => undefined,
    isBuried: false,
  };
  const mailboxes: Mailbox[] = [];
  for (const member of members) mailboxes.push(await addMailbox(sandbox, ports, member, syncs));
  return Object.assign(firm, { mailboxes });
}

async function reach({ run, mailboxes, ports }: Firm, state: SyncView['state']): Promise<void> {
  for (let round = 0; round < 400; round += 1) {
    await run(1_000);
    const views = await Promise.all(mailboxes.map(async ({ view }) => await view()));
    if (views.every((view) => view.state === state)) return;
    const paused = views.find((view) => view.state === 'paused');
    if (paused) throw new Error(`Paused: ${paused.trouble}`);
    if (round % 60 === 59) await poll(ports);
  }
  throw new Error(`They never become ${state}`);
}

type Member = { readonly cloud: Cloud; readonly place: number; readonly user: number; readonly restricted: boolean };

async function addMailbox(
  sandbox: Sandbox,
  ports: EnginePorts,
  { cloud, place, user, restricted }: Member,
  isSynced: boolean,
): Promise<Mailbox> {
  const email = `${place}@mail.example.com`;
  const book = cloud === 'google' ? openGoogle(sandbox, email, place) : openMicrosoft(sandbox, email, place);
  const caller: Caller = { firm: String(firmId), member: String(user) };
  const clioId = `clio-${user}`;
  const connection = `${cloud}-${place}`;
  const tokens = sandbox.clio.grant(user);
  const { access_token: accessToken, refresh_token: refreshToken } = tokens;
  const clioTokens = { accessToken, refreshToken };
  await saveConnection(ports, caller, {
    id: clioId,
    provider: 'clio',
    tokens: clioTokens,
    seesEverything: !restricted,
  });
  await saveConnection(ports, caller, { id: connection, provider: cloud, tokens: book.grant });
  const pk = `FIRM#${caller.firm}`;
  const row = await ports.table.get({ pk, sk: `MEMBER#${user}` });
  const connections = [clioId, ...((row?.['connections'] as string[] | undefined) ?? []).slice(1), connection];
  await ports.table.put({ pk, sk: 'FIRM', rev: 1, name: 'Firm' });
  await ports.table.put({ pk, sk: `MEMBER#${user}`, rev: 1, name: 'Member', email, isOwner: true, connections });
  const sync = isSynced ? (await createSync(ports, caller, { right: connection, itemType: 'contact' })).id : '';
  return { ...book, caller, sync, connection, view: async () => await syncView(ports, caller, sync) };
}

type Book = Pick<Mailbox, 'add' | 'remove' | 'rename' | 'renameAll' | 'call' | 'ids' | 'cards'> & {
  readonly grant: Connected['tokens'];
};

function openGoogle(sandbox: Sandbox, email: string, place: number): Book {
  sandbox.google.addAccount({ sub: `108${place}`, name: 'Member', email });
  const people = sandbox.google.contacts(email);
  return {
    grant: sandbox.google.grant(email),
    add: (card) => people.add(googleCard(card)).resourceName,
    remove: people.remove,
    rename: (id, card) => void people.edit(id, googleCard(card)),
    call: (id, phone) => void people.edit(id, { phoneNumbers: [{ value: phone, type: 'work' }] }),
    renameAll: () => {
      for (const { resourceName } of people.list()) people.rename(resourceName);
    },
    ids: () => people.list().map(({ resourceName }) => resourceName),
    cards: () =>
      people.list().map(({ names, emailAddresses }) => ({
        first: names?.[0]?.givenName ?? '',
        last: names?.[0]?.familyName ?? '',
        emails: (emailAddresses ?? []).map(({ value }) => value ?? ''),
      })),
  };
}

function openMicrosoft(sandbox: Sandbox, email: string, place: number): Book {
  const tenantId = '7b3f0c1e-5a5a-4c6d-9f10-2f6f7d1c7001';
  const oid = `7b3f0c1e-0000-4000-8000-0000000071${String(place).padStart(2, '0')}`;
  sandbox.microsoft.addAccount({ tenantId, oid, name: 'Member', email, mailbox: true });
  const people = sandbox.microsoft.contacts(email);
  return {
    grant: sandbox.microsoft.grant(email),
    add: (card) => people.add(outlookCard(card)).id,
    remove: people.remove,
    rename: (id, card) => void people.edit(id, outlookCard(card)),
    call: (id, phone) => void people.edit(id, { businessPhones: [phone] }),
    renameAll: () => undefined,
    ids: () => people.list().map(({ id }) => id),
    cards: () =>
      people.list().map(({ givenName, surname, emailAddresses }) => ({
        first: givenName ?? '',
        last: surname ?? '',
        emails: (emailAddresses ?? []).map(({ address }) => address ?? ''),
      })),
  };
}

const googleCard = ({ first, last, emails = [], phone }: Card) => ({
  names: [{ givenName: first, familyName: last }],
  emailAddresses: emails.map((value) => ({ value })),
  ...(phone ? { phoneNumbers: [{ value: phone, type: 'work' }] } : {}),
});
const outlookCard = ({ first, last, emails = [], phone }: Card) => ({
  givenName: first,
  surname: last,
  emailAddresses: emails.map((address) => ({ address })),
  ...(phone ? { businessPhones: [phone] } : {}),
});

type ClioContact = ReturnType<Sandbox['clio']['contacts']['list']>[number];
const clioCard = ({ first_name, last_name, email_addresses }: ClioContact): Card => ({
  first: first_name ?? '',
  last: last_name ?? '',
  emails: email_addresses.map(({ address }) => address),
});
