import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Answer, EngineCommands } from './engine-process.ts';

type Argument<Name extends keyof EngineCommands> = Parameters<EngineCommands[Name]>[0];
type Result<Name extends keyof EngineCommands> = ReturnType<EngineCommands[Name]>;

/** The engine in a process of its own. */
export type Engine = {
  readonly ask: <Name extends keyof EngineCommands>(name: Name, argument?: Argument<Name>) => Result<Name>;
  readonly close: () => Promise<void>;
};

/** Starts the engine as Lambda has it: one bundle, no sources and no tools beside it. */
export async function startEngine(environment: Readonly<Record<string, string>>, memoryMb: number): Promise<Engine> {
  const dir = mkdtempSync(join(tmpdir(), 'concord-bench-'));
  const file = join(dir, 'engine.mjs');
  await bundle(file);
  const child = fork(file, [], {
    env: environment,
    execArgv: engineFlags(memoryMb),
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const waiting: Waiting = new Map();
  const ready = new Promise((resolve, reject) => waiting.set(0, { resolve, reject }));
  child.on('message', (answer: Answer) => {
    const asked = waiting.get(answer.id);
    waiting.delete(answer.id);
    if ('failure' in answer) asked?.reject(new Error(`The engine failed: ${answer.failure}`));
    else asked?.resolve(answer.result);
  });
  const gone = new Promise<void>((resolve) => {
    child.once('exit', (code) => {
      for (const { reject } of waiting.values()) reject(new Error(`The engine's process ended with ${code}.`));
      resolve();
    });
  });
  // Once it runs, the bundle is in its memory.
  await ready.finally(() => rmSync(dir, { recursive: true, force: true }));
  const close = async (): Promise<void> => {
    if (child.connected) child.disconnect();
    await gone;
  };
  return { ask: asking(child, waiting), close };
}

type Waiting = Map<number, { resolve: (result: unknown) => void; reject: (error: Error) => void }>;

function asking(child: ChildProcess, waiting: Waiting): Engine['ask'] {
  let count = 0;
  const ask = (name: keyof EngineCommands, argument?: unknown): Promise<unknown> =>
    new Promise((resolve, reject) => {
      count += 1;
      waiting.set(count, { resolve, reject });
      child.send({ id: count, name, argument });
    });
  return ask as Engine['ask'];
}

/** Megabytes of the function that the engine is started as. */
export const engineMemoryMb = 256;

/**
 * Lambda's Node gives 5 % of a function's memory to V8's new space and 90 % to its old one (its `bootstrap`, read 2026-11);
 * left alone, V8 takes what a larger machine has. For a look inside: `CONCORD_BENCH_NODE="--cpu-prof"`.
 */
const engineFlags = (memoryMb: number): string[] => [
  `--max-semi-space-size=${Math.floor(memoryMb * 0.05)}`,
  `--max-old-space-size=${Math.floor(memoryMb * 0.9)}`,
  ...(process.env['CONCORD_BENCH_NODE'] ?? '').split(' ').filter(Boolean),
];

async function bundle(outfile: string): Promise<void> {
  const inspected = process.env['CONCORD_BENCH_NODE'] !== undefined;
  await build({
    entryPoints: [fileURLToPath(new URL('./engine-process.ts', import.meta.url))],
    outfile,
    bundle: true,
    minify: !inspected,
    ...(inspected ? { sourcemap: 'inline' as const } : {}),
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    logLevel: 'warning',
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  });
}
