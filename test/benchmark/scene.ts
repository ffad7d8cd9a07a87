import { randomBytes } from 'node:crypto';
import type { ItemTypeName } from '@concord/core';
import { createLiveWorld, createSandbox, type Sandbox, serve } from '@concord/sandbox';
import { createClosing } from '../../packages/local/src/stand-ins/closing.ts';
import { freePort } from '../../packages/local/src/stand-ins/ports.ts';
import { startSecrets } from '../../packages/local/src/stand-ins/secrets.ts';
import { startTestDynamo, testCredentials } from '../contract/test-dynamo.ts';
import {
  type Around,
  addFirm,
  addMember,
  type BenchFirm,
  type Member,
  type Run,
  settleMs,
  type User,
} from './bench-firm.ts';
import { type Engine, engineMemoryMb, startEngine } from './engine.ts';
import type { Usage } from './engine-process.ts';
import type { RightProvider } from './options.ts';
import { type Requests, requestsOf, resetRequests } from './requests.ts';

/**
 * The engine in a process of its own, DynamoDB in another, and the look-alikes in this one. All
 * waiting is skipped: engine and look-alikes share a clock that is moved on whenever nothing is due.
 */
export type Scene = {
  readonly sandbox: Sandbox;
  /** Another firm with an empty Clio and an empty account elsewhere, connected, with a draft of a sync. */
  readonly addFirm: (provider?: RightProvider, itemType?: ItemTypeName) => Promise<BenchFirm>;
  /** A member of a firm that the look-alike of Clio has already. */
  readonly addMember: (firm: number, user: User, provider: RightProvider) => Promise<Member>;
  /** For firms of another kind. */
  readonly around: Around;
  /** By the clock that all share. */
  readonly now: () => number;
  readonly advance: (ms: number) => Promise<void>;
  /** How far the clock was moved on. */
  readonly skippedMs: () => number;
  /** Polls every minute, and works on whatever is due in between. */
  readonly pass: (ms: number) => Promise<void>;
  /** Rings whatever is due, and works until nothing is due any more. */
  readonly poll: () => Promise<void>;
  readonly requests: () => Requests;
  readonly resetRequests: () => void;
  readonly usage: () => Promise<Usage>;
  readonly close: () => Promise<void>;
};

export type SceneOptions = {
  /** Whether the look-alikes hold to the limits of the providers. */
  readonly limits: boolean;
  /** How many slices are worked on at a time: each is one function's at AWS. */
  readonly workers: number;
};

export async function openScene(options: SceneOptions = { limits: false, workers: 1 }): Promise<Scene> {
  const closing = createClosing();
  try {
    const clock = { offsetMs: 0 };
    const { sandbox, url } = await playSandbox(clock, closing, options.limits);
    const dynamo = closing.add(await startTestDynamo());
    const secrets = closing.add(await startSecrets(secretValues(sandbox)));
    const places = { sandboxUrl: url, dynamoUrl: dynamo.url, secretsUrl: secrets.url, tableName: dynamo.tableName };
    const engine = closing.add(await startEngine(environmentFor(places), engineMemoryMb * options.workers));
    return createScene({ sandbox, engine, clock, workers: options.workers }, closing.close);
  } catch (error) {
    await closing.close();
    throw error;
  }
}

type Clock = { offsetMs: number };

async function playSandbox(clock: Clock, closing: ReturnType<typeof createClosing>, limits: boolean) {
  const port = await freePort();
  const live = createLiveWorld({ publicUrl: `http://127.0.0.1:${port}`, seed: 1 });
  const sandbox = createSandbox({ ...live, now: () => Date.now() + clock.offsetMs }, { limits });
  const { url } = closing.add(await serve(sandbox, port));
  return { sandbox, url };
}

const keyRing = { current: 'bench', keys: { bench: randomBytes(32).toString('base64url') } };

const secretValues = ({ clio, microsoft, google }: Sandbox): ReadonlyMap<string, string> =>
  new Map([
    ['keys', JSON.stringify(keyRing)],
    ['clio', JSON.stringify(clio.appCredentials)],
    ['microsoft', JSON.stringify(microsoft.appCredentials)],
    ['google', JSON.stringify(google.appCredentials)],
  ]);

type Places = Readonly<Record<'sandboxUrl' | 'dynamoUrl' | 'secretsUrl' | 'tableName', string>>;

function environmentFor({ sandboxUrl, dynamoUrl, secretsUrl, tableName }: Places): Readonly<Record<string, string>> {
  return {
    CONCORD_TABLE: tableName,
    CONCORD_QUEUE_URL: 'played in the process',
    CONCORD_SECRET_KEYS: 'keys',
    CONCORD_SECRET_CLIO: 'clio',
    CONCORD_SECRET_GOOGLE: 'google',
    CONCORD_SECRET_MICROSOFT: 'microsoft',
    CONCORD_CLIO_URL: `${sandboxUrl}/clio`,
    CONCORD_MICROSOFT_LOGIN_URL: `${sandboxUrl}/login`,
    CONCORD_MICROSOFT_GRAPH_URL: `${sandboxUrl}/graph`,
    CONCORD_GOOGLE_ACCOUNTS_URL: `${sandboxUrl}/google/accounts`,
    CONCORD_GOOGLE_OAUTH_URL: `${sandboxUrl}/google/oauth`,
    CONCORD_GOOGLE_PEOPLE_URL: `${sandboxUrl}/google/people`,
    CONCORD_GOOGLE_CALENDAR_URL: `${sandboxUrl}/google`,
    CONCORD_GOOGLE_GMAIL_URL: `${sandboxUrl}/google`,
    CONCORD_GOOGLE_CERTS_URL: `${sandboxUrl}/google`,
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: testCredentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: testCredentials.secretAccessKey,
    AWS_ENDPOINT_URL_DYNAMODB: dynamoUrl,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: secretsUrl,
    NODE_ENV: 'production',
  };
}

const pollMs = 60_000;
const notYet = async (): Promise<boolean> => false;

type Parts = {
  readonly sandbox: Sandbox;
  readonly engine: Engine;
  readonly clock: Clock;
  readonly workers: number;
};

function createScene({ sandbox, engine, clock, workers }: Parts, close: Scene['close']): Scene {
  const advance = async (ms: number): Promise<void> => {
    clock.offsetMs += ms;
    await engine.ask('advance', ms);
  };
  const run: Run = async (ms, isThere = notYet) => {
    let left = ms;
    while (left > 0) {
      const { nextMs } = await engine.ask('run', workers);
      if (nextMs === null || nextMs > left || (await isThere())) return;
      await advance(nextMs);
      left -= Math.max(1, nextMs);
    }
  };
  const now = (): number => Date.now() + clock.offsetMs;
  const pass: Scene['pass'] = async (ms) => {
    const until = now() + ms;
    while (now() < until) {
      const next = Math.min(until, now() + pollMs);
      await engine.ask('poll');
      await run(next - now());
      if (next > now()) await advance(next - now());
    }
  };
  const around = { sandbox, engine, run };
  let firms = 0;
  return {
    sandbox,
    around,
    now,
    advance,
    skippedMs: () => clock.offsetMs,
    pass,
    poll: async () => {
      await engine.ask('poll');
      await run(settleMs);
    },
    addFirm: async (provider = 'microsoft', itemType) => {
      firms += 1;
      return await addFirm(around, firms, provider, itemType);
    },
    addMember: (firm, user, provider) => addMember(around, firm, user, provider),
    requests: () => requestsOf(sandbox),
    resetRequests: () => resetRequests(sandbox),
    usage: () => engine.ask('usage'),
    close,
  };
}
