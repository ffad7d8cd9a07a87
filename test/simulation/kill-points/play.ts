import type { MailboxProvider } from '../history/happenings.ts';
import { mailboxFacts } from '../mailboxes/mailbox-facts.ts';
import { clioLines, googleLines, outlookLines } from './cards.ts';
import { ring, runFor, runUntilCalm } from './clockwork.ts';
import type { Kill, Moment } from './lives.ts';
import { settleIn, views, waiting } from './person.ts';
import type { Expected, Scenario } from './scenario.ts';
import { createScene, nothing, type Scene, type Still, stillOf } from './scene.ts';

/** How a play ended: the points that were passed, and what is not as it should be. */
export type Played = {
  readonly points: readonly string[];
  /** Where somebody was killed. */
  readonly killed: string | undefined;
  readonly wrong: readonly string[];
  /** How many hours it took beyond the first calm. */
  readonly hours: number;
};

/** Time for a poll or two to find what nobody rang for. */
const soonMs = 150_000;
const hourMs = 60 * 60_000;
/** An hour without news is the longest that a lost message may cost; three are for whoever needs several looks. */
const maximumHours = 3;
const quietRounds = 2;
const seeds = { settleIn: 1, setUp: 2, act: 3 } as const;

const settledIn = new Map<string, Promise<Still>>();
const outlookAlone: readonly MailboxProvider[] = ['microsoft'];

/** The clouds and tables as they are when the scenario begins. */
export async function setUp(scenario: Scenario): Promise<Still> {
  if (scenario.begins === 'signedOut') return await still(nothing(), seeds.setUp, scenario.setUp);
  const mailboxes = scenario.begins ?? outlookAlone;
  const key = mailboxes.join();
  const settled = settledIn.get(key) ?? still(nothing(), seeds.settleIn, (scene) => settleIn(scene, mailboxes));
  settledIn.set(key, settled);
  return await still(await settled, seeds.setUp, inCloudsOf(scenario, scenario.setUp));
}

const isLookedAt = ({ begins = outlookAlone }: Scenario): boolean =>
  begins !== 'signedOut' && begins.includes('google');

const inCloudsOf =
  (scenario: Scenario, prepare: Scenario['setUp']) =>
  async (scene: Scene): Promise<void> => {
    scene.isLookedAt = isLookedAt(scenario);
    await prepare(scene);
  };

async function still(from: Still, seed: number, prepare: (scene: Scene) => Promise<void>): Promise<Still> {
  const scene = await createScene(from, seed);
  await prepare(scene);
  await letCloudsRest(scene);
  if (scene.failures.length > 0) throw scene.failures[0];
  return stillOf(scene);
}

/** Without our functions: what waits in the queue goes on waiting. */
async function letCloudsRest({ world }: Scene): Promise<void> {
  for (let tasks = 0; tasks < 1000; tasks += 1) {
    const next = world.nextAt();
    if (next === undefined) return;
    await world.advanceTo(next);
  }
  throw new Error('The clouds never come to rest');
}

/**
 * Plays a scenario to its end, with one kill or none. What a kill after one call leaves is what a kill before the next one
 * leaves; so the two moments differ in who wakes the next worker: after a kill before a call somebody rings as soon as the
 * lease ends, after a kill after it only the held message comes back, as SQS does it.
 */
export async function play(scenario: Scenario, from: Still, kill: Kill | undefined): Promise<Played> {
  const scene = await createScene(from, seeds.act);
  const { lives } = scene;
  scene.ringsAfterDeath = kill?.when === 'before';
  scene.isLookedAt = isLookedAt(scenario);
  lives.count(kill);
  try {
    await scenario.act(scene);
    await runUntilCalm(scene);
    const points = [...lives.points()];
    lives.countNoMore();
    const { wrong, hours } = await judge(scene, scenario);
    return { points, killed: lives.killed(), wrong, hours };
  } catch (error) {
    return { points: lives.points(), killed: lives.killed(), wrong: [String(error)], hours: 0 };
  }
}

async function judge(scene: Scene, scenario: Scenario): Promise<Pick<Played, 'wrong' | 'hours'>> {
  let wrong = await differences(scene, scenario);
  let hours = 0;
  for (let wait = soonMs; wrong.length > 0 && hours <= maximumHours; wait = hourMs) {
    await runFor(scene, wait);
    await runUntilCalm(scene);
    wrong = await differences(scene, scenario);
    if (wrong.length > 0) hours += 1;
  }
  // What somebody died over is found out once the cloud has had its time to show it.
  if (scene.isLookedAt && leftovers(scene, scenario.expected).length > 0)
    await runFor(scene, mailboxFacts.google.lagMs + soonMs);
  scene.writes();
  for (let round = 0; round < quietRounds; round += 1) {
    await ring(scene);
    await runUntilCalm(scene);
  }
  const writes = scene.writes();
  const all = [
    ...wrong,
    ...(writes > 0 ? [`${writes} writes while nothing happened`] : []),
    ...(wrong.length === 0 ? (await differences(scene, scenario)).map((one) => `in the quiet: ${one}`) : []),
    ...leftovers(scene, scenario.expected),
    ...scene.failures.map((failure) => `thrown: ${String(failure)}`),
  ];
  return { wrong: all, hours };
}

async function differences(scene: Scene, { expected, or }: Scenario): Promise<readonly string[]> {
  const wrong = await differencesFrom(scene, expected);
  if (wrong.length === 0 || or === undefined) return wrong;
  return (await differencesFrom(scene, or)).length === 0 ? [] : wrong;
}

/** Nobody opens the list of what waits while the page says that nothing does. */
const countedAsWaiting = async (scene: Scene): Promise<number> =>
  (await views(scene)).reduce((total, { waiting: { held, parked } }) => total + held + parked, 0);

async function differencesFrom(scene: Scene, expected: Expected): Promise<readonly string[]> {
  const titles = (await waiting(scene)).map(({ title }) => title);
  return [
    ...differing('Clio', clioLines(scene), expected.clio),
    ...differing('Outlook', outlookLines(scene), expected.outlook),
    ...differing('Google', googleLines(scene), expected.google ?? []),
    ...differing('waiting', titles, expected.waiting),
    ...(await views(scene)).flatMap(({ state }) => differing('state', [state], [expected.state])),
    ...differing('counted as waiting', [String(await countedAsWaiting(scene))], [String(titles.length)]),
  ];
}

function differing(what: string, found: readonly string[], expected: readonly string[]): readonly string[] {
  const [one, other] = [found, expected].map((lines) => lines.toSorted().join(' | '));
  return one === other ? [] : [`${what}: ${one} (expected: ${other})`];
}

/** A sync that lives is looked after again within the hour, and nothing of what was under way is left lying about. */
function leftovers({ table, world }: Scene, { state }: Expected): readonly string[] {
  if (state !== 'live') return [];
  const rows = table.rows();
  const left = rows.filter(({ sk }) => /^(?:INTENT|SETTLE|TODO)#/u.test(sk)).map(({ sk }) => `left over: ${sk}`);
  const due = rows.flatMap(({ pk, dueAt = Number.POSITIVE_INFINITY }) => (pk.startsWith('ACCOUNT#') ? [dueAt] : []));
  const isForgotten = due.length === 0 || due.some((at) => at > world.now() + hourMs);
  return isForgotten ? [...left, 'nobody looks after it any more'] : left;
}

export const moments: readonly Moment[] = ['before', 'after'];
