import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseCommand } from '../../packages/cli/src/parse-command.ts';
import { run } from '../../packages/cli/src/run.ts';
import { type LocalUnderTest, removeFolder, startTestLocal, temporaryFolder } from './local-under-test.ts';

const patienceMs = 120_000;
const dataDir = temporaryFolder();
let local: LocalUnderTest;
beforeAll(async () => {
  local = await startTestLocal({ dataDir });
}, patienceMs);
afterAll(async () => {
  await local.close();
  removeFolder(dataDir);
});

/** What the command says, at a time of our own. */
async function keys(at: number, ...words: readonly string[]): Promise<readonly string[]> {
  const said: string[] = [];
  const context = {
    environment: {},
    clock: { now: () => at },
    pause: async () => {},
    say: (line: string) => void said.push(line),
    write: () => {},
  };
  await run(parseCommand(['keys', ...words, '--local', dataDir]), context);
  return said;
}
const ring = () =>
  JSON.parse(readFileSync(join(dataDir, 'secrets.json'), 'utf8')) as { current: string; keys: Record<string, string> };
/** A function that seals, and keeps what it sealed. */
async function sealInRow(sk: string): Promise<string> {
  const answer = await local.get(`/auth/${sk}/start`);
  const [sealed = ''] = answer.headers.getSetCookie().filter((cookie) => cookie.startsWith('sealed='));
  const row = { pk: 'P', sk, rev: 1, sealed: sealed.slice('sealed='.length).split(';')[0] };
  await local.get('/api/put', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(row),
  });
  return row.sealed ?? '';
}
const opened = async (sealed: string): Promise<string | null> =>
  (await local.get(`/auth/open/${sealed}`)).headers.get('location');

describe('concord keys', { timeout: patienceMs }, () => {
  let first: string;
  let sealed: string;

  it('says of a running Concord what each key seals', async () => {
    sealed = await sealInRow('one');
    first = ring().current;
    expect(await keys(0, 'status')).toEqual([`${first}          1 texts  seals what is new`]);
  });

  it('rotates under it: its functions open what the new key seals, at once', async () => {
    expect((await keys(0, 'rotate'))[0]).toBe(
      `${ring().current} seals from now on. Functions that run know it within five minutes.`,
    );
    expect(Object.keys(ring().keys).sort()).toEqual([first, ring().current].sort());
    expect(statSync(join(dataDir, 'secrets.json')).mode & 0o777).toBe(0o600);
    expect(await keys(0, 'reseal')).toEqual(['1 texts sealed again.']);
    const rows = (await (await local.get('/api/rows?pk=P')).json()) as { sealed: string }[];
    expect(rows[0]?.sealed).not.toBe(sealed);
    // The container keeps the ring of before: it has to look again.
    expect(await opened(rows[0]?.sealed ?? '')).toBe('https://example.com/?opened=one/start');
    expect(await opened(sealed)).toBe('https://example.com/?opened=one/start');
  });

  it('works on a folder on which nothing runs', async () => {
    await local.close();
    expect((await keys(0, 'status'))[0]).toBe(`${first}          0 texts  only opens`);
    expect((await keys(3_600_000, 'drop', first)).at(-1)).toMatch(/is gone/u);
    expect(Object.keys(ring().keys)).toEqual([ring().current]);
    local = await startTestLocal({ dataDir });
    const rows = (await (await local.get('/api/rows?pk=P')).json()) as { sealed: string }[];
    expect(await opened(rows[0]?.sealed ?? '')).toBe('https://example.com/?opened=one/start');
    expect((await opened(sealed)) ?? 'nothing').toBe('nothing');
  });
});
