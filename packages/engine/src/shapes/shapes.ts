/**
 * Which release reads, and which one writes, each version of what outlives a release: messages of the queue, and rows whose
 * shape may change. A new version is read one release before it is written: a worker of the release before, beside a new one
 * during a deploy or alone after a rollback, then reads all that it finds. `test/engine/shapes.test.ts` holds the rule.
 */
export type Versions<Release extends string = string> = Readonly<
  Record<number, { readonly readSince: Release; readonly writtenSince: Release }>
>;

/** In their order; the last one is this one. */
export const releases = ['0.1.0'] as const;

const first = { 1: { readSince: '0.1.0', writtenSince: '0.1.0' } } as const;

export const shapes = {
  message: first,
  sync: first,
  work: first,
  run: first,
  /** Of a scan or a plan. */
  page: first,
  mapping: first,
  intent: first,
  history: first,
  braked: first,
  watch: first,
  watchHistory: first,
  notes: first,
  wish: first,
  mailbox: first,
  mailRun: first,
  engagement: first,
  directory: first,
  /** Of the directory: a contact, or who has an address. */
  person: first,
  engaged: first,
} as const satisfies Record<string, Versions<(typeof releases)[number]>>;

export type ShapeName = keyof typeof shapes;
