import { type LiveLocal, startLiveLocal } from './live-local.ts';
import type { Options } from './options.ts';
import { atMost, type Measured, percentile, type Result, rounded, say } from './report.ts';

const targetMs = 500;

/**
 * From a person's edit until the other side has it: webhook, queue, worker and write, through the template's own functions
 * on one machine. Every edit is another contact, and the next one waits until the echo of the last is over.
 */
export async function push({ contacts, edits }: Options): Promise<Measured> {
  const [count = 0] = contacts;
  say(`${count} contacts go live on one machine`);
  const live = await startLiveLocal(count);
  try {
    if (live.both.length < warmUps * 2 + edits * 2) throw new Error(`${count} contacts are too few for ${edits} edits a side.`);
    const people = live.both[Symbol.iterator]();
    const next = () => people.next().value as LiveLocal['both'][number];
    for (let round = 0; round < warmUps; round += 1)
      for (const direction of directions) await measureEdit(live, direction, next());
    const times: Record<Direction, number[]> = { clioToOutlook: [], outlookToClio: [] };
    for (let round = 0; round < edits; round += 1) {
      if (round % 25 === 0) say(`edit ${round} of ${edits}, each direction`);
      for (const direction of directions) times[direction].push(await measureEdit(live, direction, next()));
    }
    return {
      results: directions.map((direction) => toResult(direction, count, times[direction])),
      targets: directions.map((direction) => atMost(`${snake[direction]}_p95_ms`, targetMs, percentile(times[direction], 0.95))),
    };
  } finally {
    await live.close();
  }
}

const directions = ['clioToOutlook', 'outlookToClio'] as const;
type Direction = (typeof directions)[number];
const snake = { clioToOutlook: 'clio_to_outlook', outlookToClio: 'outlook_to_clio' } as const;
/** Cold containers are another question. */
const warmUps = 5;
const pauseMs = 300;
const lookEveryMs = 1;
const patienceMs = 30_000;

async function measureEdit(live: LiveLocal, direction: Direction, person: LiveLocal['both'][number]): Promise<number> {
  await sleep(pauseMs);
  const title = `Notary ${person.clio}`;
  const startedAt = performance.now();
  if (direction === 'clioToOutlook') live.sandbox.clio.contacts.edit(person.clio, { title });
  else live.outlook.edit(person.outlook, { jobTitle: title });
  const isThere = {
    clioToOutlook: () => live.outlook.get(person.outlook)?.jobTitle === title,
    outlookToClio: () => live.sandbox.clio.contacts.get(person.clio)?.title === title,
  }[direction];
  while (!isThere()) {
    if (performance.now() - startedAt > patienceMs) throw new Error(`An edit did not arrive within ${patienceMs} ms.`);
    await sleep(lookEveryMs);
  }
  return performance.now() - startedAt;
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

function toResult(direction: Direction, contacts: number, times: readonly number[]): Result {
  return {
    of: 'edit to written, through the functions of the local stack',
    direction: snake[direction],
    contacts,
    edits: times.length,
    p50_ms: rounded(percentile(times, 0.5)),
    p95_ms: rounded(percentile(times, 0.95)),
    longest_ms: rounded(Math.max(...times)),
  };
}
