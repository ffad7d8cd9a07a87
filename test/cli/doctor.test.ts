import { describe, expect, it } from 'vitest';
import type { Eyes } from '../../packages/cli/src/doctor/eyes.ts';
import { findingLines } from '../../packages/cli/src/doctor/finding.ts';
import { exitCodeOf, lookAtAll } from '../../packages/cli/src/doctor/look-at-all.ts';
import { type StageClients, stageEyes } from '../../packages/cli/src/doctor/stage-eyes.ts';
import type { ScannedRow } from '../../packages/cli/src/keys/scan-rows.ts';
import { parseCommand } from '../../packages/cli/src/parse-command.ts';
import { run } from '../../packages/cli/src/run.ts';
import { removeFolder, startTestLocal, temporaryFolder } from '../local/local-under-test.ts';
import { createKept, freshKey } from './kept.ts';

const now = 1_800_000_000_000;
const minute = 60_000;
const app = JSON.stringify({ clientId: 'id', clientSecret: 'secret' });
const ring = JSON.stringify({ current: 'k1', keys: { k1: freshKey() } });
const answering =
  (status: number, date = now) =>
  async () => ({ status, date });
const pageOf = (...rows: ScannedRow[]) =>
  async function* () {
    yield { rows };
  };

/** All is well, unless said otherwise. */
const eyes = (more: Partial<Eyes> = {}): Eyes => ({
  secrets: { clio: async () => app, microsoft: async () => app, google: async () => app, keys: async () => ring },
  rows: pageOf(),
  oldestDue: async () => undefined,
  addresses: { page: answering(200), api: answering(200), webhooks: answering(404) },
  schedule: async () => ({ ruleIsOn: true, sourceIsOn: true, deadLetters: 0 }),
  mail: async () => ({ domain: 'firm.example', isVerified: true, mayWriteToAnybody: true, maySend: true }),
  quota: async () => ({ concurrency: 1000, maximumWorkers: 10 }),
  ...more,
});
const amiss = async (more: Partial<Eyes>): Promise<readonly string[]> => {
  const findings = await lookAtAll(eyes(more), now);
  return findings.flatMap((finding) =>
    'todo' in finding ? [`${finding.check} ${finding.outcome}: ${finding.says}`] : [],
  );
};
const connection = (id: string, state: string): ScannedRow => ({ pk: 'FIRM#1', sk: `CONN#${id}`, state });
const work = (renewAt: number): ScannedRow => ({
  pk: 'SYNC#1#s',
  sk: 'WORK',
  record: { hooks: { left: { hook: 'h', renewAt } } },
});

const mailWork = (hook: object): ScannedRow => ({ pk: 'MAILBOX#1#c', sk: 'WORK', record: { hook } });

