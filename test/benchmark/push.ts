import { type LiveLocal, startLiveLocal } from './live-local.ts';
import type { Options } from './options.ts';
import { atMost, type Measured, percentile, type Result, rounded, say } from './report.ts';

const targetMs = 500;

/**
 * From a person's edit until the other side has it: webhook, queue, worker and write, through the template's own functions
 * on one machine, a push of the look-alikes included. Every edit is another contact, one after the other.
 */
export async function push({ contacts, edits }: Options): Promise<Measured> {
  const [count = 0] = contacts;
  say(`${count} contacts go live on one machine`);
  const live = await startLiveLocal(count);
  try {
    const people = live.both;
    if (people.length < 2 * (warmUps + edits))
      throw new Error(`${count} contacts are too few for ${edits} edits a side.`);
    await editBothWays(live, people.slice(0, 2 * warmUps));
    await sleep(echoMs);
    say(`${edits} edits in each direction`);
    const times = await editBothWays(live, people.slice(2 * warmUps, 2 * (warmUps + edits)));
    return {
      results: directions.map((direction) => toResult(direction, count, times[direction])),
      targets: directions.map((direction) =>
        atMost(`${direction}_p95_ms`, targetMs, percentile(times[direction], 0.95)),
      ),
    };
  } finally {
    await live.close();
  }
}

const directions = ['clio_to_outlook', 'outlook_to_clio'] as const;
type Direction = (typeof directions)[number];
type Both = LiveLocal['both'][number];

/** Cold containers are another question. */
const warmUps = 5;
const pauseMs = 300;
const lookEveryMs = 1;
const patienceMs = 30_000;
/** By then the notices of the first run are answered, and what came of them was looked at once more. */
const echoMs = 25_000;

/** Every other one in the other direction. */
async function editBothWays(live: LiveLocal, people: readonly Both[]): Promise<Record<Direction, number[]>> {
  const times: Record<Direction, number[]> = { clio_to_outlook: [], outlook_to_clio: [] };
  for (const [index, person] of people.entries()) {
    const direction = index % 2 === 0 ? 'clio_to_outlook' : 'outlook_to_clio';
    await sleep(pauseMs);
    times[direction].push(await measureEdit(live, direction, person));
  }
  return times;
}

async function measureEdit({ sandbox, outlook }: LiveLocal, direction: Direction, person: Both): Promise<number> {
  // A detail that hardly anybody has: filling blanks never meets the brake, however many edits are timed.
  const middle = `Q${person.clio}`;
  const { edit, isThere } = {
    clio_to_outlook: {
      edit: () => sandbox.clio.contacts.edit(person.clio, { middle_name: middle }),
      isThere: () => outlook.get(person.outlook)?.middleName === middle,
    },
    outlook_to_clio: {
      edit: () => outlook.edit(person.outlook, { middleName: middle }),
      isThere: () => sandbox.clio.contacts.get(person.clio)?.middle_name === middle,
    },
  }[direction];
  const startedAt = performance.now();
  edit();
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
    direction,
    contacts,
    edits: times.length,
    p50_ms: rounded(percentile(times, 0.5)),
    p95_ms: rounded(percentile(times, 0.95)),
    longest_ms: rounded(Math.max(...times)),
  };
}
