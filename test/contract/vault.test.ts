import { randomBytes } from 'node:crypto';
import { createSecrets, createSecretsClient, createVault } from '@concord/aws';
import { createMemoryVault } from '@concord/local';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StandIn } from '../../packages/local/src/stand-ins/dynamo.ts';
import { startSecrets } from '../../packages/local/src/stand-ins/secrets.ts';
import { testCredentials } from './test-dynamo.ts';
import { describeVault } from './vault-contract.ts';

const key = (): string => randomBytes(32).toString('base64url');
const first = key();
const ring = JSON.stringify({ current: 'memory', keys: { memory: first } });
const values = new Map([['keys', ring]]);
const clock = { at: 0, now: () => clock.at };
let server: StandIn;
let client: ReturnType<typeof createSecretsClient>;

beforeAll(async () => {
  server = await startSecrets(values);
  client = createSecretsClient({ endpoint: server.url, region: 'eu-central-1', credentials: testCredentials });
});
afterAll(() => server.close());

describeVault('memory', async () => createMemoryVault());
describeVault('AWS', async () => createVault({ secretId: 'keys', client }));

describe('vault: both', () => {
  it('seal to the same length, so that row sizes in memory are those of AWS', async () => {
    const aws = createVault({ secretId: 'keys', client });
    for (const plain of ['', 'token', 'é'.repeat(501)]) {
      expect((await createMemoryVault().seal(plain, 'firm/1')).length).toBe((await aws.seal(plain, 'firm/1')).length);
    }
  });

  it('do not open what another memory vault sealed', async () => {
    const sealed = await createMemoryVault().seal('token', 'firm/1');
    await expect(createMemoryVault().open(sealed, 'firm/1')).rejects.toMatchObject({ code: 'misconfigured' });
  });
});

describe('vault: AWS, its key ring', () => {
  const vaultOf = (value: string) => {
    values.set('ring', value);
    return createVault({ secretId: 'ring', client });
  };

  it('opens with an old key of the ring after a rotation, and seals with the current one', async () => {
    const sealed = await vaultOf(ring).seal('token', 'firm/1');
    const rotated = vaultOf(JSON.stringify({ current: 'new', keys: { memory: first, new: key() } }));
    expect(await rotated.open(sealed, 'firm/1')).toBe('token');
    const head = (await rotated.seal('token', 'firm/1')).split('.')[0] ?? '';
    expect(JSON.parse(Buffer.from(head, 'base64url').toString())).toMatchObject({ kid: 'new', enc: 'A256GCM' });
  });

  it('opens at once with a key that was added while the container still keeps the ring of before', async () => {
    const fresh = key();
    const container = vaultOf(ring);
    await container.seal('token', 'firm/1');
    const wider = JSON.stringify({ current: 'new', keys: { memory: first, new: fresh } });
    const sealed = await vaultOf(wider).seal('token', 'firm/1');
    expect(await container.open(sealed, 'firm/1')).toBe('token');
    // From then on it seals with the new key, too.
    const head = (await container.seal('token', 'firm/1')).split('.')[0] ?? '';
    expect(JSON.parse(Buffer.from(head, 'base64url').toString())).toMatchObject({ kid: 'new' });
  });

  it('looks again once for a key that it lacks, and not at all for one that it has', async () => {
    const sealed = await vaultOf(ring).seal('token', 'firm/1');
    const other = await vaultOf(JSON.stringify({ current: 'lost', keys: { lost: key() } })).seal('token', 'firm/1');
    let reads = 0;
    const send = client.send.bind(client);
    const counting = Object.assign(Object.create(client) as typeof client, {
      send: (command: never) => {
        reads += 1;
        return send(command);
      },
    });
    const container = createVault({ secretId: 'keys', client: counting });
    expect(await container.open(sealed, 'firm/1')).toBe('token');
    expect(reads).toBe(1);
    await expect(container.open(other, 'firm/1')).rejects.toMatchObject({ code: 'misconfigured' });
    expect(reads).toBe(2);
    await expect(container.open(other, 'firm/2')).rejects.toMatchObject({ code: 'misconfigured' });
    expect(reads).toBe(2);
  });

  it('does not open once the key is gone from the ring', async () => {
    const sealed = await vaultOf(ring).seal('token', 'firm/1');
    const without = vaultOf(JSON.stringify({ current: 'new', keys: { new: key() } }));
    await expect(without.open(sealed, 'firm/1')).rejects.toMatchObject({ code: 'misconfigured' });
  });

  it.each(['', '{}', 'null', '{"current":"a","keys":{}}', '{"current":"a","keys":{"a":"c2hvcnQ"}}'])(
    'refuses to seal with a broken ring: %s',
    async (value) => {
      await expect(vaultOf(value).seal('token', 'firm/1')).rejects.toMatchObject({ code: 'misconfigured' });
    },
  );
});

describe('secrets: AWS', () => {
  const secretsOf = (value: string) => {
    values.set('clio', value);
    return createSecrets({ secretIds: { clio: 'clio', missing: 'nowhere' }, client, clock });
  };
  const good = JSON.stringify({ clientId: 'id', clientSecret: 'secret' });

  it('reads the credentials of a provider', async () => {
    expect(await secretsOf(good).app('clio')).toEqual({ clientId: 'id', clientSecret: 'secret' });
  });

  it.each([
    [
      'of its region',
      'eu',
      { us: { clientId: 'a', clientSecret: 's' }, eu: { clientId: 'b', clientSecret: 's' } },
      'b',
    ],
    ['of the first region without a name', undefined, { us: { clientId: 'a', clientSecret: 's' } }, 'a'],
    ['of the flat form as the first region', 'us', { clientId: 'a', clientSecret: 's' }, 'a'],
  ])('reads the credentials %s', async (_what, region, value, clientId) => {
    expect((await secretsOf(JSON.stringify(value)).app('clio', region)).clientId).toBe(clientId);
  });

  it.each([
    ['eu', { clientId: 'a', clientSecret: 's' }],
    ['eu', { us: { clientId: 'a', clientSecret: 's' } }],
    ['constructor', { us: { clientId: 'a', clientSecret: 's' } }],
    ['eu', { eu: { clientId: 'a' } }],
    ['eu', { eu: 'text' }],
    ['us', []],
  ])('has no app in a region of which the secret says nothing: %s in %j', async (region, value) => {
    await expect(secretsOf(JSON.stringify(value)).app('clio', region)).rejects.toMatchObject({ code: 'misconfigured' });
  });

  it('keeps a value for five minutes, and then looks again', async () => {
    const secrets = secretsOf(good);
    await secrets.app('clio');
    values.set('clio', JSON.stringify({ clientId: 'next', clientSecret: 'secret' }));
    clock.at += 299_999;
    expect((await secrets.app('clio')).clientId).toBe('id');
    clock.at += 1;
    expect((await secrets.app('clio')).clientId).toBe('next');
  });

  it('does not keep a failure', async () => {
    const secrets = createSecrets({ secretIds: { clio: 'later' }, client, clock });
    await expect(secrets.app('clio')).rejects.toMatchObject({ code: 'misconfigured' });
    values.set('later', good);
    expect((await secrets.app('clio')).clientId).toBe('id');
  });

  it.each(['unknown', 'missing'])(
    'says that the deployment is misconfigured when there is no secret: %s',
    async (name) => {
      await expect(secretsOf(good).app(name)).rejects.toMatchObject({ code: 'misconfigured' });
    },
  );

  it('never quotes a secret in an error', async () => {
    const error = await secretsOf('hunter2').app('clio').catch(String);
    expect(error).not.toContain('hunter2');
  });
});