describe('The doctor', () => {
  it('finds nothing where nothing is wrong, and ends well', async () => {
    const findings = await lookAtAll(eyes(), now);
    expect(findings.filter(({ outcome }) => outcome !== 'fine')).toEqual([]);
    expect(new Set(findings.map(({ check }) => check)).size).toBe(8);
    expect(exitCodeOf(findings)).toBe(0);
  });

  it.each<[string, Partial<Eyes>, string[]]>([
    [
      'a secret that still holds random text',
      { secrets: { clio: async () => 'x7/random', keys: async () => ring } },
      ['secrets wrong: The app at clio is not in its secret: nobody can connect clio.'],
    ],
    [
      'an app without a secret in one of its regions',
      {
        secrets: {
          clio: async () => JSON.stringify({ us: JSON.parse(app) as object, eu: { clientId: 'x', clientSecret: '' } }),
        },
      },
      ['secrets wrong: The app at clio is not in its secret: nobody can connect clio.'],
    ],
    [
      'a key ring whose current key is missing',
      { secrets: { keys: async () => JSON.stringify({ current: 'k2', keys: { k1: freshKey() } }) } },
      ['secrets wrong: There is no key ring: nothing can be sealed or opened.'],
    ],
    [
      'permissions that wait for somebody',
      {
        rows: pageOf(
          connection('a', 'active'),
          connection('b', 'lost'),
          connection('c', 'lost'),
          connection('d', 'needsAdmin'),
          connection('e', 'disconnected'),
        ),
      },
      ['consent soon: 1 accounts are connected; 2 lost their permission, 1 wait for an administrator.'],
    ],
    [
      'subscriptions that nobody renewed',
      { rows: pageOf(work(now - 61 * minute), work(now - 59 * minute)) },
      ['webhooks soon: 1 of 2 subscriptions should have been renewed an hour ago.'],
    ],
    [
      'a mailbox whose news were not asked for again for two hours, which is looked into every hour',
      {
        rows: pageOf(
          mailWork({ subscription: 's', renewAt: now - 121 * minute }),
          mailWork({ subscription: 's', renewAt: now - 119 * minute }),
          mailWork({ renewAt: now - 300 * minute }),
        ),
      },
      ['webhooks soon: 1 of 2 subscriptions should have been renewed an hour ago.'],
    ],
    [
      'an address at which somebody else answers',
      { addresses: { page: answering(403), api: answering(200), webhooks: answering(403) } },
      ['addresses wrong: The page answers 403.', 'addresses wrong: The address of webhooks answers 403.'],
    ],
    [
      'an address at which nobody answers',
      { addresses: { api: async () => Promise.reject(new TypeError('fetch failed')) } },
      ["addresses wrong: The page's API does not answer."],
    ],
    [
      'a look that is overdue',
      { oldestDue: async () => now - 12 * minute },
      ['schedules wrong: Something has been due for 12 minutes, and nobody looked.'],
    ],
    [
      'a schedule that is off',
      { schedule: async () => ({ ruleIsOn: false, sourceIsOn: false, deadLetters: 3 }) },
      [
        'schedules wrong: The rule that rings every minute is off.',
        'schedules wrong: The worker takes no messages from the queue.',
        'schedules wrong: 3 dead letters wait.',
      ],
    ],
    [
      'a sender that AWS keeps in the sandbox',
      { mail: async () => ({ domain: 'firm.example', isVerified: false, mayWriteToAnybody: false, maySend: false }) },
      [
        'mail wrong: firm.example is not verified, so no letter is sent.',
        'mail wrong: AWS lets this account write to verified addresses only.',
        'mail wrong: AWS has stopped this account from sending.',
      ],
    ],
    [
      'a clock that is a little wrong',
      { addresses: { api: answering(200, now - 90_000) } },
      ['clock soon: The clocks here and there are 90 s apart.'],
    ],
    [
      'a clock that is wrong',
      { addresses: { api: answering(200, now + 10 * minute) } },
      ['clock wrong: The clocks here and there are 600 s apart.'],
    ],
    [
      'a new account, in which ten functions may run at once',
      { quota: async () => ({ concurrency: 10, maximumWorkers: 10 }) },
      ['quotas wrong: Only 10 functions may run at once in this account, and 20 are needed.'],
    ],
  ])('sees %s, and says what to do', async (_what, more, expected) => {
    expect(await amiss(more)).toEqual(expected);
    const findings = await lookAtAll(eyes(more), now);
    expect(exitCodeOf(findings)).toBe(expected.some((line) => line.includes(' wrong:')) ? 2 : 0);
    for (const finding of findings) if ('todo' in finding) expect(finding.todo).toMatch(/^[A-Z].+[.]$/u);
  });

  it('looks at the rest when one look fails, and never says what AWS answered', async () => {
    const denied = Object.assign(new Error('arn:aws:iam::1:user/ann is not authorized'), {
      name: 'AccessDeniedException',
    });
    const findings = await lookAtAll(eyes({ mail: () => Promise.reject(denied) }), now);
    expect(await amiss({ mail: () => Promise.reject(denied) })).toEqual([
      'mail wrong: Could not look (AccessDeniedException).',
    ]);
    expect(JSON.stringify(findings)).not.toContain('ann');
    expect(findings.length).toBeGreaterThan(8);
  });

  it('reads at most 200 pages of the table, once, and says so', async () => {
    let read = 0;
    async function* endless() {
      for (;;) {
        read += 1;
        yield { rows: [connection(String(read), 'active')], mark: 'more' };
      }
    }
    const findings = await lookAtAll(eyes({ rows: endless }), now);
    expect(read).toBe(200);
    const [consent] = findings.filter(({ check }) => check === 'consent');
    expect(consent?.says).toContain('200 accounts are connected');
    expect(consent?.says).toContain('(of the first 200 MB of the table)');
  });

  it('speaks in lines', () => {
    const lines = findingLines({ check: 'clock', outcome: 'wrong', says: 'It is late.', todo: 'Wind it.' });
    expect(lines).toEqual(['NO  clock      It is late.', '               Wind it.']);
  });
});

