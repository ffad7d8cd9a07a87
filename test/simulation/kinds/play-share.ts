import { parentPort, workerData } from 'node:worker_threads';
import { countRules } from '../count-rules.ts';
import { forbidOutside } from '../forbid-outside.ts';
import type { Share } from '../play-seeds.ts';
import { emptyTally, type Tally } from '../tally.ts';
import { traceHash } from '../trace.ts';
import type { AnyStory, KindEnding, KindModule, StoryKind, Wrong } from './kind.ts';

export type KindShare = Share & { readonly module: string };

export type KindTold =
  | { readonly kind: 'tally'; readonly tally: Tally }
  | { readonly kind: 'violation'; readonly seed: number; readonly violations: readonly Wrong[] };

/** Every so many seeds one is played twice: the same number must tell the same story. */
const twiceEvery = 50;

async function playShare({ first, seeds, next, module }: KindShare): Promise<void> {
  const { kind } = (await import(module)) as KindModule;
  const taken = new Int32Array(next);
  const rules = countRules();
  const outside = forbidOutside();
  for (;;) {
    const place = Atomics.add(taken, 0, 1);
    if (place >= seeds) return;
    const seed = first + place;
    const story = kind.draw(seed);
    const began = performance.now();
    const { result: ending, asked } = await outside.watch(() => kind.play(story));
    const violations: Wrong[] = [
      ...ending.violations,
      ...asked.slice(0, 1).map((what) => ({ invariant: 'outside', says: what })),
    ];
    if (place % twiceEvery === 0) violations.push(...(await toldAgain(kind, story, ending)));
    const tally = tallyOf(story, ending, performance.now() - began);
    Object.assign(tally.rules, rules.take());
    tell({ kind: 'tally', tally });
    if (violations.length > 0) tell({ kind: 'violation', seed, violations });
  }
}

async function toldAgain(kind: StoryKind<AnyStory>, story: AnyStory, ending: KindEnding): Promise<readonly Wrong[]> {
  const again = await kind.play(story);
  if (traceHash(again.history) === traceHash(ending.history)) return [];
  return [{ invariant: 'trace', says: 'The same number told two different stories.' }];
}

/** Of the points those that were drawn stand in `met`, too. */
function tallyOf(story: AnyStory, ending: KindEnding, workedMs: number): Tally {
  return {
    ...emptyTally(),
    seeds: 1,
    simulatedMs: ending.lasted,
    workedMs,
    happenings: ending.history.all().length,
    calls: ending.history.of('call').length,
    rounds: ending.rounds,
    tested: { ...ending.tested },
    faults: { ...ending.struck },
    deeds: { ...ending.acts },
    passed: Object.fromEntries(ending.points.passed),
    met: Object.fromEntries(story.habits.map(([name]) => [name, 1])),
    killed: Object.fromEntries(ending.points.killed),
  };
}

const tell = (told: KindTold): void => parentPort?.postMessage(told);

await playShare(workerData as KindShare);
