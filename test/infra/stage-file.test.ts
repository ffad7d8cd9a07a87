import { rmSync } from 'node:fs';
import { App } from 'aws-cdk-lib';
import { afterAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../infra/config.ts';
import { parseStageFile, secretNames } from '../../infra/stage-file.ts';
import { exportsOf, stagesWith, synthesise } from './synthesised.ts';

const dirs: string[] = [];
const dirWith = (stages: Readonly<Record<string, unknown>>): string => {
  const dir = stagesWith(stages);
  dirs.push(dir);
  return dir;
};
afterAll(() => {
  for (const dir of dirs) rmSync(dir, { recursive: true });
});
const configOf = (stages: Readonly<Record<string, unknown>>, context: Record<string, string> = {}) =>
  readConfig(new App({ context, analyticsReporting: false }), dirWith(stages));
const arn = (name: string): string => `arn:aws:secretsmanager:eu-central-1:000000000000:secret:concord/${name}-AbCdEf`;
const secretArns = Object.fromEntries(secretNames.map((name) => [name, arn(name)]));

describe('the file of a stage', () => {
  it('is found without a word when there is only one', () => {
    const config = configOf({
      prod: { publicUrl: 'https://sync.firm.example', providers: ['microsoft'], logRetentionDays: 30 },
    });
    expect(config).toMatchObject({ stage: 'prod', publicUrl: 'https://sync.firm.example', logRetentionDays: 30 });
    expect(config.settings).toMatchObject({ CONCORD_PROVIDERS: 'clio,microsoft', CONCORD_CLIO_REGIONS: 'us' });
  });

  it('is not guessed when there are several', () => {
    const stages = { prod: { maximumWorkers: 5 }, test: { maximumWorkers: 7 } };
    expect(configOf(stages).stage).toBe('dev');
    expect(configOf(stages, { stage: 'test' })).toMatchObject({ stage: 'test', maximumWorkers: 7 });
  });

  it('names the topic for news of mail and who delivers them, or neither', () => {
    const mail = { mailTopic: 'projects/my-project/topics/mail', mailPushSender: 'push@mine.iam.gserviceaccount.com' };
    expect(configOf({ prod: mail }).mailPush).toEqual({ topic: mail.mailTopic, sender: mail.mailPushSender });
    expect(configOf({ prod: {} }, mail).mailPush?.topic).toBe(mail.mailTopic);
    expect(configOf({ prod: {} })).not.toHaveProperty('mailPush');
  });

  it('gives way to what is said at the command', () => {
    expect(configOf({ prod: { maximumWorkers: 5 } }, { maximumWorkers: '9' }).maximumWorkers).toBe(9);
  });

  it('names the secrets that were made before, and the stack then makes none', () => {
    const dir = dirWith({ prod: { secretArns } });
    const resources = synthesise({}, undefined, dir);
    expect(resources.filter(({ type }) => type === 'AWS::SecretsManager::Secret')).toEqual([]);
    const policies = JSON.stringify(resources.filter(({ type }) => type === 'AWS::IAM::Policy'));
    for (const name of secretNames) expect(policies).toContain(arn(name));
    expect(policies).not.toContain('secretsmanager.us-east-1.amazonaws.com');
  });

  it('names the table that was restored: functions use that one, and the one before stays', () => {
    const before = synthesise();
    const after = synthesise({}, undefined, dirWith({ dev: { table: 'concord-restored' } }));
    const tables = after.filter(({ type }) => type === 'AWS::DynamoDB::GlobalTable');
    expect(tables).toHaveLength(1);
    expect(tables[0]).toMatchObject({ deletionPolicy: 'Retain' });
    expect(tables[0]?.properties).not.toHaveProperty('TableName');
    const functions = after.filter(
      ({ type, properties }) => type === 'AWS::Lambda::Function' && properties['FunctionName'],
    );
    expect(functions.length).toBeGreaterThan(4);
    for (const { properties } of functions)
      expect(properties).toMatchObject({ Environment: { Variables: { CONCORD_TABLE: 'concord-restored' } } });
    const policies = JSON.stringify(after.filter(({ type }) => type === 'AWS::IAM::Policy'));
    expect(policies).toContain(':table/concord-restored"');
    expect(policies).toContain(':table/concord-restored/index/due"');
    expect(policies).not.toMatch(/ExportsOutput\w*table/u);
    // Nobody can deploy a stack that takes away what another one still imports.
    expect(exportsOf({}, dirWith({ dev: { table: 'concord-restored' } }))).toEqual(
      expect.arrayContaining(exportsOf({}).filter((name) => name.includes('table'))),
    );
    expect(exportsOf({}).filter((name) => name.includes('table')).length).toBeGreaterThan(1);
    expect(JSON.stringify(before)).not.toContain('concord-restored');
  });

  it('sends alarms to an address, once that is confirmed', () => {
    const dir = dirWith({ prod: { alarmAddress: 'ops@firm.example' } });
    const [subscription] = synthesise({}, undefined, dir).filter(({ type }) => type === 'AWS::SNS::Subscription');
    expect(subscription?.properties).toMatchObject({ Protocol: 'email', Endpoint: 'ops@firm.example' });
  });

  it.each([
    [{ domain: 'https://firm.example' }, 'domain is a host like concord.example.com'],
    [{ certificateArn: 'arn:aws:acm:eu-central-1:000000000000:certificate/x' }, 'in us-east-1'],
    [{ domain: 'firm.example' }, 'A domain needs certificateArn and apiCertificateArn'],
    [{ clioRegions: ['mars'] }, 'clioRegions is a list'],
    [{ clioRegions: [] }, 'clioRegions is a list'],
    [{ providers: ['microsoft', 'microsoft'] }, 'providers is a list'],
    [{ providers: [] }, 'providers is a list'],
    [{ maximumWorkers: 1001 }, 'maximumWorkers is a whole number from 2 to 1000'],
    [{ maximumWorkers: '5' }, 'maximumWorkers is a whole number'],
    [{ logRetentionDays: 31 }, 'logRetentionDays is one of 7, 14'],
    [{ alarmAddress: 'nobody' }, 'alarmAddress is an e-mail address'],
    [{ tracing: 'yes' }, 'tracing is true or false'],
    [{ region: 'Frankfurt' }, 'region is a region of AWS'],
    [{ secretArns: { clio: arn('clio') } }, 'secretArns is an ARN of Secrets Manager for each of'],
    [{ secretArns: { ...secretArns, more: arn('more') } }, 'secretArns is'],
    [{ phoneRegion: 'us' }, 'phoneRegion is a country code'],
    [{ mailTopic: 'concord-mail' }, 'mailTopic is a topic of Pub/Sub like projects/'],
    [{ mailTopic: 'projects/mine/topics/mail' }, 'mailTopic and mailPushSender belong together'],
    [{ mailPushSender: 'push@mine.iam.gserviceaccount.com' }, 'mailTopic and mailPushSender belong together'],
    [{ mailPushSender: 'nobody' }, 'mailPushSender is a service account'],
    [{ colour: 'blue' }, 'A stage has no "colour"; it has region, domain'],
  ])('is refused with one sentence: %j', (file, words) => {
    expect(() => parseStageFile(file)).toThrow(words);
  });

  it('that cannot have both a domain and an address says so', () => {
    const certificate = 'arn:aws:acm:us-east-1:000000000000:certificate/x';
    const both = { domain: 'firm.example', publicUrl: 'https://firm.example' };
    expect(() => parseStageFile({ ...both, certificateArn: certificate, apiCertificateArn: certificate })).toThrow(
      'and not both',
    );
  });

  it.each([
    ['{ "stage": ', 'It is not JSON.'],
    ['[]', 'It is no object.'],
  ])('that is no object in JSON is named: %s', (text, words) => {
    expect(() => configOf({ prod: text })).toThrow(words);
    expect(() => configOf({ prod: text })).toThrow('prod.json');
  });
});
