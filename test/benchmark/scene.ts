import { randomBytes } from 'node:crypto';
import { createLiveWorld, createSandbox, type Sandbox, serve } from '@concord/sandbox';
import { createClosing } from '../../packages/local/src/stand-ins/closing.ts';
import { freePort } from '../../packages/local/src/stand-ins/ports.ts';
import { startSecrets } from '../../packages/local/src/stand-ins/secrets.ts';
import { startTestDynamo, testCredentials } from '../contract/test-dynamo.ts';
import { addFirm, type BenchFirm, type Run, settleMs } from './bench-firm.ts';
import { type Engine, startEngine } from './engine.ts';
import type { Usage } from './engine-process.ts';
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
    CONCORD_SECRET_GOOGLE: 'google',
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

const notYet = async (): Promise<boolean> => false;

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
