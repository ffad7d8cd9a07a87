import {
  type Answer,
  isSyncError,
  type ProviderName,
  type ScanRequest,
  type SyncView,
  type UndoWish,
  type WaitingRow,
} from '@concord/core';
import {
  activityPage,
  answer,
  beginAuthorization,
  createSync,
  type EnginePorts,
  finishAuthorization,
  listSyncs,
  openSession,
  requestScan,
  requestUndo,
  sealSession,
  sessionView,
  startSync,
  startUndo,
  stopSync,
  waitingPage,
} from '@concord/engine';
import { type Browser, keepCookies } from '../../engine/connect-world.ts';
import type { MailboxProvider } from '../history/happenings.ts';
import { isMailboxProvider, mailboxClouds } from '../mailboxes/index.ts';
import { runFor, runUntilCalm } from './clockwork.ts';
import { accountIds, caller, type Scene } from './scene.ts';

const patienceMs = 5_000;
const maximumClicks = 4;

/** A person wants something of our page. Whose request dies clicks again; that it is done already is no trouble then. */
export async function click(scene: Scene, wish: (ports: EnginePorts) => Promise<unknown>): Promise<void> {
  for (let clicks = 1; clicks <= maximumClicks; clicks += 1) {
    try {
      const end = await scene.lives.run('api', wish);
      if (end.kind === 'ended') return;
    } catch (error) {
      if (clicks === 1 || !isSyncError(error) || error.code !== 'conflict') throw error;
      return;
    }
    await runFor(scene, patienceMs);
  }
  throw new Error('A wish is never granted');
}

export const views = async ({ ports }: Scene): Promise<readonly SyncView[]> => await listSyncs(ports, caller);

export async function view(scene: Scene): Promise<SyncView> {
  const [sync] = await views(scene);
  if (sync === undefined) throw new Error('There is no sync yet');
  return sync;
}

/** Of all syncs. */
export async function waiting(scene: Scene): Promise<readonly WaitingRow[]> {
  const pages = await Promise.all((await views(scene)).map(({ id }) => waitingPage(scene.ports, caller, id)));
  return pages.flatMap(({ rows }) => rows);
}

export type Wishes = Partial<Pick<ScanRequest, 'conflicts' | 'deletes'>>;

export async function scan(scene: Scene, wishes: Wishes = {}): Promise<void> {
  for (const { id } of await views(scene))
    await click(scene, (ports) => requestScan(ports, caller, id, { clioSyncOff: true, conflicts: 'left', ...wishes }));
}

const maximumMinutes = 10;

/** Waits for the preview, as a person does. */
export async function untilPreviewed(scene: Scene): Promise<void> {
  for (let minutes = 0; minutes < maximumMinutes; minutes += 1) {
    await runUntilCalm(scene);
    if ((await views(scene)).every(({ state }) => state === 'previewed')) return;
    await runFor(scene, 60_000);
  }
  throw new Error('There is never a preview');
}

/** Starts what the previews show, or says "go on" to a pause. */
export async function start(scene: Scene): Promise<void> {
  for (const { id, preview } of await views(scene))
    await click(scene, (ports) => startSync(ports, caller, id, preview?.run ?? ''));
}

export async function stop(scene: Scene): Promise<void> {
  const { id } = await view(scene);
  await click(scene, (ports) => stopSync(ports, caller, id));
}

/** Answers what waits under this title, by the cloud that shows it; `same` takes the first candidate. */
export async function reply(scene: Scene, title: string, said: Answer, cloud = ''): Promise<void> {
  const { id } = await view(scene);
  const row = (await waiting(scene)).find((one) => one.title === title && one.subtitle.startsWith(cloud));
  if (row === undefined) throw new Error(`Nothing waits under ${title}`);
  const [candidate] = row.candidates;
  const one = {
    mapping: row.mapping,
    answer: said,
    ...(said === 'same' && candidate ? { candidate: candidate.mapping } : {}),
  };
  await click(scene, (ports) => answer(ports, caller, id, { answers: [one] }));
}

export async function treatAllAsDifferent(scene: Scene): Promise<void> {
  const { id } = await view(scene);
  await click(scene, (ports) => answer(ports, caller, id, { answers: [], allDifferent: true }));
}

