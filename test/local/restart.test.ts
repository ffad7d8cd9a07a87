import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Row } from '@concord/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { removeFolder, startTestLocal, temporaryFolder, until } from './local-under-test.ts';

const patienceMs = 180_000;
let dataDir: string;
beforeEach(() => {
  dataDir = temporaryFolder();
});
/** Also of a test that failed: what was killed leaves a stand-in behind. */
afterEach(() => {
  for (const { child } of started.splice(0)) child.kill('SIGKILL');
  for (const pid of standIns()) process.kill(pid, 'SIGKILL');
  removeFolder(dataDir);
});

const started: Running[] = [];
type Running = { readonly child: ChildProcess; readonly url: string };

async function startProcess(): Promise<Running> {
  const script = fileURLToPath(new URL('./start-for-kill.ts', import.meta.url));
  const child = spawn(process.execPath, [script, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.setEncoding('utf8').once('data', (line: string) => resolve(line.trim()));
    child.once('exit', (code) => reject(new Error(`It ended with ${code}.`)));
  });
  const running = { child, url };
  started.push(running);
  return running;
}

async function kill({ child }: Running): Promise<void> {
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
}

const ring = (url: string, sync: string): Promise<Response> =>
  fetch(`${url}/webhooks/clio/hook`, { method: 'POST', body: sync });
const merged = async (url: string): Promise<readonly string[]> =>
  ((await (await fetch(`${url}/api/rows?pk=merged`)).json()) as Row[]).map(({ sk }) => sk);
const standIns = (): number[] =>
  execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(`${dataDir}/`) && line.includes('dynoxide'))
    .map((line) => Number.parseInt(line, 10));

describe('kill -9', () => {
  it('loses no message that was taken and no row that was written, whenever it strikes', {
    timeout: patienceMs,
  }, async () => {
    const taken: string[] = [];
    for (let round = 0; round < 6; round += 1) {
      const running = await startProcess();
      for (let index = 0; index <= round; index += 1) {
        const sync = `round-${round}-${index}`;
        if ((await ring(running.url, sync)).status === 202) taken.push(sync);
      }
      await new Promise((resolve) => setTimeout(resolve, round * 15));
      await kill(running);
    }
    const last = await startProcess();
    const found = await until(async () => {
      const worked = new Set((await merged(last.url)).map((sk) => sk.split('#')[0]));
      return taken.every((sync) => worked.has(sync)) ? worked : undefined;
    }, 30_000);
    expect(taken).toHaveLength(21);
    expect(found.size).toBe(21);
    await kill(last);
  });

  it('leaves a stand-in behind that the next start ends', { timeout: patienceMs }, async () => {
    const first = await startProcess();
    const [left] = standIns();
    await kill(first);
    expect(standIns()).toEqual([left]);
    const local = await startTestLocal({ dataDir });
    expect(standIns()).toHaveLength(1);
    expect(standIns()).not.toContain(left);
    await local.close();
    expect(standIns()).toEqual([]);
  });
});

describe('a new start', () => {
  it('gives the worker at once what it had failed to do', { timeout: patienceMs }, async () => {
    const first = await startTestLocal({ dataDir });
    await ring(first.url, 'bad-1');
    await until(async () => ((await merged(first.url)).includes('bad-1#1') ? true : undefined));
    // The worker's answer comes after its row, and what the answer says is done after that.
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    await first.close();
    const second = await startTestLocal({ dataDir });
    await until(async () => ((await merged(second.url)).includes('bad-1#2') ? true : undefined), 5_000);
    await second.close();
  });

  it('keeps the key ring, and with fresh begins anew', { timeout: patienceMs }, async () => {
    const ringFile = join(dataDir, 'secrets.json');
    const first = await startTestLocal({ dataDir });
    const before = readFileSync(ringFile, 'utf8');
    await ring(first.url, 'one');
    await until(async () => ((await merged(first.url)).includes('one#1') ? true : undefined));
    await first.close();
    const second = await startTestLocal({ dataDir });
    expect(readFileSync(ringFile, 'utf8')).toBe(before);
    expect(await merged(second.url)).toEqual(['one#1']);
    await second.close();
    const third = await startTestLocal({ dataDir, fresh: true });
    expect(readFileSync(ringFile, 'utf8')).not.toBe(before);
    expect(await merged(third.url)).toEqual([]);
    await third.close();
  });

  it.each(['table/table.sqlite', 'queues/fauxqs.db'])(
    'says what to do when %s is damaged',
    { timeout: patienceMs },
    async (file) => {
      const first = await startTestLocal({ dataDir });
      await first.close();
      for (const ending of ['', '-wal', '-shm'])
        writeFileSync(join(dataDir, `${file}${ending}`), 'damaged'.repeat(2_000));
      await expect(startTestLocal({ dataDir })).rejects.toThrow(
        `What is kept in ${dataDir} cannot be read: begin anew with --fresh, or choose another folder with --data.`,
      );
      expect(standIns()).toEqual([]);
      const anew = await startTestLocal({ dataDir, fresh: true });
      await anew.close();
    },
  );
});
