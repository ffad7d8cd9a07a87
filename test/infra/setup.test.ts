import { execFileSync, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { askFrom } from '../../infra/setup/asking.ts';
import { type Cloud, type CloudClients, createCloud } from '../../infra/setup/cloud.ts';
import { setUp } from '../../infra/setup/set-up.ts';
import type { StageFile } from '../../infra/stage-file.ts';

type Kept = Record<string, string>;

/** An account with room for everything, and whatever secrets it has. */
function createAccount(texts: Kept = {}, more: Partial<Cloud> = {}) {
  const arnOf = (name: string): string => `arn:aws:secretsmanager:eu-central-1:123456789012:secret:${name}-AbCdEf`;
  const put: string[] = [];
  const cloud: Cloud = {
    whereAmI: async () => ({ account: '123456789012', region: 'eu-central-1' }),
    secret: async (name) => (texts[name] === undefined ? undefined : { arn: arnOf(name), text: texts[name] }),
    createSecret: async (name, _description, text) => {
      if (texts[name] !== undefined) throw new Error('exists');
      texts[name] = text;
      return arnOf(name);
    },
    putSecret: async (arn, text) => {
      const name = /secret:(.+)-AbCdEf$/u.exec(arn)?.[1] ?? '';
      put.push(name);
      texts[name] = text;
    },
    concurrency: async () => 1000,
    mayWriteToAnybody: async () => true,
    isBootstrapped: async () => true,
    ...more,
  };
  return {
    cloud,
    texts,
    put,
    valueOf: (name: string) => JSON.parse(texts[`concord/prod/${name}`] ?? 'null') as unknown,
  };
}

async function runSetup(answers: object, account = createAccount(), before: StageFile = {}) {
  const said: string[] = [];
  let kept: StageFile | undefined;
  const say = (line: string) => void said.push(line);
  const file = await setUp({
    stage: 'prod',
    before,
    ask: askFrom(answers),
    say,
    cloud: account.cloud,
    keep: (each) => void (kept = each),
  });
  expect(kept).toEqual(file);
  return { file, said: said.join('\n'), ...account };
}

const apps = {
  'clio.us.clientId': 'clio-us',
  'clio.us.clientSecret': 's1',
  'clio.eu.clientId': 'clio-eu',
  'clio.eu.clientSecret': 's2',
  'microsoft.clientId': 'ms',
  'microsoft.clientSecret': 's3',
};
const certificates = {
  certificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/page',
  apiCertificateArn: 'arn:aws:acm:eu-central-1:123456789012:certificate/api',
};
const answers = {
  domain: 'sync.firm.example',
  ...certificates,
  alarmAddress: 'ops@firm.example',
  clioRegions: 'us, eu',
  providers: 'microsoft',
  ...apps,
};

describe('Setup', () => {
  it('keeps the choices, fills a secret for each provider, and makes a key ring', async () => {
    const { file, valueOf } = await runSetup(answers);
    expect(file).toMatchObject({
      region: 'eu-central-1',
      domain: 'sync.firm.example',
      ...certificates,
      alarmAddress: 'ops@firm.example',
      clioRegions: ['us', 'eu'],
      providers: ['microsoft'],
      maximumWorkers: 10,
      logRetentionDays: 90,
      phoneRegion: 'US',
    });
    expect(file.secretArns?.['clio']).toBe(
      'arn:aws:secretsmanager:eu-central-1:123456789012:secret:concord/prod/clio-AbCdEf',
    );
    expect(valueOf('clio')).toEqual({
      us: { clientId: 'clio-us', clientSecret: 's1' },
      eu: { clientId: 'clio-eu', clientSecret: 's2' },
    });
    expect(valueOf('microsoft')).toEqual({ clientId: 'ms', clientSecret: 's3' });
    expect(valueOf('google')).toEqual({});
    const { current, keys } = valueOf('keys') as { current: string; keys: Record<string, string> };
    expect(Buffer.from(keys[current] ?? '', 'base64url')).toHaveLength(32);
  });

  it('prints what to register at each provider, and what comes next', async () => {
    const { said } = await runSetup(answers);
    for (const line of [
      'Clio (eu)  redirect URI        https://sync.firm.example/auth/clio/callback',
      'Clio (us)  deauthorization     https://webhooks.sync.firm.example/webhooks/clio/deauthorized',
      'microsoft  redirect URI        https://sync.firm.example/auth/microsoft/callback',
      'Next: npx cdk deploy --all',
    ])
      expect(said).toContain(line);
    expect(said).not.toMatch(/google|Before people can use it/u);
  });

  it('prints what to make at Google so that Gmail tells of new mail, where a topic is named', async () => {
    const google = { 'google.clientId': 'g', 'google.clientSecret': 's4' };
    const mailTopic = 'projects/my-project/topics/concord-mail';
    const mailPushSender = 'concord-push@my-project.iam.gserviceaccount.com';
    const url = 'https://webhooks.sync.firm.example/webhooks/google/mail';
    const wanted = { ...answers, ...google, providers: 'google', mailTopic, mailPushSender };
    const { said, file } = await runSetup(wanted);
    expect(file).toMatchObject({ mailTopic, mailPushSender });
    for (const line of [
      `  ${mailTopic}`,
      '(roles/pubsub.publisher) to gmail-api-push@system.gserviceaccount.com',
      `endpoint URL         ${url}`,
      `service account      ${mailPushSender}`,
      `audience             ${url}`,
    ])
      expect(said).toContain(line);
    const without = await runSetup({ ...answers, ...google, providers: 'google' });
    expect(without.said).toContain('Mail of Google is looked at every hour.');
    expect(without.said).not.toContain('pubsub');
  });

  it('never says a secret', async () => {
    const { said, texts } = await runSetup(answers);
    for (const secret of ['s1', 's2', 's3']) expect(said).not.toMatch(new RegExp(`\\b${secret}\\b`, 'u'));
    expect(said).not.toContain(Object.values((JSON.parse(texts['concord/prod/keys'] ?? '') as { keys: Kept }).keys)[0]);
  });

  it('asked again keeps what is there, and never touches the key ring', async () => {
    const first = await runSetup(answers);
    const ring = first.texts['concord/prod/keys'];
    const again = await runSetup(
      { maximumWorkers: 20, 'microsoft.clientId': 'ms', 'microsoft.clientSecret': 'new' },
      createAccount(first.texts),
      first.file,
    );
    expect(again.file).toEqual({ ...first.file, maximumWorkers: 20 });
    expect(again.put).toEqual(['concord/prod/microsoft']);
    expect(again.texts['concord/prod/keys']).toBe(ring);
    expect(again.said).not.toContain('missing');
  });

  it('takes one app at Clio for that of the first region', async () => {
    const flat = JSON.stringify({ clientId: 'clio-us', clientSecret: 's1' });
    const { valueOf } = await runSetup(
      { ...answers, 'clio.us.clientId': '' },
      createAccount({ 'concord/prod/clio': flat }),
    );
    expect(valueOf('clio')).toEqual({
      us: { clientId: 'clio-us', clientSecret: 's1' },
      eu: { clientId: 'clio-eu', clientSecret: 's2' },
    });
  });

  it('fills a secret that holds something else', async () => {
    const { valueOf, put } = await runSetup(answers, createAccount({ 'concord/prod/microsoft': 'x7/random' }));
    expect(valueOf('microsoft')).toEqual({ clientId: 'ms', clientSecret: 's3' });
    expect(put).toEqual(['concord/prod/microsoft']);
  });

  it('says which app is missing, and goes on', async () => {
    const { said } = await runSetup({ ...answers, 'clio.eu.clientId': '' });
    expect(said).toContain('The app at clio eu is still missing');
  });

  it('asks again for what is wrong, with a sentence, and gives up at last', async () => {
    const typed = ['https://firm.example', 'firm.example'];
    const said: string[] = [];
    const ask = async (id: string) =>
      id === 'domain' ? (typed.shift() ?? '') : id in certificates ? certificates[id as keyof typeof certificates] : '';
    const options = {
      stage: 'prod',
      before: {},
      say: (line: string) => void said.push(line),
      cloud: createAccount().cloud,
      keep: () => {},
    };
    expect((await setUp({ ...options, ask })).domain).toBe('firm.example');
    expect(said.join('\n')).toContain('domain is a host like concord.example.com');
    await expect(runSetup({ ...answers, logRetentionDays: 31 })).rejects.toThrow('logRetentionDays was wrong 5 times');
  });

  it('without a domain waits for the address that the first deploy tells', async () => {
    const { file, said } = await runSetup(apps);
    expect(file).not.toHaveProperty('certificateArn');
    expect(said).toContain('with the address that PageAddress tells');
    const known = await runSetup({ publicUrl: 'https://d1.cloudfront.net' }, createAccount(), file);
    expect(known.said).toContain('https://d1.cloudfront.net/webhooks/clio/deauthorized');
  });

  it('refuses to go on in another region than before', async () => {
    await expect(runSetup(answers, createAccount(), { region: 'us-east-1' })).rejects.toThrow(
      'is in us-east-1, and your environment says eu-central-1',
    );
  });

  it('says what an account lacks, and what could not be looked at', async () => {
    const poor = createAccount(
      {},
      {
        concurrency: async () => 10,
        mayWriteToAnybody: () => Promise.reject(Object.assign(new Error('no'), { name: 'AccessDeniedException' })),
        isBootstrapped: async () => false,
      },
    );
    const { said } = await runSetup(answers, poor);
    expect(said).toContain('Only 10 functions may run at once in this account, and 20 are needed');
    expect(said).toContain('until then choose 2 workers');
    expect(said).toContain('could not be checked (AccessDeniedException)');
    expect(said).toContain('npx cdk bootstrap');
  });

  const main = fileURLToPath(new URL('../../infra/setup/main.ts', import.meta.url));

  it('says in one sentence what is wrong with what was typed, and ends badly', () => {
    const typed = (...words: string[]) => {
      const { status, stderr } = spawnSync(process.execPath, [main, ...words], { encoding: 'utf8' });
      return [status, stderr.trim()];
    };
    expect(typed('--stage', 'Prod!')).toEqual([1, 'stage is at most 16 small letters and digits, and "Prod!" is not.']);
    expect(typed('--stage', 'prod', '--answers', 'no.json')).toEqual([1, 'no.json is no JSON that can be read.']);
  });

  it('explains itself', () => {
    const text = execFileSync(process.execPath, [main, '--help'], { encoding: 'utf8' });
    expect(text).toContain('Usage: npm run setup -- --stage prod');
  });
});

describe('The account', () => {
  const missing = (name: string) => Object.assign(new Error(name), { name });
  function cloudOf(answers: Readonly<Record<string, unknown>>) {
    const asked: [string, unknown][] = [];
    const send = async ({ constructor: { name }, input }: { constructor: { name: string }; input: unknown }) => {
      asked.push([name, input]);
      const answer = answers[name];
      if (answer instanceof Error) throw answer;
      return answer;
    };
    const client = { send };
    const clients = {
      sts: client,
      secrets: client,
      lambda: client,
      mail: client,
      formation: client,
      region: async () => 'eu-central-1',
    };
    return { cloud: createCloud(clients as unknown as CloudClients), asked };
  }

  it('tells a secret that is not there from one that is empty, and from one that may not be seen', async () => {
    const gone = missing('ResourceNotFoundException');
    expect(await cloudOf({ DescribeSecretCommand: gone }).cloud.secret('n')).toBeUndefined();
    expect(
      await cloudOf({ DescribeSecretCommand: { ARN: 'a' }, GetSecretValueCommand: gone }).cloud.secret('n'),
    ).toEqual({ arn: 'a' });
    expect(
      await cloudOf({ DescribeSecretCommand: { ARN: 'a' }, GetSecretValueCommand: { SecretString: 't' } }).cloud.secret(
        'n',
      ),
    ).toEqual({ arn: 'a', text: 't' });
    await expect(
      cloudOf({ DescribeSecretCommand: missing('AccessDeniedException') }).cloud.secret('n'),
    ).rejects.toThrow('AccessDenied');
  });

  it('is asked in the words of AWS', async () => {
    const { cloud, asked } = cloudOf({
      GetCallerIdentityCommand: { Account: '1' },
      CreateSecretCommand: { ARN: 'a' },
      PutSecretValueCommand: {},
      GetAccountSettingsCommand: { AccountLimit: { ConcurrentExecutions: 10 } },
      GetAccountCommand: { ProductionAccessEnabled: false },
      DescribeStacksCommand: missing('ValidationError'),
    });
    expect(await cloud.whereAmI()).toEqual({ account: '1', region: 'eu-central-1' });
    expect(await cloud.createSecret('n', 'd', 't')).toBe('a');
    await cloud.putSecret('a', 't2');
    expect([await cloud.concurrency(), await cloud.mayWriteToAnybody(), await cloud.isBootstrapped()]).toEqual([
      10,
      false,
      false,
    ]);
    expect(Object.fromEntries(asked)).toMatchObject({
      CreateSecretCommand: { Name: 'n', Description: 'd', SecretString: 't' },
      PutSecretValueCommand: { SecretId: 'a', SecretString: 't2' },
      DescribeStacksCommand: { StackName: 'CDKToolkit' },
    });
  });
});
