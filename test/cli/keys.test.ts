import { PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Row } from '@concord/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dropKey, keyStatus, resealRows, rotateKeys } from '../../packages/cli/src/index.ts';
import { sealedTextsIn } from '../../packages/cli/src/keys/sealed-texts.ts';
import { createKept, freshKey, type Kept, kidOf } from './kept.ts';

let kept: Kept;
beforeEach(async () => {
  kept = await createKept();
});
afterEach(() => kept.close());

const now = 1_800_000_000_000;
const clock = { now: () => now };
const laterClock = { now: () => now + 10 * 60_000 };
const rowsOf = async (): Promise<readonly Row[]> => (await kept.table.query({ pk: 'P', prefix: '', limit: 100 })).rows;
const put = async (sk: string, more: object): Promise<void> =>
  void (await kept.table.put({ pk: 'P', sk, rev: 1, ...more }));

/** Rows of the shapes that are stored: grants, hook secrets, history, and texts that are only inside something. */
async function fill(): Promise<void> {
  const vault = kept.container();
  await put('CONN#1', { sealed: await vault.seal('tokens', 'grant:F:1'), state: 'active' });
  await put('HOOK', { sealedSecret: await vault.seal('hook', 'firm:F') });
  await put('HIST#1', { sealed: await vault.seal('x'.repeat(5_000), 'firm:F'), expiresAt: 4_000_000_000 });
  await put('ODD', { inner: { list: ['plain', await vault.seal('deep', 'firm:F')] }, note: 'a.b.c.d.e' });
  await put('MAP#1', { body: new Uint8Array([1, 2, 3]), account: 'ann@firm.example' });
}

describe('keys status', () => {
  it('counts what each key seals, wherever in a row it stands, and names the current one', async () => {
    await fill();
    await rotateKeys(kept.deployment, clock);
    const { current } = kept.ring();
    await put('CONN#2', { sealed: await kept.container().seal('tokens', 'grant:F:2') });
    expect(await keyStatus(kept.deployment)).toEqual([
      { kid: 'first', texts: 4, isCurrent: false, isKnown: true },
      { kid: current, texts: 1, isCurrent: true, isKnown: true },
    ]);
  });

  it('names a key that is not in the ring, for what it sealed is lost', async () => {
    await fill();
    const SecretString = JSON.stringify({ current: 'other', keys: { other: freshKey() } });
    await kept.deployment.secrets.send(new PutSecretValueCommand({ SecretId: 'keys', SecretString }));
    expect(await keyStatus(kept.deployment)).toEqual([
      { kid: 'other', texts: 0, isCurrent: true, isKnown: true },
      { kid: 'first', texts: 4, isCurrent: false, isKnown: false },
    ]);
  });

  it('says what to do when the secret holds no ring yet', async () => {
    await kept.deployment.secrets.send(new PutSecretValueCommand({ SecretId: 'keys', SecretString: 'random text' }));
    const failure: unknown = await keyStatus(kept.deployment).catch((error: unknown) => error);
    expect(failure).toMatchObject({
      name: 'Problem',
      message: 'The secret keys holds no key ring: put one in as infra/README.md says.',
    });
  });
});

describe('keys rotate', () => {
  it('adds a key of 32 bytes that seals from now on; the old one still opens', async () => {
    const before = kept.ring();
    const sealed = await kept.container().seal('tokens', 'grant:F:1');
    await rotateKeys(kept.deployment, clock);
    const { current, keys } = kept.ring();
    expect(current).toMatch(/^k[0-9a-f]{8}$/u);
    expect(Object.keys(keys)).toEqual(['first', current]);
    expect(keys['first']).toBe(before.keys['first']);
    expect(Buffer.from(keys[current] ?? '', 'base64url')).toHaveLength(32);
    const container = kept.container();
    expect(kidOf(await container.seal('more', 'grant:F:1'))).toBe(current);
    expect(await container.open(sealed, 'grant:F:1')).toBe('tokens');
  });

  it('by two people at once loses neither key', async () => {
    const [one, two] = await Promise.all([rotateKeys(kept.deployment, clock), rotateKeys(kept.deployment, clock)]);
    expect(one.current).not.toBe(two.current);
    const { current, keys } = kept.ring();
    expect(Object.keys(keys).sort()).toEqual(['first', one.current, two.current].sort());
    expect([one.current, two.current]).toContain(current);
  });
});

