import { Worker } from 'node:worker_threads';
import type { Options } from './options.ts';
import type { Share, Told } from './play-seeds.ts';

/** Plays the seeds on several threads, each taking the next one that is free. Rejects when a thread breaks. */
export async function runThreads(
  { first, seeds, hours, threads }: Pick<Options, 'first' | 'seeds' | 'hours' | 'threads'>,
  hear: (told: Told) => void,
): Promise<void> {
  const next = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  const share: Share = { first, seeds, hours, next };
  await Promise.all(Array.from({ length: Math.min(threads, seeds) }, () => runThread(share, hear)));
}

function runThread(workerData: Share, hear: (told: Told) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(new URL('./play-seeds.ts', import.meta.url), { workerData });
    thread.on('message', hear);
    thread.on('error', reject);
    thread.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`A thread ended with ${code}.`))));
  });
}
