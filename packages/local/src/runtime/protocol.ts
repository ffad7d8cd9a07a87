/** What the main thread and a worker say to each other. */
export type WorkerSetup = { readonly file: string; readonly handler: string };
export type ToWorker = { readonly id: number; readonly event: unknown; readonly context: WorkerContext };
export type WorkerContext = {
  readonly functionName: string;
  readonly awsRequestId: string;
  readonly memoryLimitInMB: string;
  /** When the function's time is over. */
  readonly deadline: number;
};
export type FromWorker =
  | { readonly kind: 'ready' }
  | { readonly kind: 'result'; readonly id: number; readonly result: unknown }
  | { readonly kind: 'failed'; readonly id: number; readonly message: string };
