import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDataFolder } from '../../packages/local/src/setup/data-folder.ts';
import { functionEnvironment } from '../../packages/local/src/setup/function-environment.ts';
import { openLogFile } from '../../packages/local/src/setup/log-file.ts';
import { parseOptions } from '../../packages/local/src/setup/options.ts';
import { checkPlatform } from '../../packages/local/src/setup/platform.ts';
import {
  credentialsOf,
  mailPushVariables,
  playedProviders,
  playedRegions,
  sandboxAddresses,
} from '../../packages/local/src/setup/providers.ts';
import { keyRingKeepers, readKeyRing, secretValues } from '../../packages/local/src/setup/secret-values.ts';
import { commandOf } from '../../packages/local/src/stand-ins/child-process.ts';
import type { FunctionPart } from '../../packages/local/src/template/parts.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'concord-setup-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

describe('platform', () => {
  it.each(['linux', 'darwin'])('runs on %s with Node 24 and later', (platform) => {
    expect(() => checkPlatform(platform, 'v24.0.0')).not.toThrow();
    expect(() => checkPlatform(platform, 'v26.1.0')).not.toThrow();
  });

  it('says what to do on Windows and with an old Node', () => {
    expect(() => checkPlatform('win32', 'v24.0.0')).toThrow('Windows Subsystem for Linux');
    expect(() => checkPlatform('linux', 'v22.18.0')).toThrow('type "npm start"');
  });
});

describe('options', () => {
  it('has a default for everything', () => {
    const defaults = { help: false, fresh: false, port: 4179, dataDir: resolve('.concord') };
    expect(parseOptions([])).toEqual(defaults);
  });

  it('takes every option', () => {
    const given = [
      '--port',
      '80',
      '--data',
      'd',
      '--fresh',
      '--contacts',
      '9',
      '--clio',
      'c.vcf',
      '--outlook=o.csv',
      '--google',
      'g.csv',
      '-h',
    ];
    expect(parseOptions(given)).toEqual({
      help: true,
      fresh: true,
      port: 80,
      dataDir: resolve('d'),
      contacts: 9,
      clioFile: resolve('c.vcf'),
      outlookFile: resolve('o.csv'),
      googleFile: resolve('g.csv'),
    });
  });

  it.each([
    [['--port', 'x'], '--port takes a whole number'],
    [['--port', '65535'], '--port takes a whole number'],
    [['--contacts', '-1'], "'--contacts"],
    [['--contacts', '1.5'], '--contacts takes a whole number'],
    [['--prot', '1'], '--prot'],
    [['fresh'], 'fresh'],
    [['--data'], '--data'],
  ])('refuses %j with one sentence', (given, words) => {
    const problem = catchError(() => parseOptions(given));
    expect(problem).toMatchObject({ name: 'Problem' });
    expect(problem.message).toContain(words);
    expect(problem.message).not.toMatch(/\n|\. /);
  });
});

describe('data folder', () => {
  it('makes the folder with its parents, for this user only', () => {
    const inner = join(dir, 'a', 'b');
    openDataFolder(inner, false).close();
    expect(statSync(inner).mode & 0o777).toBe(0o700);
  });

  it('keeps what is there, and with fresh forgets it, but nothing that is not its own', () => {
    const first = openDataFolder(dir, false);
    writeFileSync(first.path('secrets'), 'kept');
    writeFileSync(join(dir, 'notes.txt'), 'mine');
    first.close();
    const second = openDataFolder(dir, false);
    expect(readFileSync(second.path('secrets'), 'utf8')).toBe('kept');
    second.close();
    const third = openDataFolder(dir, true);
    expect(existsSync(third.path('secrets'))).toBe(false);
    expect(readFileSync(join(dir, 'notes.txt'), 'utf8')).toBe('mine');
    third.close();
  });

  it('does not move in where other things are, even with fresh', () => {
    mkdirSync(join(dir, 'table'));
    writeFileSync(join(dir, 'table', 'precious'), '');
    expect(() => openDataFolder(dir, true)).toThrow('holds other things');
    expect(existsSync(join(dir, 'table', 'precious'))).toBe(true);
  });

  it('refuses a folder of a newer version, and a damaged one', () => {
    openDataFolder(dir, false).close();
    writeFileSync(join(dir, 'version.json'), '{"version":2}');
    expect(() => openDataFolder(dir, false)).toThrow('newer Concord: update');
    writeFileSync(join(dir, 'version.json'), 'x');
    expect(() => openDataFolder(dir, false)).toThrow('cannot be read: begin anew with --fresh');
    openDataFolder(dir, true).close();
    expect(() => openDataFolder(dir, false)).not.toThrow();
  });

  it('refuses a file, and a folder that cannot be made', () => {
    writeFileSync(join(dir, 'file'), '');
    expect(() => openDataFolder(join(dir, 'file'), false)).toThrow('is not a folder: choose another');
    expect(() => openDataFolder(join(dir, 'file', 'inner'), false)).toThrow('is not a folder: choose another');
  });

  it.skipIf(process.getuid?.() === 0)('refuses a folder that cannot be written', () => {
    chmodSync(dir, 0o500);
    expect(() => openDataFolder(dir, false)).toThrow('cannot be read and written: choose another');
  });

  it('refuses a folder on which another process runs, and takes over from one that is gone', () => {
    openDataFolder(dir, false);
    const running = { pid: process.ppid, command: commandOf(process.ppid) };
    writeFileSync(join(dir, 'running.json'), JSON.stringify(running));
    expect(() => openDataFolder(dir, false)).toThrow(`(process ${process.ppid}): stop it`);
    // The number lives on in another program.
    writeFileSync(join(dir, 'running.json'), JSON.stringify({ ...running, command: 'node main.ts' }));
    openDataFolder(dir, false).close();
    expect(existsSync(join(dir, 'running.json'))).toBe(false);
  });
});