describe('The doctor of a stage', () => {
  const outputs = {
    PublicUrl: 'http://127.0.0.1:9',
    WebhookUrl: 'http://127.0.0.1:9',
    MailFrom: 'concord@firm.example',
    Providers: 'clio,microsoft',
    MaximumWorkers: '40',
    RuleName: 'rule',
    SourceId: 'source',
    DeadLettersUrl: 'https://sqs/dead',
    ClioSecretArn: 'clio',
    MicrosoftSecretArn: 'microsoft',
    GoogleSecretArn: 'google',
    KeysSecretArn: 'keys',
  };
  const answers: Readonly<Record<string, unknown>> = {
    DescribeRuleCommand: { State: 'DISABLED' },
    GetEventSourceMappingCommand: { State: 'Enabled' },
    GetQueueAttributesCommand: { Attributes: { ApproximateNumberOfMessages: '2' } },
    GetEmailIdentityCommand: { VerifiedForSendingStatus: true },
    GetAccountCommand: { ProductionAccessEnabled: false, SendingEnabled: true },
    GetAccountSettingsCommand: { AccountLimit: { ConcurrentExecutions: 10 } },
  };

  it('asks AWS for what the stacks of the stage name', async () => {
    const kept = await createKept();
    const asked: [string, unknown][] = [];
    const client = {
      send: async (command: { constructor: { name: string }; input: unknown }) => {
        asked.push([command.constructor.name, command.input]);
        return answers[command.constructor.name];
      },
      destroy: () => {},
    };
    const clients = { events: client, lambda: client, queue: client, mail: client } as unknown as StageClients;
    const looking = await stageEyes(kept.deployment, {
      stage: 'prod',
      clock: { now: () => now },
      clients,
      outputsOf: async () => outputs,
    });
    expect(await looking.schedule?.()).toEqual({ ruleIsOn: false, sourceIsOn: true, deadLetters: 2 });
    expect(await looking.mail?.()).toEqual({
      domain: 'firm.example',
      isVerified: true,
      mayWriteToAnybody: false,
      maySend: true,
    });
    expect(await looking.quota?.()).toEqual({ concurrency: 10, maximumWorkers: 40 });
    expect(await looking.secrets.keys?.()).toContain('"current":"first"');
    expect(await looking.secrets.clio?.()).toBeUndefined();
    expect(Object.keys(looking.secrets)).toEqual(['clio', 'microsoft', 'keys']);
    expect(await looking.oldestDue()).toBeUndefined();
    expect(Object.fromEntries(asked)).toMatchObject({
      DescribeRuleCommand: { Name: 'rule' },
      GetEventSourceMappingCommand: { UUID: 'source' },
      GetQueueAttributesCommand: { QueueUrl: 'https://sqs/dead' },
      GetEmailIdentityCommand: { EmailIdentity: 'firm.example' },
    });
    await kept.close();
  });

  it('says which output is missing', async () => {
    const kept = await createKept();
    const options = {
      stage: 'prod',
      clock: { now: () => now },
      clients: {} as StageClients,
      outputsOf: async () => ({}),
    };
    await expect(stageEyes(kept.deployment, options)).rejects.toThrow('The stacks of prod do not say Providers');
    await kept.close();
  });
});

describe('concord doctor --local', { timeout: 120_000 }, () => {
  it('looks at what runs on this machine, and at what rests there', async () => {
    const dataDir = temporaryFolder();
    const said: string[] = [];
    const context = {
      environment: {},
      clock: { now: () => Date.now() },
      pause: async () => {},
      say: (line: string) => void said.push(line),
      write: () => {},
    };
    const ask = async (isJson: boolean) => {
      said.splice(0);
      return await run(parseCommand(['doctor', '--local', dataDir, ...(isJson ? ['--json'] : [])]), context);
    };
    const local = await startTestLocal({ dataDir, functionsDir: 'functions' });
    expect([await ask(false), said.join('\n')]).toEqual([
      0,
      expect.stringContaining("ok  addresses  The page's API answers."),
    ]);
    expect(said.join('\n')).toContain('ok  addresses  The address of webhooks answers.');
    await local.close();
    expect(await ask(true)).toBe(0);
    const { findings } = JSON.parse(said.join('\n')) as {
      findings: { check: string; outcome: string; says: string }[];
    };
    expect(findings).toContainEqual({ check: 'addresses', outcome: 'notLookedAt', says: 'It does not run.' });
    expect(findings).toContainEqual({ check: 'secrets', outcome: 'fine', says: 'keys is in place.' });
    removeFolder(dataDir);
  });
});