describe('keys reseal', () => {
  it('seals everything again with the current key for the same owner, and changes nothing else', async () => {
    await fill();
    const before = await rowsOf();
    await rotateKeys(kept.deployment, clock);
    const { current } = kept.ring();
    expect(await resealRows(kept.deployment)).toEqual({ done: 4, changed: 0, unopened: 0 });
    const after = await rowsOf();
    const vault = kept.container();
    for (const [index, row] of after.entries()) {
      const [was, is] = [sealedTextsIn(before[index] ?? {}), sealedTextsIn(row)];
      expect(is.map(({ path, owner }) => [path, owner])).toEqual(was.map(({ path, owner }) => [path, owner]));
      for (const [place, { text, kid, owner }] of is.entries()) {
        expect(kid).toBe(current);
        expect(await vault.open(text, owner)).toBe(await vault.open(was[place]?.text ?? '', owner));
      }
    }
    const without = (rows: readonly Row[]): unknown =>
      JSON.parse(
        JSON.stringify(rows, (_name, value: unknown) =>
          typeof value === 'string' && value.startsWith('eyJ') ? 'sealed' : value,
        ),
      );
    expect(without(after)).toEqual(without(before));
    expect(await resealRows(kept.deployment)).toEqual({ done: 0, changed: 0, unopened: 0 });
  });

  it('does not turn away a worker that holds the row: its revision stays', async () => {
    await fill();
    const [held] = await rowsOf();
    await rotateKeys(kept.deployment, clock);
    await resealRows(kept.deployment);
    const saved = await kept.table.put({ ...held, pk: 'P', sk: 'CONN#1', rev: 2 }, { kind: 'rev', rev: 1 });
    expect(saved).toBe(true);
    // What it put back is the old text, which opens, and which the next pass finds.
    expect((await resealRows(kept.deployment)).done).toBe(1);
  });

  it('leaves alone what somebody wrote in between, and says so', async () => {
    await fill();
    await rotateKeys(kept.deployment, clock);
    const { dynamo } = kept.deployment;
    const send = dynamo.send.bind(dynamo);
    const fresh = await kept.container().seal('newer tokens', 'grant:F:1');
    const slower = Object.assign(Object.create(dynamo) as typeof dynamo, {
      send: async (command: never) => {
        const isOurs = (command as object) instanceof UpdateCommand;
        if (isOurs && JSON.stringify((command as UpdateCommand).input.Key).includes('CONN#1'))
          await put('CONN#1', { sealed: fresh, rev: 7 });
        return send(command);
      },
    });
    expect(await resealRows({ ...kept.deployment, dynamo: slower })).toEqual({ done: 3, changed: 1, unopened: 0 });
    expect((await rowsOf())[0]).toMatchObject({ sealed: fresh, rev: 7 });
  });

  it('does not bring back a row that was removed in between', async () => {
    await fill();
    await rotateKeys(kept.deployment, clock);
    const { dynamo } = kept.deployment;
    const send = dynamo.send.bind(dynamo);
    const slower = Object.assign(Object.create(dynamo) as typeof dynamo, {
      send: async (command: never) => {
        if ((command as object) instanceof UpdateCommand) await kept.table.remove({ pk: 'P', sk: 'CONN#1' });
        return send(command);
      },
    });
    await resealRows({ ...kept.deployment, dynamo: slower });
    expect((await rowsOf()).map(({ sk }) => sk)).not.toContain('CONN#1');
  });

  it('keeps what no key opens as it is, and counts it', async () => {
    await fill();
    const other = await createKept();
    const foreign = await other.container().seal('x', 'firm:F');
    await other.close();
    const header = Buffer.from(JSON.stringify({ alg: 'dir', enc: 'A256GCM', kid: 'gone', own: 'firm:F' })).toString(
      'base64url',
    );
    await put('LOST', { sealed: `${header}.${foreign.split('.').slice(1).join('.')}` });
    await rotateKeys(kept.deployment, clock);
    const before = (await rowsOf()).find(({ sk }) => sk === 'LOST');
    expect(await resealRows(kept.deployment)).toEqual({ done: 4, changed: 0, unopened: 1 });
    expect((await rowsOf()).find(({ sk }) => sk === 'LOST')).toEqual(before);
  });

  it('walks a table of many pages, and goes on behind the mark of one that was ended', async () => {
    const vault = kept.container();
    for (let index = 0; index < 30; index += 1) {
      await put(`PLAN#${String(index).padStart(2, '0')}`, { sealed: await vault.seal('x'.repeat(60_000), 'firm:F') });
    }
    await rotateKeys(kept.deployment, clock);
    const marks: string[] = [];
    const ended = resealRows(kept.deployment, {
      onPage: (_soFar, mark) => {
        marks.push(mark ?? '');
        throw new Error('Ctrl+C');
      },
    });
    await expect(ended).rejects.toThrow('Ctrl+C');
    const [mark = ''] = marks;
    expect(mark).not.toBe('');
    const { done } = await resealRows(kept.deployment, { after: mark });
    expect(done).toBeGreaterThan(0);
    expect(done).toBeLessThan(30);
    expect((await keyStatus(kept.deployment)).find(({ kid }) => kid === 'first')?.texts).toBe(0);
  });

  it('refuses a mark that is none', async () => {
    await expect(resealRows(kept.deployment, { after: 'nonsense' })).rejects.toMatchObject({ name: 'Problem' });
  });
});

