import { Worker } from 'node:worker_threads';
import type { Mutant } from './mutant.ts';
import type { Task, Told } from './mutant-worker.ts';

export type Played = {
  /** Undefined: the code as it is. */
  readonly mutant: Mutant | undefined;
  readonly player: string;
  readonly first: number;
  readonly last: number;
  /** By the wall clock, for loading everything, and for each seed. */
  readonly timeoutMs: number;
};

export type PlayedEnding =
  | { readonly kind: 'clean' }
  | { readonly kind: 'violated'; readonly seed: number; readonly violation: string }
  /** It did not come to playing. */
  | { readonly kind: 'failed'; readonly because: string };

const root = new URL('../../../', import.meta.url).href;
/** Enough for any firm of a simulation; what needs more never ends. */
const memoryMb = 1_024;

/** Plays seeds in a thread of its own until the first violation. The thread is gone when this resolves. */
export async function playInThread({ mutant, player, first, last, timeoutMs }: Played): Promise<PlayedEnding> {
  const task: Task = { mutant, root, player, first, last };
  const worker = new Worker(new URL('./mutant-worker.ts', import.meta.url), {
    workerData: task,
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: memoryMb },
  });
  let timer: NodeJS.Timeout | undefined;
  let seed: number | undefined;
  let isOver = false;
  try {
    return await new Promise<PlayedEnding>((resolve) => {
      const violated = (violation: string): void =>
        resolve(seed === undefined ? { kind: 'failed', because: violation } : { kind: 'violated', seed, violation });
      const watch = (): void => {
        clearTimeout(timer);
        timer = setTimeout(() => violated(`endless: not over after ${timeoutMs} ms`), timeoutMs);
      };
      watch();
      worker.on('message', (told: Told) => {
        watch();
        seed = told.seed;
        isOver = told.kind === 'ended' && seed === last;
        if (told.kind === 'ended' && told.violations[0] !== undefined) violated(told.violations[0]);
      });
      worker.on('error', (error: Error) => violated(seed === undefined ? error.message : `bug: ${error.message}`));
      worker.on('exit', (code) =>
        isOver ? resolve({ kind: 'clean' }) : violated(`bug: the thread ended with ${code}`),
      );
    });
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}