const ownClio = {
  CONCORD_CLIO_URL: 'https://eu.app.clio.com',
  CONCORD_CLIO_CLIENT_ID: 'i',
  CONCORD_CLIO_CLIENT_SECRET: 's',
};

describe('providers', () => {
  it('are played by the sandbox unless the operator says where they are', () => {
    expect(playedProviders({})).toEqual(['clio', 'microsoft', 'google']);
    expect(playedProviders(ownClio)).toEqual(['microsoft', 'google']);
  });

  it('must be given whole', () => {
    const half = { CONCORD_MICROSOFT_GRAPH_URL: 'https://graph.microsoft.com', CONCORD_MICROSOFT_CLIENT_ID: 'i' };
    expect(() => playedProviders(half)).toThrow(
      'CONCORD_MICROSOFT_GRAPH_URL is set, but not CONCORD_MICROSOFT_LOGIN_URL and CONCORD_MICROSOFT_CLIENT_SECRET',
    );
    expect(() => playedProviders({ CONCORD_CLIO_EU_URL: 'https://eu.app.clio.com' })).toThrow(
      'CONCORD_CLIO_EU_URL is set, but not CONCORD_CLIO_URL and',
    );
  });

  it('are found at the sandbox only where it plays them', () => {
    expect(sandboxAddresses(['microsoft'], 'http://127.0.0.1:2')).toEqual({
      CONCORD_MICROSOFT_LOGIN_URL: 'http://127.0.0.1:2/login',
      CONCORD_MICROSOFT_GRAPH_URL: 'http://127.0.0.1:2/graph',
    });
  });

  it('are found in every region that the sandbox plays', () => {
    expect(sandboxAddresses(['clio', 'google'], 'http://127.0.0.1:2')).toEqual({
      CONCORD_CLIO_URL: 'http://127.0.0.1:2/clio',
      CONCORD_CLIO_EU_URL: 'http://127.0.0.1:2/clio-eu',
      CONCORD_CLIO_CA_URL: 'http://127.0.0.1:2/clio-ca',
      CONCORD_CLIO_AU_URL: 'http://127.0.0.1:2/clio-au',
      CONCORD_GOOGLE_ACCOUNTS_URL: 'http://127.0.0.1:2/google/accounts',
      CONCORD_GOOGLE_OAUTH_URL: 'http://127.0.0.1:2/google/oauth',
      CONCORD_GOOGLE_PEOPLE_URL: 'http://127.0.0.1:2/google/people',
      CONCORD_GOOGLE_CALENDAR_URL: 'http://127.0.0.1:2/google',
      CONCORD_GOOGLE_GMAIL_URL: 'http://127.0.0.1:2/google',
      CONCORD_GOOGLE_CERTS_URL: 'http://127.0.0.1:2/google',
    });
  });

  it('tell of new mail on the topic of the sandbox, or on the operator’s own where Google is the real one', () => {
    const own = { CONCORD_GOOGLE_MAIL_TOPIC: 'projects/mine/topics/mail', CONCORD_GOOGLE_MAIL_SENDER: 'push@mine' };
    const none = { CONCORD_GOOGLE_MAIL_TOPIC: '', CONCORD_GOOGLE_MAIL_SENDER: '' };
    expect(mailPushVariables(['clio', 'google'], own)).toEqual({
      CONCORD_GOOGLE_MAIL_TOPIC: 'projects/sandbox/topics/concord-mail',
      CONCORD_GOOGLE_MAIL_SENDER: 'concord-push@sandbox.iam.gserviceaccount.com',
    });
    expect(mailPushVariables(['clio'], own)).toEqual(own);
    expect(mailPushVariables(['clio'], {})).toEqual(none);
  });

  it('have the regions that the operator names, of those that there are, else the first one alone', async () => {
    expect(await playedRegions({})).toEqual(['us']);
    expect(await playedRegions({ CONCORD_CLIO_REGIONS: 'eu, us,xx' })).toEqual(['us', 'eu']);
  });

  it('use the operator’s app only at the operator’s address', () => {
    const { CONCORD_CLIO_URL: _, ...withoutUrl } = ownClio;
    expect(credentialsOf('clio', ownClio)).toEqual({ clientId: 'i', clientSecret: 's' });
    expect(credentialsOf('clio', withoutUrl)).toBeUndefined();
  });
});

