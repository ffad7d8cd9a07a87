/**
 * One table of rows under a partition key and a sort key: DynamoDB's shape, and the only storage port.
 * All reads are strongly consistent except `due`.
 */
export type Key = { readonly pk: string; readonly sk: string };

export type Row = Key & {
  /** Counts the writes of this row; a conditional put names the revision it read. */
  readonly rev: number;
  /** Epoch milliseconds after which `due` finds the row. */
  readonly dueAt?: number;
  /** Epoch seconds after which the row counts as gone. Implementations never return expired rows. */
  readonly expiresAt?: number;
  readonly [attribute: string]: unknown;
};

/** `absent`: no row there (or an expired one). `rev`: the row there has this revision. */
export type Condition = { readonly kind: 'absent' } | { readonly kind: 'rev'; readonly rev: number };

export type Query = {
  readonly pk: string;
  /** Only sort keys that begin with this. */
  readonly prefix: string;
  /** Sort keys strictly after this one (in the direction of travel). */
  readonly after?: string;
  readonly limit: number;
  readonly reverse?: boolean;
};

export type QueryPage = { readonly rows: readonly Row[]; readonly after?: string };

/** Throws `SyncError` `unavailable` when throttled beyond its own short retries, `timeout` when a write may have happened. */
export type Table = {
  readonly get: (key: Key) => Promise<Row | undefined>;
  /** Any number of keys; rows in no order, missing ones left out. */
  readonly getMany: (keys: readonly Key[]) => Promise<readonly Row[]>;
  /** False when the condition did not hold; then nothing was written. Values: JSON, plus `Uint8Array`. Rows are at most 400 KB. */
  readonly put: (row: Row, condition?: Condition) => Promise<boolean>;
  readonly putMany: (rows: readonly Row[]) => Promise<void>;
  readonly remove: (key: Key, condition?: Condition) => Promise<boolean>;
  readonly removeMany: (keys: readonly Key[]) => Promise<void>;
  readonly query: (query: Query) => Promise<QueryPage>;
  /** Rows with `dueAt` at or before `before`, earliest first; eventually consistent. */
  readonly due: (before: number, limit: number) => Promise<readonly Row[]>;
};