/** From "Authorize" to the page at its end, with the consent page of the look-alike in between. */
export async function authorize(scene: Scene, browser: Browser, provider: ProviderName): Promise<void> {
  const form = isMailboxProvider(provider)
    ? mailboxClouds[provider].consent(accountIds[provider], true)
    : Object.entries({ decision: 'allow', user: caller.member });
  await click(scene, async (ports) => {
    const member = await openSession(ports, browser);
    const begun = await beginAuthorization(ports, { provider, ...(member ? { member } : {}) });
    keepCookies(browser, begun?.cookies ?? []);
    const asked = new URL(begun?.redirect ?? '');
    const body = new URLSearchParams(asked.searchParams);
    for (const [name, value] of form) body.append(name, value);
    const answered = await scene.sandbox.handle(new Request(asked, { method: 'POST', body }));
    const back = new URL(answered.headers.get('location') ?? '');
    const query = Object.fromEntries(back.searchParams);
    const finished = await finishAuthorization(ports, { provider, query, cookies: browser });
    keepCookies(browser, finished?.cookies ?? []);
    if (finished?.redirect === undefined) throw new Error('Nobody comes back from the consent page');
  });
}

/** Whoever is signed in already authorizes once more. */
export async function authorizeAgain(scene: Scene, provider: ProviderName): Promise<void> {
  const browser: Browser = {};
  keepCookies(browser, [await sealSession(scene.ports, caller)]);
  await authorize(scene, browser, provider);
}

/** Signs in with Clio, connects the mailboxes, and makes a draft of the sync of each. */
export async function settleIn(scene: Scene, mailboxes: readonly MailboxProvider[] = ['microsoft']): Promise<void> {
  const browser: Browser = {};
  await authorize(scene, browser, 'clio');
  for (const mailbox of mailboxes) await authorize(scene, browser, mailbox);
  const session = await sessionView(scene.ports, caller);
  if (!session.signedIn) throw new Error('Signing in failed');
  for (const mailbox of mailboxes) {
    const right = session.connections.find(({ provider }) => provider === mailbox)?.id ?? '';
    await createSync(scene.ports, caller, { right, itemType: 'contact' });
  }
}

/** Preview, start, and everything done. */
export async function goLive(scene: Scene, wishes: Wishes = {}): Promise<void> {
  await scan(scene, wishes);
  await untilPreviewed(scene);
  await start(scene);
  await runUntilCalm(scene);
  for (const { state } of await views(scene))
    if (state !== 'live') throw new Error(`It does not go live, it is ${state}`);
}

/** Asks for an undo of a run, reads its preview, and starts it. */
export async function undoAll(scene: Scene, run: string): Promise<void> {
  await undo(scene, { run });
}

/** What the brake stopped is put back where it happened. */
export async function putBack(scene: Scene): Promise<void> {
  await undo(scene, { stopped: true });
}

/** The newest line of the activity is undone. */
export async function undoLast(scene: Scene): Promise<void> {
  const { id } = await view(scene);
  const [row] = (await activityPage(scene.ports, caller, id)).rows;
  if (row === undefined) throw new Error('Nothing was done yet');
  await undo(scene, { mapping: row.mapping, entry: row.id });
}

async function undo(scene: Scene, wish: UndoWish): Promise<void> {
  const { id, undo: before } = await view(scene);
  await click(scene, (ports) => requestUndo(ports, caller, id, wish));
  await untilUndo(scene, 'ready', before?.run);
  await click(scene, async (ports) => startUndo(ports, caller, id, (await view(scene)).undo?.run ?? ''));
  await untilUndo(scene, 'done', before?.run);
}

async function untilUndo(scene: Scene, state: 'ready' | 'done', earlier: string | undefined): Promise<void> {
  for (let minutes = 0; minutes < maximumMinutes; minutes += 1) {
    await runUntilCalm(scene);
    const { undo: now } = await view(scene);
    if (now?.state === state && now.run !== earlier) return;
    await runFor(scene, 60_000);
  }
  throw new Error(`The undo is never ${state}`);
}
