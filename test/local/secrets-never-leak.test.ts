import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDeployment } from '../../packages/cli/src/deployment.ts';
import { scanRows } from '../../packages/cli/src/keys/scan-rows.ts';
import { type Local, startLocal } from '../../packages/local/src/start.ts';
import { filesBelow, formsOf, placesOf, type Written } from './find-secret.ts';
import { apps, type LeakyCloud, type Manner, startLeakyCloud } from './leaky-cloud.ts';
import { removeFolder, temporaryFolder, until } from './local-under-test.ts';
import { createPerson, type Person } from './person.ts';

const patienceMs = 240_000;
/** Where Secrets Manager's stand-in keeps the key ring. */
const keyRingFile = 'secrets.json';

/**
 * The real functions on one machine, against services that quote back every secret they are sent. Then everything that was
 * written anywhere is searched.
 */
describe('no secret is written anywhere', () => {
  let cloud: LeakyCloud;
  let local: Local;
  let person: Person;
  const recordings = temporaryFolder();
  const dataDir = temporaryFolder();
  const seen: Written[] = [];
  const told = (url: string, body: string): void => {
    // Codes and states come with the address that a provider sends a browser to; what counts is what is answered.
    seen.push({ where: `answer of ${new URL(url).pathname}`, bytes: Buffer.from(body) });
  };
  let written: readonly Written[] = [];

  beforeAll(async () => {
    cloud = await startLeakyCloud();
    local = await startLocal({
      dataDir,
      port: 0,
      page: false,
      schedules: false,
      environment: {
        CONCORD_CLIO_URL: `${cloud.url}/clio`,
        CONCORD_CLIO_CLIENT_ID: apps.clio.clientId,
        CONCORD_CLIO_CLIENT_SECRET: apps.clio.clientSecret,
        CONCORD_MICROSOFT_LOGIN_URL: `${cloud.url}/login`,
        CONCORD_MICROSOFT_GRAPH_URL: `${cloud.url}/graph`,
        CONCORD_MICROSOFT_CLIENT_ID: apps.microsoft.clientId,
        CONCORD_MICROSOFT_CLIENT_SECRET: apps.microsoft.clientSecret,
        CONCORD_GOOGLE_ACCOUNTS_URL: `${cloud.url}/google`,
        CONCORD_GOOGLE_OAUTH_URL: `${cloud.url}/google`,
        CONCORD_GOOGLE_PEOPLE_URL: `${cloud.url}/google`,
        CONCORD_GOOGLE_CALENDAR_URL: `${cloud.url}/google`,
        CONCORD_GOOGLE_GMAIL_URL: `${cloud.url}/google`,
        CONCORD_GOOGLE_CERTS_URL: `${cloud.url}/google`,
        CONCORD_GOOGLE_CLIENT_ID: apps.google.clientId,
        CONCORD_GOOGLE_CLIENT_SECRET: apps.google.clientSecret,
        CONCORD_RECORD: recordings,
      },
    });
    person = createPerson(local.url, ({ url, body }) => told(url, body));
    await live();
    written = [...seen, ...(await dumpOfTable())];
    await local.close();
    written = [...written, ...filesBelow(dataDir), ...filesBelow(recordings)];
  }, patienceMs);
  afterAll(() => {
    cloud.close();
    removeFolder(dataDir);
    removeFolder(recordings);
  });

  /** Everything in which a secret takes part: signing in, connecting, refreshing, failing in every manner, letters, links, the end. */
  async function live(): Promise<void> {
    for (const manner of ['html', 'quote', 'good'] as const) await inManner(manner, () => person.signIn('7001'));
    for (const manner of ['html', 'quote', 'good'] as const) {
      await inManner(manner, () => person.connectMicrosoft('object-1'));
      await inManner(manner, () => person.connectGoogle('subject-1'));
    }
    const { connections } = await person.session();
    expect(connections.map(({ provider, state }) => `${provider} ${state}`).sort()).toEqual([
      'clio active',
      'google active',
      'microsoft active',
    ]);
    const right = connections.find(({ provider }) => provider === 'microsoft')?.id ?? '';
    const { id } = await person.post<{ id: string }>('/api/syncs', { right, itemType: 'contact' });
    cloud.manner = 'html';
    await person.post(`/api/syncs/${id}/scan`, { clioSyncOff: true, conflicts: 'left' });
    await until(async () => (/slice\.|unavailable/u.test(logText()) ? true : undefined), 30_000);
    cloud.manner = 'quote';
    await until(
      async () => ((await stateOf(right)) === 'active' && (await clioState()) === 'active' ? undefined : true),
      60_000,
    );
    await local.invoke('poll', { source: 'aws.events' });
    await until(async () => (local.mails().length > 0 ? true : undefined), 30_000);
    for (const token of linkTokens()) await person.get(`/auth/link/${token}`).catch(() => undefined);
    for (const { id: each } of (await person.session()).connections.filter(({ provider }) => provider !== 'clio'))
      await person.post(`/api/connections/${each}/disconnect`, {});
    await until(async () => ((await filesSay('/google/revoke')) ? true : undefined), 30_000);
  }
  async function inManner(manner: Manner, act: () => Promise<void>): Promise<void> {
    cloud.manner = manner;
    await act();
  }
  const stateOf = async (id: string) => (await person.session()).connections.find((each) => each.id === id)?.state;
  const clioState = async () => (await person.session()).connections.find(({ provider }) => provider === 'clio')?.state;
  const logText = (): string => readFileSync(join(dataDir, 'logs', 'functions.log'), 'utf8');
  const recorded = (): string => readFileSync(join(recordings, 'exchanges.jsonl'), 'utf8');
  const filesSay = async (words: string): Promise<boolean> => recorded().includes(words);
  const linkTokens = (): readonly string[] =>
    local.mails().flatMap(({ text }) => [...text.matchAll(/\/auth\/link\/([\w-]+)/gu)].map(([, token = '']) => token));

  async function dumpOfTable(): Promise<readonly Written[]> {
    const deployment = await openDeployment({ kind: 'local', dataDir }, {});
    const dump: Written[] = [];
    for await (const { rows } of scanRows(deployment)) {
      for (const row of rows) dump.push({ where: `row ${row.pk} ${row.sk}`, bytes: Buffer.from(JSON.stringify(row)) });
    }
    await deployment.close();
    return dump;
  }

  it('although each kind of it was sent, received and quoted', () => {
    const kinds = new Set(cloud.secrets.values());
    const tokens = ['clio', 'microsoft', 'google'].flatMap((name) => [
      `${name} access`,
      `${name} refresh`,
      `${name} id`,
    ]);
    for (const kind of ['code', 'code_verifier', ...tokens]) expect(kinds).toContain(kind);
    expect(recorded()).toContain('grant_type=refresh_token');
    const places = written.map(({ where }) => where);
    for (const place of ['logs/functions.log', 'exchanges.jsonl', 'table/table.sqlite', 'answer of /api/session']) {
      expect(places).toContain(place);
    }
    expect(places.some((place) => place.startsWith('row FIRM#42 CONN#'))).toBe(true);
    expect(places.filter((place) => place.startsWith('mails/')).length).toBeGreaterThan(0);
    expect(recorded()).toContain('(removed)');
    expect(recorded()).toMatch(/"responseBody":"<html>/u);
  });

  it('and would be found in any form', () => {
    const secret = 'canary+x/1=&<"y">~z';
    for (const form of formsOf(secret)) {
      expect(placesOf(secret, [{ where: 'here', bytes: Buffer.from(`before ${form} after`) }]), form).toEqual(['here']);
    }
    for (const before of ['', 'a', 'ab', 'abc']) {
      const bytes = Buffer.from(Buffer.from(`${before}${secret} and more`).toString('base64'));
      expect(placesOf(secret, [{ where: 'here', bytes }]), before).toEqual(['here']);
    }
  });

  it('of tokens, codes, verifiers and app secrets: not in rows, files, logs, recordings, letters or answers', () => {
    const leaks = [...cloud.secrets].flatMap(([secret, kind]) =>
      placesOf(secret, written).map((where) => `${kind} in ${where}`),
    );
    expect(leaks).toEqual([]);
  });

  it('of the key ring: only where Secrets Manager keeps it', () => {
    const { keys } = JSON.parse(readFileSync(join(dataDir, keyRingFile), 'utf8')) as { keys: Record<string, string> };
    const raw = (key: string): readonly string[] => [key, Buffer.from(key, 'base64url').toString('hex')];
    const leaks = Object.values(keys)
      .flatMap(raw)
      .flatMap((key) => placesOf(key, written));
    expect([...new Set(leaks)]).toEqual([keyRingFile]);
  });

  it('of states and links: not in logs or recordings; and of links nothing but a digest in rows', () => {
    const apart = (pattern: RegExp): readonly Written[] => written.filter(({ where }) => pattern.test(where));
    const notes = apart(/^(?:logs\/|exchanges)/u);
    expect(notes.length).toBeGreaterThan(1);
    for (const state of cloud.states) expect(placesOf(state, notes)).toEqual([]);
    expect(linkTokens().length).toBeGreaterThan(0);
    for (const token of linkTokens())
      expect(placesOf(token, [...notes, ...apart(/^(?:row |table\/|answer |queues\/)/u)])).toEqual([]);
  });
});
