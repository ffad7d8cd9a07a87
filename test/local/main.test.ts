import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isTaken } from '../../packages/local/src/stand-ins/ports.ts';
import { removeFolder, temporaryFolder, twoFreePorts } from './local-under-test.ts';

const main = fileURLToPath(new URL('../../packages/local/src/main.ts', import.meta.url));
const patienceMs = 240_000;

type Ended = { readonly code: number | null; readonly out: string; readonly err: string };
type Started = { readonly child: ChildProcess; readonly ended: Promise<Ended>; readonly out: () => string };

function start(args: readonly string[]): Started {
  const child = spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  const ended = new Promise<Ended>((resolve) => child.once('exit', (code) => resolve({ code, out, err })));
  return { child, ended, out: () => out };
}

async function untilSaid({ out, ended }: Started, words: string): Promise<void> {
  let end: Ended | undefined;
  void ended.then((found) => (end = found));
  for (let look = 0; look < patienceMs / 50; look += 1) {
    if (out().includes(words)) return;
    if (end !== undefined) throw new Error(`It ended with ${end.code}: ${end.err}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('It said nothing in time.');
}

describe('npm start', () => {
  let dataDir: string;
  let port: number;
  let running: Started;
  beforeAll(async () => {
    dataDir = temporaryFolder();
    port = await twoFreePorts();
    running = start(['--data', dataDir, '--port', String(port), '--contacts', '20']);
    await untilSaid(running, 'Stop it with');
  }, patienceMs);
  afterAll(() => {
    running.child.kill('SIGKILL');
    removeFolder(dataDir);
  });
  const get = (path: string): Promise<Response> => fetch(`http://127.0.0.1:${port}${path}`, { redirect: 'manual' });

  it('says what was loaded and the one address to open', () => {
    const lines = running.out().trim().split('\n');
    expect(lines.slice(-3)).toEqual([
      `Concord is running: open http://127.0.0.1:${port}`,
      `What it mails to people is read at http://127.0.0.1:${port}/inbox`,
      'Stop it with Ctrl+C; "npm start -- --fresh" begins anew.',
    ]);
    expect(lines[0]).toBe('Clio: 20 contacts loaded.');
  });

  it('serves the page for every place inside it, under a strict policy', async () => {
    const [page, inside, missing] = [await get('/'), await get('/sync/1'), await get('/assets/none.js')];
    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(page.headers.get('cache-control')).toBe('no-cache');
    const html = await page.text();
    expect(await inside.text()).toBe(html);
    expect(missing.status).toBe(404);
    const [, script = ''] = /src="(\/assets\/[^"]+)"/.exec(html) ?? [];
    expect((await get(script)).headers.get('cache-control')).toContain('immutable');
  });

  it('leads a sign-in to the sandbox on the next port', async () => {
    const answer = await get('/auth/clio/start');
    expect(answer.status).toBe(302);
    expect(answer.headers.get('location')).toMatch(
      new RegExp(`^http://127\\.0\\.0\\.1:${port + 1}/clio/oauth/authorize`),
    );
    expect((await fetch(`http://127.0.0.1:${port + 1}/`)).status).toBe(200);
  });

  it('refuses a second start on its port and on its folder', { timeout: patienceMs }, async () => {
    const samePort = await start(['--data', join(dataDir, 'other'), '--port', String(port)]).ended;
    expect(samePort).toMatchObject({
      code: 1,
      err: `Port ${port} is in use: stop what uses it, or choose another with --port.\n`,
    });
    const sameFolder = await start(['--data', dataDir, '--port', String(await twoFreePorts())]).ended;
    expect(sameFolder.code).toBe(1);
    expect(sameFolder.err).toContain(`already runs on ${dataDir} (process ${running.child.pid}): stop it`);
  });

  it('ends within two seconds of being told to, with everything that it started', async () => {
    const told = performance.now();
    running.child.kill('SIGINT');
    expect((await running.ended).code).toBe(0);
    expect(performance.now() - told).toBeLessThan(2_000);
    expect([await isTaken(port), await isTaken(port + 1)]).toEqual([false, false]);
    const left = execFileSync('ps', ['-eo', 'args='], { encoding: 'utf8' }).split('\n');
    expect(left.filter((line) => line.includes(`${dataDir}/`))).toEqual([]);
    expect(existsSync(join(dataDir, 'running.json'))).toBe(false);
  });

  it('says at the next start that a filled sandbox is not filled again', { timeout: patienceMs }, async () => {
    const again = start(['--data', dataDir, '--port', String(port), '--contacts', '30']);
    await untilSaid(again, 'Stop it with');
    again.child.kill('SIGTERM');
    const { code, out } = await again.ended;
    expect(code).toBe(0);
    expect(out).toContain('count only together with --fresh');
    expect(out).not.toContain('contacts loaded');
  });
});

describe('npm start, asked wrongly', () => {
  it.each([
    [['--port', 'no'], '--port takes a whole number from 1 to 65534, and "no" is not one.'],
    [['--data', '/dev/null', '--port', '@'], '/dev/null is not a folder: choose another folder with --data.'],
    [['--clio', '/no/such/file.csv', '--data', '@', '--port', '@'], '/no/such/file.csv'],
  ])('answers %j with one sentence and the code 1', { timeout: patienceMs }, async (given, sentence) => {
    const dataDir = temporaryFolder();
    const port = String(await twoFreePorts());
    const args = given.map((arg, index) => (arg !== '@' ? arg : given[index - 1] === '--data' ? dataDir : port));
    const { code, err } = await start(args).ended;
    removeFolder(dataDir);
    expect(code).toBe(1);
    expect(err).toContain(sentence);
    expect(err.trim().split('\n')).toHaveLength(1);
  });

  it('shows its options', async () => {
    const { code, out } = await start(['--help']).ended;
    expect(code).toBe(0);
    for (const option of ['--port', '--data', '--fresh', '--contacts', '--clio', '--outlook', '--google'])
      expect(out).toContain(option);
  });
});
