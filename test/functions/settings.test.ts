import type { Provider } from '@concord/core';
import { describe, expect, test } from 'vitest';
import { errorFacts, toLog } from '../../functions/log.ts';
import { createMeter } from '../../functions/meter.ts';
import { readHosts, readSettings } from '../../functions/settings.ts';
import { createPlace } from '../../functions/wiring.ts';

const environment = {
  CONCORD_TABLE: 'table',
  CONCORD_QUEUE_URL: 'https://sqs.eu-central-1.amazonaws.com/1/changes',
  CONCORD_SECRET_CLIO: 'clio',
  CONCORD_SECRET_MICROSOFT: 'microsoft',
  CONCORD_SECRET_GOOGLE: 'google',
  CONCORD_SECRET_KEYS: 'keys',
  CONCORD_PUBLIC_URL: 'https://concord.example/',
  AWS_REGION: 'eu-central-1',
};

describe('Settings', () => {
  test('have the defaults of the house, and an address without its last slash', () => {
    expect(readSettings(environment)).toEqual({
      publicUrl: 'https://concord.example',
      table: 'table',
      leaseMs: 90_000,
      sliceMs: 5_000,
      historyDays: 90,
      requestTimeoutMs: 20_000,
      phoneRegion: 'US',
      regions: ['us'],
    });
  });

  test('take another address for webhooks, where there is one', () => {
    const more = { CONCORD_WEBHOOK_URL: 'https://webhooks.concord.example/' };
    expect(readSettings({ ...environment, ...more }).webhookUrl).toBe('https://webhooks.concord.example');
    expect(() => readSettings({ ...environment, CONCORD_WEBHOOK_URL: 'here' })).toThrow(/CONCORD_WEBHOOK_URL/u);
  });

  const topic = 'projects/my-project/topics/concord-mail';
  const sender = 'push@my-project.iam.gserviceaccount.com';
  const news = { CONCORD_GOOGLE_MAIL_TOPIC: topic, CONCORD_GOOGLE_MAIL_SENDER: sender };

  test('take the topic on which Gmail tells of new mail with who delivers it, both or neither', () => {
    expect(readSettings({ ...environment, ...news })).toMatchObject({ mailTopic: topic, mailPushSender: sender });
    for (const [name, value] of [
      ['CONCORD_GOOGLE_MAIL_TOPIC', ''],
      ['CONCORD_GOOGLE_MAIL_TOPIC', 'concord-mail'],
      ['CONCORD_GOOGLE_MAIL_SENDER', ''],
      ['CONCORD_GOOGLE_MAIL_SENDER', 'anybody'],
    ] as const)
      expect(() => readSettings({ ...environment, ...news, [name]: value })).toThrow(name);
  });

  test('take the regions in which there is an app, the first one first', () => {
    expect(readSettings({ ...environment, CONCORD_CLIO_REGIONS: 'eu, us' }).regions).toEqual(['eu', 'us']);
  });

  test('offer only the providers that the operator chose', () => {
    const known = (more: Record<string, string>) =>
      Object.keys(createPlace('test', { ...environment, ...more }).ports().providers);
    expect(known({})).toEqual(['clio', 'microsoft', 'google']);
    expect(known({ CONCORD_PROVIDERS: 'clio,google' })).toEqual(['clio', 'google']);
    expect(() => known({ CONCORD_PROVIDERS: 'clio,yahoo' })).toThrow('CONCORD_PROVIDERS names "yahoo"');
  });

  test('refuse a region that Clio does not have', () => {
    const place = createPlace('test', { ...environment, CONCORD_CLIO_REGIONS: 'us,xx' });
    expect(() => place.ports()).toThrow('CONCORD_CLIO_REGIONS names "xx"');
  });

  test.each([
    ['CONCORD_PUBLIC_URL', ''],
    ['CONCORD_PUBLIC_URL', 'concord.example'],
    ['CONCORD_PUBLIC_URL', 'javascript:alert(1)'],
    ['CONCORD_PUBLIC_URL', 'https://concord.example/?x=1'],
    ['CONCORD_LEASE_MS', '90s'],
    ['CONCORD_SLICE_MS', '-1'],
    ['CONCORD_SLICE_MS', '0'],
    ['CONCORD_PHONE_REGION', 'usa'],
    ['CONCORD_CLIO_REGIONS', 'us;eu'],
    ['CONCORD_CLIO_REGIONS', 'us,us'],
    ['CONCORD_CLIO_REGIONS', 'us,'],
    ['CONCORD_CLIO_REGIONS', 'US'],
  ])('%s=%j is refused by name', (name, value) => {
    expect(() => readSettings({ ...environment, [name]: value })).toThrow(name);
  });

  test.each([
    'CONCORD_TABLE',
    'CONCORD_QUEUE_URL',
    'CONCORD_SECRET_CLIO',
    'CONCORD_SECRET_MICROSOFT',
    'CONCORD_SECRET_GOOGLE',
    'CONCORD_SECRET_KEYS',
  ])('without %s there are no ports, and it is named', (name) => {
    const place = createPlace('test', { ...environment, [name]: undefined });
    expect(() => place.ports()).toThrow(`${name} is not set.`);
  });

  test('give a mailer that says what is missing to functions that send no letters', async () => {
    const letter = { to: 'ann@firm.example', subject: 's', html: 'h', text: 't', id: '1' };
    await expect(createPlace('test', environment).ports().mailer.send(letter)).rejects.toMatchObject({
      code: 'misconfigured',
      message: 'CONCORD_MAIL_FROM is not set.',
    });
    const place = createPlace('test', { ...environment, CONCORD_MAIL_FROM: 'concord@concord.example' });
    await expect(place.ports().mailer.send({ ...letter, to: 'nobody' })).rejects.toMatchObject({ code: 'refused' });
  });

  test('make ports once, with all providers at their real addresses', () => {
    const place = createPlace('test', environment);
    const ports = place.ports();
    expect(place.ports()).toBe(ports);
    expect(Object.keys(ports.providers)).toEqual(['clio', 'microsoft', 'google']);
    expect(ports.hosts).toEqual({
      clio: {
        app: 'https://app.clio.com',
        eu: 'https://eu.app.clio.com',
        ca: 'https://ca.app.clio.com',
        au: 'https://au.app.clio.com',
      },
      microsoft: { login: 'https://login.microsoftonline.com', graph: 'https://graph.microsoft.com' },
      google: {
        accounts: 'https://accounts.google.com',
        oauth: 'https://oauth2.googleapis.com',
        people: 'https://people.googleapis.com',
        calendar: 'https://www.googleapis.com',
        certs: 'https://www.googleapis.com',
        gmail: 'https://gmail.googleapis.com',
      },
    });
    expect(ports.random.id()).toMatch(/^[\w-]{22}$/u);
    expect(ports.random.id(32)).toMatch(/^[\w-]{43}$/u);
  });

  test('of hosts come from the variables that a profile names', () => {
    const provider = { profile: { hosts: { app: { variable: 'CONCORD_CLIO_URL', url: 'https://app.clio.com' } } } };
    const hosts = (url: string) => readHosts({ CONCORD_CLIO_URL: url }, provider as unknown as Provider);
    expect(hosts('http://127.0.0.1:4180/clio/')).toEqual({ app: 'http://127.0.0.1:4180/clio' });
    expect(hosts('')).toEqual({ app: 'https://app.clio.com' });
    expect(() => hosts('ftp://x')).toThrow('CONCORD_CLIO_URL');
  });
});

