import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CalendarsView, SyncView } from '@concord/core';
import { startLocal } from '@concord/local';
import { type Sandbox, sampleFirm } from '@concord/sandbox';
import { until } from '../local/local-under-test.ts';
import { createPerson } from '../local/person.ts';
import { owner } from '../local/tagged-firm.ts';
import { atMost, type Measured, percentile, rounded, say } from './report.ts';

const targetMs = 500;
const warmUps = 5;
const pauseMs = 300;
const patienceMs = 60_000;
/** By then the notices of the first run are answered, and what came of them was looked at once more. */
const echoMs = 25_000;

/** From an edit of an event until it stands in the other calendar, through the functions of the local stack, one after the other. */
export async function pushEvents(edits: number): Promise<Measured> {
  const dataDir = mkdtempSync(join(tmpdir(), 'concord-bench-'));
  const count = 2 * (edits + warmUps);
  const fill = async (sandbox: Sandbox): Promise<void> => fillEvents(sandbox, count);
  const local = await startLocal({ dataDir, port: 0, page: false, limits: false, environment: {}, fill });
  try {
    const { sandbox } = local;
    if (sandbox === undefined) throw new Error('The look-alikes are not there.');
    say(`${count} events go live on one machine`);
    await goLive(local.url);
    const pairs = pairsIn(sandbox);
    if (pairs.length < count) throw new Error(`Only ${pairs.length} of ${count} events are on both sides.`);
    await editBothWays(sandbox, pairs.slice(0, 2 * warmUps));
    await sleep(echoMs);
    say(`${edits} edits in each direction`);
    const times = await editBothWays(sandbox, pairs.slice(2 * warmUps));
    return {
      results: directions.map((direction) => ({
        of: 'event edited to written, through the functions of the local stack',
        direction,
        edits: times[direction].length,
        p50_ms: rounded(percentile(times[direction], 0.5)),
        p95_ms: rounded(percentile(times[direction], 0.95)),
      })),
      targets: directions.map((direction) =>
        atMost(`event_${direction}_p95_ms`, targetMs, percentile(times[direction], 0.95)),
      ),
    };
  } finally {
    await local.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

const directions = ['clio_to_outlook', 'outlook_to_clio'] as const;
type Direction = (typeof directions)[number];
type Pair = { readonly clio: string; readonly outlook: string };

function fillEvents({ clio, microsoft }: Sandbox, count: number): void {
  clio.addFirm(sampleFirm);
  microsoft.addAccount({ tenantId: 't', oid: owner.accountId, name: 'Owner', email: owner.email, mailbox: true });
  const calendar = clio.calendar.calendarOf(Number(owner.clioUser));
  const today = clio.calendar.today();
  clio.calendar.addMany(
    Array.from({ length: count }, (_, index) => ({
      summary: `Event ${index}`,
      calendar,
      start: `${today}T${String(8 + (index % 10)).padStart(2, '0')}:00:00`,
      end: `${today}T${String(9 + (index % 10)).padStart(2, '0')}:00:00`,
    })),
  );
}

/** As a person does it on the page. */
async function goLive(origin: string): Promise<void> {
  const person = createPerson(origin);
  await person.signIn(owner.clioUser);
  await person.connectMicrosoft(owner.accountId);
  const { connections } = await person.session();
  const right = connections.find(({ provider }) => provider === 'microsoft')?.id ?? '';
  await person.post(`/api/connections/${right}/read-calendars`, {});
  const lists = await until(async () => {
    const view = await person.get<CalendarsView>(`/api/connections/${right}/calendars`);
    return view.isAsked ? undefined : view;
  }, patienceMs);
  const own = (side: 'left' | 'right'): string => lists[side].find(({ kind }) => kind === 'mine')?.id ?? '';
  const calendars = { left: own('left'), right: own('right') };
  const { id } = await person.post<SyncView>('/api/syncs', { right, itemType: 'event', calendars });
  await person.post(`/api/syncs/${id}/scan`, { clioSyncOff: true, conflicts: 'left' });
  const { preview } = await person.untilSync('previewed', patienceMs);
  await person.post(`/api/syncs/${id}/start`, { run: preview?.run });
  await person.untilSync('live', patienceMs);
}

/** Titles are unique here. */
function pairsIn({ clio, microsoft }: Sandbox): readonly Pair[] {
  const there = new Map(
    microsoft
      .calendars(owner.email)
      .list()
      .map(({ subject, id }) => [subject, id]),
  );
  return clio.calendar.list().flatMap(({ id, summary }) => {
    const outlook = there.get(summary);
    return outlook === undefined ? [] : [{ clio: id, outlook }];
  });
}

/** Every other one in the other direction. */
async function editBothWays(sandbox: Sandbox, pairs: readonly Pair[]): Promise<Record<Direction, number[]>> {
  const times: Record<Direction, number[]> = { clio_to_outlook: [], outlook_to_clio: [] };
  for (const [index, pair] of pairs.entries()) {
    const direction = index % 2 === 0 ? 'clio_to_outlook' : 'outlook_to_clio';
    await sleep(pauseMs);
    times[direction].push(await measureEdit(sandbox, direction, pair));
  }
  return times;
}

async function measureEdit({ clio, microsoft }: Sandbox, direction: Direction, pair: Pair): Promise<number> {
  // A detail that none of them has: filling blanks never meets the brake, however many edits are timed.
  const room = `Room ${pair.clio}`;
  const outlook = microsoft.calendars(owner.email);
  const { edit, isThere } = {
    clio_to_outlook: {
      edit: () => clio.calendar.edit(pair.clio, { location: room }),
      isThere: () => outlook.get(pair.outlook)?.location?.displayName === room,
    },
    outlook_to_clio: {
      edit: () => void outlook.edit(pair.outlook, { location: { displayName: room } }),
      isThere: () => clio.calendar.get(pair.clio)?.location === room,
    },
  }[direction];
  const startedAt = performance.now();
  edit();
  while (!isThere()) {
    if (performance.now() - startedAt > patienceMs) throw new Error(`An edit did not arrive within ${patienceMs} ms.`);
    await sleep(1);
  }
  return performance.now() - startedAt;
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