describe('keys drop', () => {
  const pauses: number[] = [];
  const pause = async (ms: number) => void pauses.push(ms);
  const drop = (kid: string, options: Partial<Parameters<typeof dropKey>[2]> = {}) =>
    dropKey(kept.deployment, kid, { clock: laterClock, pause, ...options });

  it('removes a key with which nothing is sealed any more', async () => {
    await fill();
    await rotateKeys(kept.deployment, clock);
    await resealRows(kept.deployment);
    pauses.splice(0);
    await drop('first');
    expect(Object.keys(kept.ring().keys)).toEqual([kept.ring().current]);
    expect(pauses).toEqual([120_000]);
    const vault = kept.container();
    for (const { text, owner } of (await rowsOf()).flatMap(sealedTextsIn)) await vault.open(text, owner);
  });

  it.each([
    ['seals something', async () => {}, 'first', laterClock, 'first still seals 4 texts: type "keys reseal" first.'],
    [
      'was current until just now',
      async () => void (await resealRows(kept.deployment)),
      'first',
      clock,
      'try again in 10 min',
    ],
    ['is not there', async () => {}, 'second', laterClock, 'The key ring has no key second.'],
    ['has a name that every object has', async () => {}, 'constructor', laterClock, 'has no key constructor'],
  ])('refuses one that %s', async (_what, prepare, kid, at, words) => {
    await fill();
    await rotateKeys(kept.deployment, clock);
    await prepare();
    await expect(drop(kid, { clock: at })).rejects.toThrow(words);
    expect(Object.keys(kept.ring().keys)).toHaveLength(2);
  });

  it('refuses the current key', async () => {
    await expect(drop('first')).rejects.toThrow('first is the current key: rotate first.');
  });

  it('refuses one with which a slow worker put an old text back while it was counting', async () => {
    await fill();
    const [held] = await rowsOf();
    await rotateKeys(kept.deployment, clock);
    await resealRows(kept.deployment);
    const slowWorker = async () => void (await kept.table.put({ ...held, pk: 'P', sk: 'CONN#1', rev: 2 }));
    await expect(drop('first', { pause: slowWorker })).rejects.toThrow('first still seals 1 texts');
    expect(Object.keys(kept.ring().keys)).toContain('first');
  });

  it('refuses one that became the current one while it was counting', async () => {
    await rotateKeys(kept.deployment, clock);
    const { keys } = kept.ring();
    const SecretString = JSON.stringify({ current: 'first', keys });
    const somebody = async () =>
      void (await kept.deployment.secrets.send(new PutSecretValueCommand({ SecretId: 'keys', SecretString })));
    await expect(drop('first', { pause: somebody })).rejects.toThrow('first is the current key');
  });
});
