import { type ClientList, drawClientList, generatePeople } from '@concord/sandbox';
import type { Member } from './bench-firm.ts';
import { fillFirm } from './fill-firm.ts';
import { judgeFirm } from './judge-firm.ts';
import type { Options } from './options.ts';
import { atMost, type Measured, say } from './report.ts';
import { linesByKind } from './requests.ts';
import { openScene, type Scene } from './scene.ts';
import { measureStage, type Stage, stageLine } from './stage.ts';

/**
 * A firm whose members begin at the same time, each with a part of one client list in their own address book, half of them
 * with Microsoft and half with Google; several workers in turn have all of it in one queue. What must come of it: everybody
 * once in Clio, and once in each address book.
 */
export async function firm({ members: count, people, share, known, seed, limits }: Options): Promise<Measured> {
  const list = drawClientList(generatePeople({ seed, count: people }), { seed, books: count, share, known });
  const scene = await openScene({ limits, workers });
  try {
    const members = await fillFirm(scene, list);
    const stages: Stage[] = [];
    const stops: Stops = { count: 0 };
    const measure = async (of: string, stage: () => Promise<void>): Promise<void> => {
      say(of);
      stages.push(await measureStage(scene, of, stage));
    };
    await measure('previews', () => all(scene, members, stops, 'previewed', ({ scan }) => scan()));
    await measure('first runs', () => all(scene, members, stops, 'live', ({ start }) => start()));
    await measure('everybody everywhere', () => settle(scene, members, stops, list));
    const waiting = (await viewsOf(members)).reduce((sum, view) => sum + view.waiting.held + view.waiting.parked, 0);
    const { inClio, inBooks, companies, examples } = judgeFirm(scene.sandbox, members, list);
    return {
      results: [
        {
          of: 'firm',
          members: count,
          people: list.everybody.size,
          alike: list.alike.size,
          in_clio_before: list.clio.length,
          in_books_before: list.books.flat().length,
          limits: String(limits),
          waiting_for_a_person: waiting,
          stopped_by_the_brake: stops.count,
        },
        ...stages.map((stage) => stageLine(stage, members)),
        ...stages.flatMap(({ of, requests }) => linesByKind(requests, { stage: of })),
        ...examples,
      ],
      targets: [
        atMost('doubled_in_clio', 0, inClio.doubled),
        atMost('missing_in_clio', 0, inClio.missing),
        atMost('doubled_in_books', 0, inBooks.doubled),
        atMost('missing_in_books', 0, inBooks.missing),
        atMost('two_people_in_one', 0, inClio.fused + inBooks.fused),
        atMost('companies_doubled', 0, companies),
      ],
    };
  } finally {
    await scene.close();
  }
}

/** Functions at work at a time. */
const workers = 8;
const minuteMs = 60_000;
const maximumMinutes = 24 * 60;

/** How often the brake stopped a sync: what others have changed since a preview was not in what its reader approved. */
type Stops = { count: number };

/** Presses "Go on" for whoever was stopped by the brake. */
async function goOn(members: readonly Member[], stops: Stops): Promise<void> {
  for (const { view, start } of members) {
    const { state, trouble, sentence } = await view();
    if (state !== 'paused') continue;
    if (trouble?.startsWith('brake.') !== true) throw new Error(`A sync is paused. ${sentence}`);
    stops.count += 1;
    await start();
  }
}

const viewsOf = (members: readonly Member[]) => Promise.all(members.map(({ view }) => view()));

/** Asks for all at once, and works until all of them have come there. */
async function all(
  scene: Scene,
  members: readonly Member[],
  stops: Stops,
  state: 'previewed' | 'live',
  ask: (member: Member) => Promise<void>,
): Promise<void> {
  // One after another: no two people press a button in the same millisecond.
  for (const member of members) await ask(member);
  for (let minute = 0; minute < maximumMinutes; minute += 1) {
    await scene.pass(minuteMs);
    await goOn(members, stops);
    const views = await viewsOf(members);
    if (views.every((view) => view.state === state)) return;
    if (minute % 10 === 9) say(`  ${views.filter((view) => view.state === state).length} are ${state}`);
  }
  throw new Error(`Not all of them are ${state} after ${maximumMinutes} minutes.`);
}

/** Longer than the longest pause between two looks at a provider that tells nobody. */
const quietMs = 20 * minuteMs;

/** Until nobody new is linked in any sync for a while. */
async function settle(
  scene: Scene,
  members: readonly Member[],
  stops: Stops,
  { everybody }: ClientList,
): Promise<void> {
  let before = -1;
  for (let round = 0; round < maximumMinutes; round += 1) {
    await scene.pass(quietMs);
    await goOn(members, stops);
    const linked = (await viewsOf(members)).reduce((sum, view) => sum + view.linked, 0);
    say(`  ${linked} links for ${everybody.size} people in ${members.length} books`);
    if (linked === before) return;
    before = linked;
  }
}
