import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isTaken } from '../../packages/local/src/stand-ins/ports.ts';
import { type Local, type LocalOptions, startLocal } from '../../packages/local/src/start.ts';

export type LocalUnderTest = Local & { readonly get: (path: string, init?: RequestInit) => Promise<Response> };

/** Providers that are never called, so that no sandbox is needed. */
export const elsewhere = {
  CONCORD_CLIO_URL: 'http://127.0.0.1:9/clio',
  CONCORD_CLIO_CLIENT_ID: 'clio-id',
  CONCORD_CLIO_CLIENT_SECRET: 'clio-secret',
  CONCORD_MICROSOFT_LOGIN_URL: 'http://127.0.0.1:9/login',
  CONCORD_MICROSOFT_GRAPH_URL: 'http://127.0.0.1:9/graph',
  CONCORD_MICROSOFT_CLIENT_ID: 'microsoft-id',
  CONCORD_MICROSOFT_CLIENT_SECRET: 'microsoft-secret',
  CONCORD_GOOGLE_ACCOUNTS_URL: 'http://127.0.0.1:9/google',
  CONCORD_GOOGLE_OAUTH_URL: 'http://127.0.0.1:9/google',
  CONCORD_GOOGLE_PEOPLE_URL: 'http://127.0.0.1:9/google',
  CONCORD_GOOGLE_CALENDAR_URL: 'http://127.0.0.1:9/google',
  CONCORD_GOOGLE_GMAIL_URL: 'http://127.0.0.1:9/google',
  CONCORD_GOOGLE_CERTS_URL: 'http://127.0.0.1:9/google',
  CONCORD_GOOGLE_CLIENT_ID: 'google-id',
  CONCORD_GOOGLE_CLIENT_SECRET: 'google-secret',
} as const;

export const testFunctions = 'test/local/functions';

/** The template with the small functions of these tests, on free ports and in a folder of its own. */
export async function startTestLocal(more: Partial<LocalOptions> = {}): Promise<LocalUnderTest> {
  const dataDir = more.dataDir ?? temporaryFolder();
  const local = await startLocal({
    dataDir,
    port: 0,
    page: false,
    schedules: false,
    functionsDir: testFunctions,
    environment: elsewhere,
    ...more,
  });
  const get = (path: string, init: RequestInit = {}) => fetch(`${local.url}${path}`, { redirect: 'manual', ...init });
  return { ...local, get };
}

export const temporaryFolder = (): string => mkdtempSync(join(tmpdir(), 'concord-local-'));

export const removeFolder = (dir: string): void => rmSync(dir, { recursive: true, force: true });

/** The first of two neighbours, below those that the system gives to outgoing connections. */
export async function twoFreePorts(): Promise<number> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const port = 20_000 + 2 * Math.floor(Math.random() * 5_000);
    if (!(await isTaken(port)) && !(await isTaken(port + 1))) return port;
  }
  throw new Error('No two free ports stand side by side.');
}

/** Looks again until there is something, for at most `patienceMs`. */
export async function until<T>(look: () => Promise<T | undefined>, patienceMs = 15_000): Promise<T> {
  const end = Date.now() + patienceMs;
  while (Date.now() < end) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('It did not come.');
}
