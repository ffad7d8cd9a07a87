import { Worker } from 'node:worker_threads';
import type { FunctionPart } from '../template/parts.ts';
import type { FromWorker, ToWorker, WorkerSetup } from './protocol.ts';

export type ContainerOptions = {
  readonly part: FunctionPart;
  readonly environment: Readonly<Record<string, string>>;
  readonly log: (text: string) => void;
};

/** One worker thread with one bundle. It takes one event at a time, and is gone after a timeout or a crash. */
export type Container = {
  readonly run: (message: ToWorker, timeoutMs: number) => Promise<unknown>;
  readonly isGone: () => boolean;
  readonly close: () => Promise<void>;
};

/** A function threw, ran out of time or crashed: Lambda would count an error. */
export class FunctionFailed extends Error {
  override readonly name = 'FunctionFailed';
}

export function createContainer({ part, environment, log }: ContainerOptions): Container {
  const [module = '', handler = ''] = part.handler.split('.');
  const setup: WorkerSetup = { file: `${part.codeDir}/${module}.mjs`, handler };
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    workerData: setup,
    env: { ...environment },
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: part.memoryMb },
  });
  worker.stdout.setEncoding('utf8').on('data', log);
  worker.stderr.setEncoding('utf8').on('data', log);
  let isGone = false;
  let settle: ((message: FromWorker | Error) => void) | undefined;
  const end = (error: Error): void => {
    isGone = true;
    settle?.(error);
  };
  worker.on('message', (message: FromWorker) => {
    if (message.kind !== 'ready') settle?.(message);
  });
  worker.once('error', (error) => {
    log(`${part.name} crashed: ${String(error)}\n`);
    end(new FunctionFailed(`${part.name} crashed`));
  });
  worker.once('exit', () => end(new FunctionFailed(`${part.name} ended`)));

  const run = (message: ToWorker, timeoutMs: number): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        log(`${part.name} ran out of time after ${timeoutMs} ms\n`);
        end(new FunctionFailed(`${part.name} ran out of time`));
        worker.terminate().catch(reject);
      }, timeoutMs);
      settle = (answer) => {
        clearTimeout(timer);
        settle = undefined;
        if (answer instanceof Error) reject(answer);
        else if (answer.kind === 'result') resolve(answer.result);
        else if (answer.kind === 'failed') reject(new FunctionFailed(`${part.name} threw ${answer.message}`));
      };
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
      worker.postMessage(message);
    });
  const close = async (): Promise<void> => {
    isGone = true;
    await worker.terminate();
  };
  return { run, isGone: () => isGone, close };
}
