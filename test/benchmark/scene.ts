import { randomBytes } from 'node:crypto';
import type { PreviewCounts, SyncState, SyncView } from '@concord/core';
import { createLiveWorld, createSandbox, type Sandbox, serve } from '@concord/sandbox';
import { createClosing } from '../../packages/local/src/stand-ins/closing.ts';
import { freePort } from '../../packages/local/src/stand-ins/ports.ts';
import { startSecrets } from '../../packages/local/src/stand-ins/secrets.ts';
import { startTestDynamo, testCredentials } from '../contract/test-dynamo.ts';
import { type Engine, startEngine } from './engine.ts';
import type { FirmRows, Link, Usage } from './engine-process.ts';
import type { Requests } from './requests.ts';

/**
 * The engine in a process of its own, DynamoDB in another, and the look-alikes of Clio and Microsoft 365 in this one. All
 * waiting is skipped: engine and look-alikes share a clock that is moved on whenever nothing is due.
 */
export type Scene = {
  readonly sandbox: Sandbox;
  /** Another firm with an empty Clio and an empty mailbox, connected, with a draft of a sync. */
  readonly addFirm: () => Promise<BenchFirm>;
  readonly advance: (ms: number) => Promise<void>;
  /** Rings whatever is due, and works until nothing is due any more. */
  readonly poll: () => Promise<void>;
  readonly requests: () => Requests;
  readonly resetRequests: () => void;
  readonly usage: () => Promise<Usage>;
  readonly close: () => Promise<void>;
};

export type BenchFirm = {
  readonly id: number;
  readonly email: string;
  readonly preview: () => Promise<PreviewCounts>;
  /** Starts what the last preview showed, and works until the sync is live. */
  readonly start: () => Promise<SyncView>;
  readonly stop: () => Promise<void>;
  /** Rings as a poll does, and works until nothing is due. */
  readonly look: () => Promise<void>;
  readonly links: () => Promise<readonly Link[]>;
};

export async function openScene(): Promise<Scene> {
  const closing = createClosing();
  try {
    const clock = { offsetMs: 0 };
    const { sandbox, url } = await playSandbox(clock, closing);
    const dynamo = closing.add(await startTestDynamo());
    const secrets = closing.add(await startSecrets(secretValues(sandbox)));
    const places = { sandboxUrl: url, dynamoUrl: dynamo.url, secretsUrl: secrets.url, tableName: dynamo.tableName };
    const engine = closing.add(await startEngine(environmentFor(places)));
    return createScene(sandbox, engine, clock, closing.close);
  } catch (error) {
    await closing.close();
    throw error;
  }
}

type Clock = { offsetMs: number };
/** Works on what is due now, and then on what becomes due within `ms`, unless what is waited for is there before. */
type Run = (ms: number, isThere?: () => Promise<boolean>) => Promise<void>;
const notYet = async (): Promise<boolean> => false;

async function playSandbox(clock: Clock, closing: ReturnType<typeof createClosing>) {
  const port = await freePort();
  const live = createLiveWorld({ publicUrl: `http://127.0.0.1:${port}`, seed: 1 });
  const sandbox = createSandbox({ ...live, now: () => Date.now() + clock.offsetMs }, { limits: false });
  const { url } = closing.add(await serve(sandbox, port));
  return { sandbox, url };
}

const keyRing = { current: 'bench', keys: { bench: randomBytes(32).toString('base64url') } };

const secretValues = ({ clio, microsoft }: Sandbox): ReadonlyMap<string, string> =>
  new Map([
    ['keys', JSON.stringify(keyRing)],
    ['clio', JSON.stringify(clio.appCredentials)],
    ['microsoft', JSON.stringify(microsoft.appCredentials)],
  ]);

type Places = Readonly<Record<'sandboxUrl' | 'dynamoUrl' | 'secretsUrl' | 'tableName', string>>;

