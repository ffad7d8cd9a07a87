import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import type { FromWorker, ToWorker, WorkerContext, WorkerSetup } from './protocol.ts';

/** One Lambda container: loads an unchanged bundle and runs one event after the other. */
type Handler = (event: unknown, context: object) => unknown;

const port = parentPort;
if (port === null) throw new Error('This file runs in a worker thread only.');
const tell = (message: FromWorker): void => port.postMessage(message);
const { file, handler: name } = workerData as WorkerSetup;
const loaded = (await import(pathToFileURL(file).href)) as Readonly<Record<string, Handler | undefined>>;
const handler = loaded[name];
if (handler === undefined) throw new Error(`${file} exports no ${name}.`);
port.on('message', ({ id, event, context }: ToWorker) => {
  run(handler, event, context).then(
    (result) => tell({ kind: 'result', id, result }),
    (error: unknown) => {
      console.error(error);
      tell({ kind: 'failed', id, message: error instanceof Error ? error.name : 'Error' });
    },
  );
});
tell({ kind: 'ready' });

/** What cannot be written as JSON does not leave a Lambda either. */
async function run(handler: Handler, event: unknown, context: WorkerContext): Promise<unknown> {
  const { deadline, ...facts } = context;
  const result: unknown = await handler(event, {
    ...facts,
    functionVersion: '$LATEST',
    invokedFunctionArn: `arn:aws:lambda:us-east-1:000000000000:function:${facts.functionName}`,
    logGroupName: `/aws/lambda/${facts.functionName}`,
    logStreamName: 'local',
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  });
  return result === undefined ? null : JSON.parse(JSON.stringify(result));
}
