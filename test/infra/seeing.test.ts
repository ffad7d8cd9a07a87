import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runInNewContext } from 'node:vm';
import { beforeAll, describe, expect, it } from 'vitest';
import { alarms } from '../../infra/alarms.ts';
import { functionNames } from '../../infra/permissions.ts';
import { hourlyCost } from '../../infra/seeing/hourly-cost.ts';
import { type Resource, synthesise } from './synthesised.ts';

let resources: readonly Resource[];
beforeAll(() => {
  resources = synthesise();
}, 120_000);
const ofType = (type: string): readonly Resource[] => resources.filter((resource) => resource.type === type);
const runbook = readFileSync(fileURLToPath(new URL('../../docs/runbook.md', import.meta.url)), 'utf8');
/** Heading → what stands below it. */
const sections = new Map(
  runbook
    .split(/^## /mu)
    .slice(1)
    .map((section) => [section.slice(0, section.indexOf('\n')).trim(), section.slice(section.indexOf('\n'))]),
);
const nameOf = ({ properties }: Resource): string => String(properties['AlarmName']).replace('concord-dev-', '');

describe('an alarm', () => {
  it('stands in the template for each that is listed, and no other', () => {
    expect(ofType('AWS::CloudWatch::Alarm').map(nameOf).sort()).toEqual(Object.keys(alarms).sort());
  });

  it('says what it means to a user and where to read what to do, and wakes somebody', () => {
    const [topic] = ofType('AWS::SNS::Topic');
    expect(topic?.stack).toBe('concord-dev-data');
    for (const alarm of ofType('AWS::CloudWatch::Alarm')) {
      const name = nameOf(alarm) as keyof typeof alarms;
      expect(alarm.properties['AlarmDescription']).toBe(`${alarms[name]} What to do: docs/runbook.md#${name}`);
      expect(alarms[name]).toMatch(/\b(?:people|accounts?|nobody|letters|changes|everything|person|arrive)\b/iu);
      const actions = alarm.properties['AlarmActions'] as readonly Record<string, string>[];
      expect(JSON.stringify(actions)).toContain(topic?.id);
    }
  });

  it('has a page that says what it means, what to look at and what to do', () => {
    for (const name of Object.keys(alarms)) {
      expect([...sections.keys()]).toContain(name);
      for (const word of ['**Means**', '**Look**', '**Do**']) expect(sections.get(name)).toContain(word);
    }
  });

  it('is not described when there is none', () => {
    const described = [...sections.keys()].filter((heading) => /^[a-z]+-[a-z]+$/u.test(heading));
    expect(described.sort()).toEqual(Object.keys(alarms).sort());
  });

  it('of what should happen and does not rings in silence, too', () => {
    for (const alarm of ofType('AWS::CloudWatch::Alarm')) {
      const expected = nameOf(alarm) === 'poll-silent' ? 'breaching' : 'notBreaching';
      expect([nameOf(alarm), alarm.properties['TreatMissingData']]).toEqual([nameOf(alarm), expected]);
    }
  });

  it('may ring at its topic, which refuses plain connections', () => {
    const [policy] = ofType('AWS::SNS::TopicPolicy');
    const { Statement } = policy?.properties['PolicyDocument'] as { Statement: readonly Record<string, unknown>[] };
    expect(Statement).toMatchObject([
      { Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
      { Effect: 'Allow', Action: 'sns:Publish', Principal: { Service: 'cloudwatch.amazonaws.com' } },
    ]);
  });

  it('can ring although its topic is encrypted with our key', () => {
    const [key] = ofType('AWS::KMS::Key');
    const { Statement } = key?.properties['KeyPolicy'] as { Statement: readonly Record<string, unknown>[] };
    expect(Statement).toContainEqual(
      expect.objectContaining({
        Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
      }),
    );
  });
});

describe('a metric', () => {
  const known = ['FunctionName', 'QueueName', 'TableName', 'ApiId', 'service', 'provider'];

  it('never has a dimension for a mailbox, a firm or a sync', () => {
    const inAlarms = JSON.stringify(ofType('AWS::CloudWatch::Alarm').map(({ properties }) => properties));
    const names = [...inAlarms.matchAll(/"Dimensions":(\[[^\]]*\])/gu)].flatMap(([, list = '[]']) =>
      [...list.matchAll(/"Name":"(\w+)"/gu)].map(([, name]) => name),
    );
    expect(names.length).toBeGreaterThan(10);
    expect(names.filter((name) => !known.includes(name ?? ''))).toEqual([]);
    expect(dashboardDimensions().length).toBeGreaterThan(30);
    expect(dashboardDimensions().filter((name) => !known.includes(name))).toEqual([]);
  });
});

/** Its body with `@` for whatever only AWS knows. */
function dashboard(): string {
  const [found] = ofType('AWS::CloudWatch::Dashboard');
  const body = found?.properties['DashboardBody'] as { 'Fn::Join': [string, readonly unknown[]] };
  return body['Fn::Join'][1].map((part) => (typeof part === 'string' ? part : '@')).join('');
}

type Widget = {
  readonly properties: { readonly title?: string; readonly metrics?: readonly (readonly unknown[])[] };
};
const widgets = (): readonly Widget[] =>
  (JSON.parse(dashboard().replaceAll('@', 'x')) as { readonly widgets: readonly Widget[] }).widgets;

/** A line of a graph is namespace, metric, then name and value of each dimension, then options. */
function dashboardDimensions(): readonly string[] {
  const lines = widgets().flatMap(({ properties }) => properties.metrics ?? []);
  return lines.flatMap((line) =>
    line
      .filter((part) => typeof part === 'string')
      .slice(2)
      .filter((_, index) => index % 2 === 0),
  );
}

describe('the dashboard', () => {
  it('shows freshness, whose the lag is, throttling by provider, conflicts, parked, dead letters and cost', () => {
    const titles = widgets()
      .map(({ properties }) => properties.title ?? '')
      .join('\n');
    for (const word of [
      'Freshness',
      'our part',
      'the provider',
      'slow down, by provider',
      'Conflicts',
      'parked',
      'dead letters',
      'Cost',
    ])
      expect(titles).toContain(word);
    for (const provider of ['clio', 'microsoft', 'google']) expect(dashboard()).toContain(`"provider","${provider}"`);
  });

  it('adds up the cost from the same numbers as docs/scale.md', () => {
    const expression = hourlyCost(functionNames);
    const of = (used: Readonly<Record<string, number>>): number => {
      const text = expression.replace(/FILL\((\w+),0\)/gu, (_, id: string) => String(used[id] ?? 0));
      expect(text).toMatch(/^[\d.*+()]+$/u);
      return Number(runInNewContext(text));
    };
    expect(of({ writes: 1_000_000 })).toBeCloseTo(0.625, 6);
    expect(of({ reads: 1_000_000 })).toBeCloseTo(0.125, 6);
    expect(of({ requests: 400_000, notices: 600_000 })).toBeCloseTo(1, 6);
    // The worker is the fourth function: a million seconds of half a gigabyte.
    expect(of({ ms3: 1e9 })).toBeCloseTo(6.667, 2);
  });
});
