import type { ClioContactInput, GoogleFilling, OutlookContactInput, Placing } from '@concord/sandbox';
import { generatePeople, splitFirm, toGoogle, toOutlook } from '@concord/sandbox';
import type { BenchFirm } from './bench-firm.ts';
import type { Options, RightProvider } from './options.ts';
import type { Requests } from './requests.ts';
import { openScene, type Scene } from './scene.ts';

/** One first run, from the wish for a preview until the sync is live. */
export type FirstRun = {
  readonly wallMs: number;
  readonly previewMs: number;
  readonly cpuMs: number;
  readonly peakMemoryMb: number;
  readonly readUnits: number;
  readonly writeUnits: number;
  readonly requests: Requests;
  readonly linked: number;
};

export type Sides = {
  readonly clio: readonly ClioContactInput[];
  readonly outlook?: readonly OutlookContactInput[];
  readonly google?: readonly GoogleFilling[];
};

export function peopleOn(side: Options['from'], count: number): Sides {
  const people = generatePeople({ seed: 1, count });
  if (side === 'clio') return { clio: splitFirm(people, { shared: 0, outlookOnly: 0 }).clio };
  const cards = people.map(({ card }) => card);
  if (side === 'google') return { clio: [], google: cards.map(toGoogle).flatMap(inputOf) };
  return { clio: [], outlook: cards.map(toOutlook).flatMap(inputOf) };
}

const inputOf = <T>(placing: Placing<T>): readonly T[] => (placing.kind === 'placed' ? [placing.input] : []);

/** Contacts of a real firm were not made a second ago: what is that new is read twice. */
const ageMs = 10 * 60_000;

/** Fills both sides. Returns the ids in the order of the input. */
export async function fill(scene: Scene, firm: BenchFirm, sides: Sides) {
  const { ids: clio, refused } = scene.sandbox.clio.contacts.addMany(sides.clio, firm.id);
  if (refused[0] !== undefined) throw new Error(`Clio takes not all of them: ${refused[0].reason}`);
  const outlook = sides.outlook ? scene.sandbox.microsoft.addMany(firm.email, sides.outlook) : [];
  if (sides.google) scene.sandbox.google.addMany(firm.email, sides.google);
  await scene.advance(ageMs);
  return { clio: clio.map(String), outlook };
}

export async function measureFirstRun(scene: Scene, firm: BenchFirm): Promise<FirstRun> {
  scene.resetRequests();
  const before = await scene.usage();
  const startedAt = performance.now();
  await firm.preview();
  const previewMs = performance.now() - startedAt;
  const { linked } = await firm.start();
  const wallMs = performance.now() - startedAt;
  const after = await scene.usage();
  return {
    wallMs,
    previewMs,
    cpuMs: after.cpu_ms - before.cpu_ms,
    peakMemoryMb: after.peak_memory_mb,
    readUnits: after.read_units - before.read_units,
    writeUnits: after.write_units - before.write_units,
    requests: scene.requests(),
    linked,
  };
}

const warmUpContacts = 200;
/** Polls until our own echoes and whatever they cause are over. */
const settlingPolls = 2;

/** A scene whose engine has run once already, so that a small firm does not pay for what a large one hardly feels. */
export async function openWarmScene(provider?: RightProvider): Promise<Scene> {
  const scene = await openScene();
  return await orClose(scene, async () => {
    const firm = await scene.addFirm(provider);
    await fill(scene, firm, peopleOn('clio', warmUpContacts));
    await firm.preview();
    await firm.start();
    await firm.stop();
    return scene;
  });
}

/** A scene with one firm whose sync is live and at rest. */
export async function openLiveScene(count: number): Promise<{ readonly scene: Scene; readonly firm: BenchFirm }> {
  const scene = await openWarmScene();
  return await orClose(scene, async () => {
    const firm = await scene.addFirm();
    await fill(scene, firm, peopleOn('clio', count));
    await firm.preview();
    const { linked } = await firm.start();
    if (linked !== count) throw new Error(`${linked} of ${count} contacts are linked.`);
    for (let round = 0; round < settlingPolls; round += 1) {
      await scene.advance(hourMs);
      await scene.poll();
    }
    return { scene, firm };
  });
}

/** What did not open fully is closed again. */
async function orClose<T>(scene: Scene, opening: () => Promise<T>): Promise<T> {
  try {
    return await opening();
  } catch (error) {
    await scene.close();
    throw error;
  }
}

export const hourMs = 3_600_000;
