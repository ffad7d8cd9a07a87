import { isSyncError, type Message } from '@concord/core';
import { poll, work } from '@concord/engine';
import type { Delivery } from '@concord/local';
import { leaseMs, pollEveryMs, type Scene } from './scene.ts';

const maximumSteps = 20_000;
/** A message that is received more often than this would end in the dead-letter queue. */
const maximumReceives = 5;
/** Calm may be far away, but not further: an hour is for the poll to mend. */
const maximumUnrestMs = 20 * 60_000;
/** Nearly the minute after which the first of these looks comes. */
const nextLookMs = 55_000;

/** Works, polls and delivers for so long on the clock. */
export async function runFor(scene: Scene, ms: number): Promise<void> {
  const until = scene.world.now() + ms;
  for (let step = 0; step < maximumSteps; step += 1) if (!(await goOn(scene, until))) return;
  throw new Error('It never comes to rest');
}

/**
 * The same until nothing is on its way any more: no message, no notice. A mailbox whose cloud tells nobody of changes is
 * looked at for ever: that look is a minute away or more.
 */
export async function runUntilCalm(scene: Scene): Promise<void> {
  const { world, queue } = scene;
  const until = world.now() + maximumUnrestMs;
  for (let step = 0; step < maximumSteps; step += 1) {
    const nextAt = queue.nextAt() ?? Number.POSITIVE_INFINITY;
    if (world.nextAt() === undefined && (scene.isLookedAt ? nextAt > world.now() + nextLookMs : queue.size() === 0))
      return;
    if (!(await goOn(scene, until))) return;
  }
  throw new Error('It never comes to rest');
}

/** Time goes by, and none of our functions runs. */
export async function sleepUntil({ world }: Scene, instant: number): Promise<void> {
  await world.advanceTo(instant);
}

/** Until the account is due to be looked after, but for half a minute. */
export async function sleepUntilDue(scene: Scene): Promise<void> {
  const row = scene.table.rows().find(({ pk }) => pk.startsWith('ACCOUNT#'));
  await sleepUntil(scene, (row?.dueAt ?? 0) - pollEveryMs / 2);
}

/** Somebody tells the queue that there is something to look at. */
export async function ring({ queue, table }: Scene): Promise<void> {
  for (const row of table.rows().filter(({ sk }) => sk.startsWith('SYNC#')))
    await queue.send({ v: 1, kind: 'change', firm: String(row['firm']), sync: String(row['sync']), why: 'poll' });
}

/** One message, or up to the next moment at which something happens. False when that is not before `until`. */
async function goOn(scene: Scene, until: number): Promise<boolean> {
  const { world, queue } = scene;
  const due = queue.receive(scene.atOnce);
  await Promise.all(due.map((delivery) => workOn(scene, delivery)));
  if (due.length > 0) return true;
  const next = Math.min(queue.nextAt() ?? until, world.nextAt() ?? until, scene.nextPollAt, until);
  if (next >= until && world.now() >= until) return false;
  await world.advanceTo(next);
  if (world.now() >= scene.nextPollAt) {
    scene.nextPollAt = world.now() + pollEveryMs;
    await pollOnce(scene);
  }
  return true;
}

/** One that fails is followed by the next, a minute later. */
async function pollOnce({ lives, failures }: Scene): Promise<void> {
  try {
    await lives.run('poll', poll);
  } catch (error) {
    if (!isSyncError(error)) failures.push(error);
  }
}

async function workOn(scene: Scene, { message, receives, done }: Delivery): Promise<void> {
  if (await isDone(scene, message)) done();
  else if (receives >= maximumReceives) scene.failures.push(new Error('A message is never done'));
}

/** False when the message is to come back, after its visibility time. */
async function isDone({ lives, failures, queue, ringsAfterDeath }: Scene, message: Message): Promise<boolean> {
  try {
    const end = await lives.run('merge', (ports) => work(ports, message));
    // Long before it is known what became of the requests of the dead one.
    if (end.kind === 'killed' && ringsAfterDeath)
      await queue.send(message.kind === 'change' ? { ...message, why: 'poll' } : message, leaseMs + 500);
    return end.kind === 'ended';
  } catch (error) {
    // An operating error that comes out of a worker is one of the table or the queue.
    if (!isSyncError(error)) failures.push(error);
    return false;
  }
}
