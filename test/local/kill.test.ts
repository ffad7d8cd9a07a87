import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { SyncView, WaitingPage } from '@concord/core';
import { type Local, startLocal } from '@concord/local';
import { judgeSide, peopleIn } from '@concord/sandbox';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { impatient } from './killable.ts';
import { removeFolder, temporaryFolder, twoFreePorts } from './local-under-test.ts';
import { createPerson, type Person } from './person.ts';
import { fillTagged, owner, taggedFirm } from './tagged-firm.ts';

const people = 1_000;
const kills = 20;
const patienceMs = 600_000;

describe('a first run of 1,000 whose process is killed twenty times', () => {
  let dataDir: string;
  let port: number;
  let person: Person;
  let child: ChildProcess | undefined;
  let local: Local | undefined;
  const states: SyncView['state'][] = [];
  beforeAll(async () => {
    dataDir = temporaryFolder();
    port = await twoFreePorts();
    person = createPerson(`http://127.0.0.1:${port}`);
  });
  afterAll(async () => {
    child?.kill('SIGKILL');
    await local?.close();
    removeFolder(dataDir);
  });

  it('is killed while it writes', { timeout: patienceMs }, async () => {
    child = await startChild(dataDir, port);
    await startSync(person);
    for (let kill = 0; kill < kills; kill += 1) {
      await sleep(300 + 137 * kill);
      states.push((await person.session()).syncs[0]?.state ?? 'draft');
      await killChild(child);
      child = await startChild(dataDir, port);
    }
    await killChild(child);
    expect(states.filter((state) => state === 'running').length).toBeGreaterThan(kills / 2);
  });

  it('finishes', { timeout: patienceMs }, async () => {
    local = await startLocal({
      dataDir,
      port,
      page: false,
      limits: false,
      environment: impatient,
      fill: fillTagged(people),
    });
    const sync = await person.untilSync('live', 240_000);
    expect(sync.waiting.parked).toBe(0);
  });

  it('has nobody twice and nobody lost', async () => {
    const [sync] = (await person.session()).syncs;
    const { rows } = await person.get<WaitingPage>(`/api/syncs/${sync?.id}/waiting`);
    const { truth } = taggedFirm(people);
    const everybody = [...truth.clio, ...truth.outlook];
    const inClio = local?.sandbox?.clio.contacts
      .list()
      .map(({ web_sites }) => peopleIn(web_sites.map(({ address }) => address)));
    const inOutlook = local?.sandbox?.microsoft
      .contacts(owner.email)
      .list()
      .map(({ businessHomePage }) => peopleIn([businessHomePage]));
    const judged = [judgeSide(inClio ?? [], everybody), judgeSide(inOutlook ?? [], everybody)];
    for (const { doubled, fused } of judged) expect([doubled, fused]).toEqual([[], []]);
    // Who looks like somebody of the other side waits for a person.
    const heldBack = rows.filter(({ kind }) => kind === 'held');
    expect(judged.flatMap(({ lost }) => lost)).toHaveLength(heldBack.length);
  });
});

async function startSync(person: Person): Promise<void> {
  await person.signIn(owner.clioUser);
  await person.connectMicrosoft(owner.accountId);
  const { connections } = await person.session();
  const right = connections.find(({ provider }) => provider === 'microsoft')?.id;
  const { id } = await person.post<SyncView>('/api/syncs', { right, itemType: 'contact' });
  await person.post(`/api/syncs/${id}/scan`, { clioSyncOff: true, conflicts: 'left' });
  const { preview } = await person.untilSync('previewed', 60_000);
  await person.post(`/api/syncs/${id}/start`, { run: preview?.run });
}

async function startChild(dataDir: string, port: number): Promise<ChildProcess> {
  const script = fileURLToPath(new URL('./killable.ts', import.meta.url));
  const args = [script, dataDir, String(port), String(people)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise((resolve, reject) => {
    child.stdout.once('data', resolve);
    child.once('exit', (code) => reject(new Error(`It ended with ${code}.`)));
  });
  return child;
}

async function killChild(child: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
