import { randomBytes } from 'node:crypto';
import type { HttpRequest, HttpResponse, Transport } from '@concord/core';
import { type EnginePorts, poll, work } from '@concord/engine';
import {
  createMemoryMailer,
  createMemoryQueue,
  createMemoryTable,
  createMemoryVault,
  type MemoryMailer,
  type MemoryQueue,
  type MemoryTable,
} from '@concord/local';
import { clio } from '@concord/provider-clio';
import { google } from '@concord/provider-google';
import { microsoft } from '@concord/provider-microsoft';
import { type ClioRegion, createManualWorld, createSandbox } from '@concord/sandbox';
import { testSettings } from '../../engine/test-settings.ts';
import { transportTo } from '../../sandbox/transport-to.ts';
import { createPerson, type Person } from './person.ts';

export const clouds = 'http://127.0.0.1:4180';
export const publicUrl = 'http://127.0.0.1:4179';

export const ada = { id: 71, name: 'Ada Abbott', email: 'ada@abbott.example', account_owner: true };
/** Of Ada's firm, and no owner. */
export const cleo = { id: 72, name: 'Cleo Clerk', email: 'cleo@abbott.example' };
/** Owns another firm. */
export const eve = { id: 91, name: 'Eve Other', email: 'eve@other.example', account_owner: true };
/** Of a firm in the European region with the same ids and the same address as Ada's. */
export const twin = { ...ada, name: 'Ada Europe' };

const mailboxAt = (tenantId: string, oid: string, email: string) => ({
  tenantId,
  oid,
  name: oid,
  email,
  mailbox: true,
});
export const work1 = mailboxAt('t-1', 'o-1', 'ada@abbott.onmicrosoft.example');
export const work2 = mailboxAt('t-1', 'o-2', 'cleo@abbott.onmicrosoft.example');
export const eves = mailboxAt('t-9', 'o-9', 'eve@other.onmicrosoft.example');
export const gmail1 = { sub: '1001', name: 'Ada Abbott', email: 'ada.abbott@gmail.example' };
export const gmail2 = { sub: '1002', name: 'Cleo Clerk', email: 'cleo.clerk@gmail.example' };

/** Somebody between Concord and a provider: what they make of a request, and of its answer. */
export type Tamper = {
  request?: (request: HttpRequest) => HttpRequest;
  response?: (response: HttpResponse, request: HttpRequest) => HttpResponse;
};

export type Scene = ReturnType<typeof createScene>;

/** The real handlers and providers against the look-alikes, and people with browsers of their own. */
export function createScene() {
  const world = createManualWorld({ publicUrl: clouds });
  const sandbox = createSandbox(world, { limits: false });
  sandbox.clio.addFirm({ id: 501, name: 'Abbott & Bell LLP', users: [ada, cleo] });
  sandbox.clio.addFirm({ id: 502, name: 'Other LLP', users: [eve] });
  sandbox.clioIn('eu').addFirm({ id: 501, name: 'Abbott Europe', users: [twin] });
  for (const account of [work1, work2, eves]) sandbox.microsoft.addAccount(account);
  for (const account of [gmail1, gmail2]) sandbox.google.addAccount(account);
  const tamper: Tamper = {};
  /** How much Concord's clock is ahead of everybody else's. */
  const skew = { ms: 0 };
  const clock = { now: () => world.now() + skew.ms };
  const logged: string[] = [];
  const ports: Ports = {
    table: createMemoryTable(clock),
    queue: createMemoryQueue(clock),
    vault: createMemoryVault(),
    mailer: createMemoryMailer(),
    secrets: {
      app: async (provider, region = 'us') =>
        provider === 'clio'
          ? sandbox.clioIn(region as ClioRegion).appCredentials
          : sandbox[provider as 'microsoft' | 'google'].appCredentials,
    },
    clock,
    random: { id: (bytes = 16) => randomBytes(bytes).toString('base64url') },
    transport: tampered(tamper, transportTo(sandbox.handle)),
    providers: { clio, microsoft, google },
    hosts: {
      clio: { app: `${clouds}/clio`, eu: `${clouds}/clio-eu` },
      microsoft: { login: `${clouds}/login`, graph: `${clouds}/graph` },
      google: { accounts: `${clouds}/google/accounts`, oauth: `${clouds}/google/oauth` },
    },
    settings: { ...testSettings, publicUrl, regions: ['us', 'eu'] },
    log: {
      info: (event, facts) => void logged.push(JSON.stringify({ event, ...facts })),
      error: (event, facts) => void logged.push(JSON.stringify({ event, level: 'error', ...facts })),
    },
  };
  return {
    world,
    sandbox,
    ports,
    tamper,
    skew,
    logged,
    browser: (): Person => createPerson(ports, sandbox.handle),
    /** A browser in which this Clio user is signed in. */
    signedIn: async (user: { readonly id: number }): Promise<Person> => {
      const person = createPerson(ports, sandbox.handle);
      await person.signIn(user);
      return person;
    },
    /** Requests that redeem a code or a refresh token, at all providers. */
    redeemed: () =>
      [sandbox.clio, sandbox.clioIn('eu'), sandbox.microsoft, sandbox.google].reduce(
        (sum, { requests }) => sum + (requests()['POST token'] ?? 0),
        0,
      ),
    /** Letters leave, and workers do what waits for them. */
    settle: async () => {
      await poll(ports);
      for (const delivery of ports.queue.receive()) {
        await work(ports, delivery.message);
        delivery.done();
      }
    },
  };
}

export type Ports = EnginePorts & {
  readonly table: MemoryTable;
  readonly queue: MemoryQueue;
  readonly mailer: MemoryMailer;
};

function tampered(tamper: Tamper, send: Transport): Transport {
  return async (asked) => {
    const sent = tamper.request?.(asked) ?? asked;
    const response = await send(sent);
    return tamper.response?.(response, sent) ?? response;
  };
}