function environmentFor({ sandboxUrl, dynamoUrl, secretsUrl, tableName }: Places): Readonly<Record<string, string>> {
  return {
    CONCORD_TABLE: tableName,
    CONCORD_QUEUE_URL: 'played in the process',
    CONCORD_SECRET_KEYS: 'keys',
    CONCORD_SECRET_CLIO: 'clio',
    CONCORD_SECRET_MICROSOFT: 'microsoft',
    CONCORD_CLIO_URL: `${sandboxUrl}/clio`,
    CONCORD_MICROSOFT_LOGIN_URL: `${sandboxUrl}/login`,
    CONCORD_MICROSOFT_GRAPH_URL: `${sandboxUrl}/graph`,
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: testCredentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: testCredentials.secretAccessKey,
    AWS_ENDPOINT_URL_DYNAMODB: dynamoUrl,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: secretsUrl,
    NODE_ENV: 'production',
  };
}

/** Longer than anything that the engine waits for by itself; a sync that is not there by then never will be. */
const patienceMs = 24 * 3_600_000;

function createScene(sandbox: Sandbox, engine: Engine, clock: Clock, close: Scene['close']): Scene {
  const advance = async (ms: number): Promise<void> => {
    clock.offsetMs += ms;
    await engine.ask('advance', ms);
  };
  const run: Run = async (ms, isThere = notYet) => {
    let left = ms;
    while (left > 0) {
      const { nextMs } = await engine.ask('run');
      if (nextMs === null || nextMs > left || (await isThere())) return;
      await advance(nextMs);
      left -= Math.max(1, nextMs);
    }
  };
  let firms = 0;
  return {
    sandbox,
    advance,
    poll: async () => {
      await engine.ask('poll');
      await run(settleMs);
    },
    addFirm: async () => {
      firms += 1;
      return await addFirm(sandbox, engine, firms, run);
    },
    requests: () => ({ clio: sandbox.clio.requests(), microsoft: sandbox.microsoft.requests() }),
    resetRequests: () => {
      sandbox.clio.resetRequests();
      sandbox.microsoft.resetRequests();
    },
    usage: () => engine.ask('usage'),
    close,
  };
}

/** What follows a poll comes within this time: looking again, read lags, deletes that wait. */
const settleMs = 20 * 60_000;

async function addFirm(sandbox: Sandbox, engine: Engine, number: number, run: Run): Promise<BenchFirm> {
  const id = 7_000 + number;
  const member = 7_100 + number;
  const email = `owner${number}@firm.example.com`;
  const oid = `7b3f0c1e-0000-4000-8000-00000000${member}`;
  sandbox.clio.addFirm({ id, name: 'Firm', users: [{ id: member, name: 'Olive Owner', email, account_owner: true }] });
  sandbox.microsoft.addAccount({ tenantId: tenant, oid, name: 'Olive Owner', email, mailbox: true });
  const caller = { firm: String(id), member: String(member) };
  const sync = await engine.ask('connect', { ...caller, email, grants: grantsOf(sandbox, member, email) });
  const ofSync = { ...caller, sync };
  const until = async (state: SyncState): Promise<SyncView> => {
    await run(patienceMs, async () => (await engine.ask('view', ofSync)).state === state);
    const view = await engine.ask('view', ofSync);
    if (view.state !== state) throw new Error(`The sync is ${view.state} and not ${state}. ${view.sentence}`);
    return view;
  };
  let shown = '';
  return {
    id,
    email,
    preview: async () => {
      await engine.ask('scan', ofSync);
      const { preview } = await until('previewed');
      if (preview === undefined) throw new Error('There is no preview.');
      shown = preview.run;
      return preview;
    },
    start: async () => {
      await engine.ask('start', { ...ofSync, run: shown });
      return await until('live');
    },
    stop: async () => {
      await engine.ask('stop', ofSync);
      await run(settleMs);
    },
    look: async () => {
      await engine.ask('ring', ofSync);
      await run(settleMs);
    },
    links: () => engine.ask('links', ofSync),
  };
}

const microsoftTokenMs = 3_599_000;

function grantsOf(sandbox: Sandbox, member: number, email: string): FirmRows['grants'] {
  const clio = sandbox.clio.grant(member);
  return [
    {
      provider: 'clio',
      accessToken: clio.access_token,
      refreshToken: clio.refresh_token,
      lifeMs: clio.expires_in * 1000,
    },
    { provider: 'microsoft', ...sandbox.microsoft.grant(email), lifeMs: microsoftTokenMs },
  ];
}

const tenant = '7b3f0c1e-5a5a-4c6d-9f10-2f6f7d1c7001';
