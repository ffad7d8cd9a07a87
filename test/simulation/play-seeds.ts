import { parentPort, workerData } from 'node:worker_threads';
import { countRules } from './count-rules.ts';
import { drawStory } from './draw-story.ts';
import { forbidOutside } from './forbid-outside.ts';
import { ordersAgree } from './orders.ts';
import { type Ending, play } from './play.ts';
import { pureLaws } from './pure-laws.ts';
import { countStory, emptyTally, type Tally } from './tally.ts';
import { traceHash } from './trace.ts';

/** What a thread is given. `next` holds the number of seeds that are taken, shared by all threads. */
export type Share = {
  readonly first: number;
  readonly seeds: number;
  readonly hours: number | undefined;
  readonly next: SharedArrayBuffer;
};

export type Told =
  | { readonly kind: 'tally'; readonly tally: Tally }
  | { readonly kind: 'violation'; readonly seed: number; readonly violations: Ending['violations'] };

/** Every so many seeds one is played twice: the same number must tell the same story. */
const twiceEvery = 50;
const tellEveryMs = 1_000;

async function playShare({ first, seeds, hours, next }: Share): Promise<void> {
  const taken = new Int32Array(next);
  const rules = countRules();
  const outside = forbidOutside();
  let tally = emptyTally();
  let toldAt = performance.now();
  const tellAll = (): void => {
    Object.assign(tally.rules, rules.take());
    tell({ kind: 'tally', tally });
    tally = emptyTally();
    toldAt = performance.now();
  };
  for (;;) {
    const place = Atomics.add(taken, 0, 1);
    if (place >= seeds) break;
    const seed = first + place;
    const began = performance.now();
    const { result: ending, asked } = await outside.watch(() => play(drawStory(seed, hours)));
    const violations = [
      ...ending.violations,
      ...asked.slice(0, 1).map((what) => ({ invariant: 'outside' as const, says: what })),
      ...pureLaws(seed, tally.tested),
    ];
    if (place % twiceEvery === 0) {
      violations.push(...(await toldAgain(seed, hours, ending)), ...(await ordersAgree(seed)));
      tally.tested['I18'] = (tally.tested['I18'] ?? 0) + 1;
    }
    countStory(tally, ending, performance.now() - began);
    if (violations.length > 0) tell({ kind: 'violation', seed, violations });
    if (performance.now() - toldAt > tellEveryMs) tellAll();
  }
  tellAll();
}

async function toldAgain(seed: number, hours: number | undefined, ending: Ending): Promise<Ending['violations']> {
  const again = await play(drawStory(seed, hours));
  if (traceHash(again.history) === traceHash(ending.history)) return [];
  return [{ invariant: 'trace', says: 'The same number told two different stories.' }];
}

const tell = (told: Told): void => parentPort?.postMessage(told);

await playShare(workerData as Share);
