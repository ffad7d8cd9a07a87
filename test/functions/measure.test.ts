import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { SyncError, type Table, type Transport } from '@concord/core';
import { describe, expect, test } from 'vitest';
import { correlated } from '../../functions/correlation.ts';
import { measureDue, measureExchanges } from '../../functions/measure.ts';
import { eventMetrics, type Meter } from '../../functions/meter.ts';
import { ownMetrics } from '../../infra/metrics.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const hosts = {
  clio: { api: 'https://clio.example' },
  google: { people: 'https://people.example', oauth: 'https://oauth.example' },
};

function createCounter() {
  const counted: (readonly [string, ...(string | number)[]])[] = [];
  const meter: Meter = {
    count: (name) => void counted.push([name]),
    time: (name, ms) => void counted.push([name, ms]),
    ofProvider: (provider, name, value = 1) => void counted.push([name, provider, value]),
    publish: () => {},
  };
  return { meter, counted };
}

function createScene(answer: Transport) {
  const { meter, counted } = createCounter();
  let now = 1_000;
  const lines: unknown[][] = [];
  const log = { info: (...line: unknown[]) => void lines.push(line), error: () => {} };
  const slow: Transport = async (request) => {
    now += 30;
    return await answer(request);
  };
  return { send: measureExchanges(slow, { hosts, clock: { now: () => now }, meter, log }), counted, lines };
}

const answering =
  (status: number): Transport =>
  async () => ({ status, headers: {}, body: '' });
const get = { method: 'GET', url: 'https://people.example/v1/people/me', headers: {} } as const;
const post = { ...get, method: 'POST', url: 'https://clio.example/api/contacts/77' } as const;

describe('An exchange', () => {
  test.each([
    [200, []],
    [404, []],
    [400, ['ProviderRefused']],
    [409, ['ProviderConflicts']],
    [412, ['ProviderConflicts']],
    [422, ['ProviderRefused']],
    [429, ['ProviderThrottled']],
    [503, ['ProviderFailed']],
  ])('that ends with %i is counted for its provider', async (status, troubles) => {
    const { send, counted } = createScene(answering(status));
    await send(get);
    expect(counted).toEqual([
      ['ProviderRequests', 'google', 1],
      ['ProviderMs', 'google', 30],
      ...troubles.map((name) => [name, 'google', 1]),
    ]);
  });

  test('without an answer is counted as failed, and fails', async () => {
    const { send, counted } = createScene(() => Promise.reject(new SyncError('timeout', 'no')));
    await expect(send(get)).rejects.toMatchObject({ code: 'timeout' });
    expect(counted.map(([name]) => name)).toContain('ProviderFailed');
  });

  test('that writes is told in the log, without its address', async () => {
    const { send, lines } = createScene(answering(201));
    await send(get);
    await send(post);
    expect(lines).toEqual([['provider.wrote', { provider: 'clio', method: 'POST', status: 201, ms: 30 }]]);
  });

  test('that writes first after a notice says how long that took, once, and not when it failed', async () => {
    const { send, counted } = createScene(async ({ url }) => ({
      status: url.endsWith('bad') ? 409 : 200,
      headers: {},
      body: '',
    }));
    await correlated({ id: 'c', lagFrom: 800 }, async () => {
      await send({ ...post, url: 'https://clio.example/bad' });
      await send(post);
      await send(post);
    });
    expect(counted.filter(([name]) => name === 'OwnLagMs')).toEqual([['OwnLagMs', 260]]);
    await send(post);
    expect(counted.filter(([name]) => name === 'OwnLagMs')).toHaveLength(1);
  });
});

describe('A look for what is due', () => {
  test('says how late the latest is', async () => {
    const { meter, counted } = createCounter();
    let rows: { dueAt: number }[] = [];
    const table = measureDue({ due: async () => rows } as unknown as Table, meter);
    await table.due(10_000, 5);
    rows = [{ dueAt: 9_000 }, { dueAt: 4_000 }];
    expect(await table.due(10_000, 5)).toBe(rows);
    expect(counted).toEqual([
      ['DueLateMs', 0],
      ['DueLateMs', 6_000],
    ]);
  });
});

describe('Numbers for CloudWatch', () => {
  /** In a process of its own: they go to standard output itself, past whatever Lambda makes of `console`. */
  function published(use: string): readonly Emf[] {
    const script = `import { createMeter } from './functions/meter.ts'; const meter = createMeter('merge'); ${use} meter.publish();`;
    const env = { ...process.env, POWERTOOLS_METRICS_NAMESPACE: 'concord-test' };
    const args = ['--input-type=module', '--disable-warning=ExperimentalWarning', '--eval', script];
    const text = execFileSync(process.execPath, args, { cwd: root, env, encoding: 'utf8' });
    return text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Emf);
  }

  test('are one line for all providers and one for each, with no dimension but these two', () => {
    const lines = published(`
      meter.count('ErrorsLogged');
      meter.time('OwnLagMs', 12);
      meter.ofProvider('clio', 'ProviderRequests');
      meter.ofProvider('google', 'ProviderMs', 40);`);
    const told = lines.map(({ _aws, ...line }) => [
      _aws.CloudWatchMetrics[0]?.Namespace,
      _aws.CloudWatchMetrics[0]?.Dimensions,
      line,
    ]);
    expect(told).toEqual([
      ['concord-test', [['service']], { service: 'merge', ErrorsLogged: 1, OwnLagMs: 12 }],
      ['concord-test', [['service', 'provider']], { service: 'merge', provider: 'clio', ProviderRequests: 1 }],
      ['concord-test', [['service', 'provider']], { service: 'merge', provider: 'google', ProviderMs: 40 }],
    ]);
  });

  test('are nothing at all where nothing happened', () => {
    expect(published('')).toEqual([]);
  });

  test('have the names that the dashboard and the alarms ask for', () => {
    const ofProvider = [
      'ProviderConflicts',
      'ProviderFailed',
      'ProviderMs',
      'ProviderRefused',
      'ProviderRequests',
      'ProviderThrottled',
    ];
    const own = ['DueLateMs', 'ErrorsLogged', 'OwnLagMs', ...Object.values(eventMetrics)];
    expect(
      Object.entries(ownMetrics)
        .flatMap(([name, kind]) => (kind === 'provider' ? [name] : []))
        .sort(),
    ).toEqual(ofProvider);
    expect(
      Object.entries(ownMetrics)
        .flatMap(([name, kind]) => (kind === 'service' ? [name] : []))
        .sort(),
    ).toEqual(own.sort());
  });
});

type Emf = Readonly<Record<string, unknown>> & {
  readonly _aws: {
    readonly CloudWatchMetrics: readonly { readonly Namespace: string; readonly Dimensions: readonly string[][] }[];
  };
};