describe('A log line', () => {
  test('has the code of an error of ours, and of others only what and where', async () => {
    const { SyncError } = await import('@concord/core');
    const ours = new SyncError('rateLimited', 'Too many.', { provider: 'clio', status: 429, requestId: 'r1' });
    expect(errorFacts(ours)).toEqual({
      code: 'rateLimited',
      reason: 'Too many.',
      provider: 'clio',
      status: 429,
      requestId: 'r1',
    });
    const facts = errorFacts(new RangeError('Ann Archer\n    at her desk'));
    expect(facts['bug']).toBe('RangeError');
    expect(facts['at']).toContain('settings.test.ts');
    expect(errorFacts('Ann')).toEqual({ bug: 'string' });
    expect(errorFacts(undefined)).toEqual({});
  });

  test('carries its facts through the logger', () => {
    const printed: unknown[] = [];
    const logger = {
      info: (...line: unknown[]) => printed.push(line),
      error: (...line: unknown[]) => printed.push(line),
    };
    const counted: string[] = [];
    const meter = { ...createMeter('test'), count: (name: string) => void counted.push(name) };
    const log = toLog(logger as unknown as Parameters<typeof toLog>[0], meter);
    log.info('app.rejected');
    expect(counted.splice(0)).toEqual(['AppsRejected']);
    printed.splice(0);
    log.info('a', { count: 1 });
    log.error('b', { count: 2 }, new TypeError('Ann'));
    expect(counted).toEqual(['ErrorsLogged']);
    expect(printed[0]).toEqual(['a', { count: 1 }]);
    expect(printed[1]).toMatchObject(['b', { count: 2, bug: 'TypeError' }]);
  });
});
