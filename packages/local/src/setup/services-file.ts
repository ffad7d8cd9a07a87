import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/** Where the table and the key ring of a data folder are found: by address while it runs, by name also when it does not. */
export type ServicesFile = {
  readonly dynamoUrl: string;
  readonly secretsUrl: string;
  readonly tableName: string;
  readonly keysSecretId: string;
  /** Absent where an older Concord kept it. */
  readonly queues?: KeptQueues;
  /** Where the page is, while it runs. */
  readonly url?: string;
};

/** The queue of changes and that of its dead letters, by name. */
export type KeptQueues = { readonly url: string; readonly changes: string; readonly deadLetters: string };

export function rememberServices(file: string, services: ServicesFile): void {
  writeFileSync(file, JSON.stringify(services, undefined, 2), { mode: 0o600 });
}

/** Undefined before the first start. */
export function readServices(file: string): ServicesFile | undefined {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as ServicesFile) : undefined;
}