const part: FunctionPart = {
  name: 'concord-dev-merge',
  codeDir: '/nowhere',
  handler: 'index.handler',
  timeoutMs: 60_000,
  memoryMb: 512,
  environment: {
    CONCORD_SECRET_KEYS: 'arn:keys',
    CONCORD_SECRET_CLIO: 'arn:clio',
    CONCORD_SECRET_MICROSOFT: 'arn:microsoft',
    CONCORD_SECRET_GOOGLE: 'arn:google',
    CONCORD_CLIO_URL: 'https://app.clio.com',
    CONCORD_PUBLIC_URL: 'https://concord.example.com',
    CONCORD_LEASE_MS: '90000',
  },
  statements: [],
};

describe('secrets', () => {
  it('are made once, and readable by this user only', () => {
    const file = join(dir, 'secrets.json');
    const ring = readKeyRing(file);
    expect(Buffer.from(ring.keys[ring.current] ?? '', 'base64url')).toHaveLength(32);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readKeyRing(file)).toEqual(ring);
  });

  it('say what to do when the file is damaged', () => {
    writeFileSync(join(dir, 'secrets.json'), '{');
    expect(() => readKeyRing(join(dir, 'secrets.json'))).toThrow('is damaged: begin anew with --fresh');
  });

  it('let the key ring alone be put, and keep it whole', () => {
    const file = join(dir, 'secrets.json');
    readKeyRing(file);
    const keepers = keyRingKeepers([part], file);
    expect([...keepers.keys()]).toEqual(['arn:keys']);
    keepers.get('arn:keys')?.('{"current":"k","keys":{"k":"v"}}');
    expect(readKeyRing(file)).toEqual({ current: 'k', keys: { k: 'v' } });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(dir)).toEqual(['secrets.json']);
  });

  it('lie where the template tells the functions to look', () => {
    const apps = {
      microsoft: { clientId: 'sandbox', clientSecret: 'x' },
      google: { clientId: 'g', clientSecret: 'y' },
    };
    const values = secretValues([part], { current: 'k', keys: { k: 'v' } }, apps, ownClio);
    expect(Object.fromEntries(values)).toEqual({
      'arn:keys': '{"current":"k","keys":{"k":"v"}}',
      'arn:clio': '{"clientId":"i","clientSecret":"s"}',
      'arn:microsoft': '{"clientId":"sandbox","clientSecret":"x"}',
      'arn:google': '{"clientId":"g","clientSecret":"y"}',
    });
  });
});

describe('log file', () => {
  const file = () => join(dir, 'functions.log');

  it('begins anew when it is full, keeps the one before, and is readable by this user only', () => {
    const log = openLogFile(dir, 10);
    for (const text of ['first line\n', 'second line\n', 'third line\n']) log.write(text);
    log.close();
    expect(readFileSync(file(), 'utf8')).toBe('third line\n');
    expect(readFileSync(`${file()}.old`, 'utf8')).toBe('second line\n');
    expect(statSync(file()).mode & 0o777).toBe(0o600);
  });

  it('goes on at the next start, and says nothing once closed', () => {
    for (const text of ['one\n', 'two\n']) {
      const log = openLogFile(dir);
      log.write(text);
      log.close();
      log.write('late\n');
      log.close();
    }
    expect(readFileSync(file(), 'utf8')).toBe('one\ntwo\n');
  });
});

describe('environment of a function', () => {
  const facts = {
    gatewayUrl: 'http://127.0.0.1:1',
    publicUrl: 'http://127.0.0.1:4179',
    addresses: { CONCORD_CLIO_URL: 'http://127.0.0.1:2/clio' },
    operator: { CONCORD_LEASE_MS: '3000', CONCORD_STAGE: 'prod', AWS_PROFILE: 'own', HOME: '/home/me' },
  };

  it('is that of the template, less its addresses and what the operator may choose', () => {
    const environment = functionEnvironment(part, facts);
    expect(environment).toMatchObject({
      CONCORD_SECRET_KEYS: 'arn:keys',
      CONCORD_CLIO_URL: 'http://127.0.0.1:2/clio',
      CONCORD_PUBLIC_URL: 'http://127.0.0.1:4179',
      CONCORD_LEASE_MS: '3000',
      AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
      AWS_ENDPOINT_URL_SESV2: 'http://127.0.0.1:1',
      AWS_ACCESS_KEY_ID: 'LOCAL-concord-dev-merge',
    });
  });

  it('lets nothing else of the operator in, and no profile of AWS', () => {
    const environment = functionEnvironment(part, facts);
    for (const name of ['CONCORD_STAGE', 'AWS_PROFILE', 'HOME']) expect(environment).not.toHaveProperty(name);
    expect(environment).toMatchObject({ AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: '/dev/null' });
  });
});

function catchError(work: () => unknown): Error {
  try {
    work();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('Nothing was thrown.');
}
