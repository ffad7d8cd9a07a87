import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { codeOf, Problem } from '../problem.ts';
import { commandOf } from '../stand-ins/child-process.ts';

/** Everything that one machine keeps, in one folder. */
export type DataFolder = {
  readonly dir: string;
  readonly path: (entry: Entry) => string;
  /** Lets another start use the folder. */
  readonly close: () => void;
};

/** Goes up when a newer Concord cannot be followed by this one. */
const version = 1;

const entries = {
  version: 'version.json',
  lock: 'running.json',
  secrets: 'secrets.json',
  table: 'table',
  queues: 'queues',
  sandbox: 'sandbox',
  seeded: 'seeded.json',
  logs: 'logs',
  mails: 'mails',
  services: 'services.json',
} as const;
export type Entry = keyof typeof entries;

export const pathIn = (dir: string, entry: Entry): string => join(dir, entries[entry]);

/** Opens or makes the folder; with `fresh`, forgets what is kept there. Throws a `Problem` when it cannot be used. */
export function openDataFolder(dir: string, fresh: boolean): DataFolder {
  const path = (entry: Entry): string => pathIn(dir, entry);
  makeFolder(dir);
  refuseOthers(dir, path('version'));
  refuseWhenRunning(dir, path('lock'));
  if (!fresh) refuseOtherVersions(dir, path('version'));
  // Our own entries only: the folder may be one that holds other things.
  if (fresh) for (const entry of Object.keys(entries) as Entry[]) rmSync(path(entry), { recursive: true, force: true });
  if (!existsSync(path('version'))) writeFileSync(path('version'), JSON.stringify({ version }));
  writeFileSync(path('lock'), JSON.stringify({ pid: process.pid, command: commandOf(process.pid) }));
  for (const entry of ['table', 'queues', 'sandbox', 'logs', 'mails'] as const)
    mkdirSync(path(entry), { recursive: true });
  return { dir, path, close: () => rmSync(path('lock'), { force: true }) };
}

export function unreadable(dir: string, cause: unknown): Problem {
  const todo = 'begin anew with --fresh, or choose another folder with --data';
  return new Problem(`What is kept in ${dir} cannot be read: ${todo}.`, { cause });
}

function makeFolder(dir: string): void {
  try {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    accessSync(dir, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    const isOther = codeOf(error) === 'EEXIST' || codeOf(error) === 'ENOTDIR';
    const why = isOther ? 'is not a folder' : 'cannot be read and written';
    throw new Problem(`${dir} ${why}: choose another folder with --data.`, { cause: error });
  }
}

/** Also with `fresh`: what is not ours is not ours to forget. */
function refuseOthers(dir: string, versionFile: string): void {
  if (existsSync(versionFile) || readdirSync(dir).length === 0) return;
  throw new Problem(`${dir} holds other things: choose an empty or a new folder with --data.`);
}

function refuseOtherVersions(dir: string, versionFile: string): void {
  const found = readJson(versionFile)?.['version'] ?? version;
  if (typeof found !== 'number') throw unreadable(dir, undefined);
  if (found <= version) return;
  throw new Problem(`${dir} was written by a newer Concord: update this one, or choose another folder with --data.`);
}

/** Whether Concord runs on it, in this process or another. */
export function isRunningOn(dir: string): boolean {
  return holderOf(pathIn(dir, 'lock')) !== undefined;
}

/** The number of the running process that holds the lock. */
function holderOf(lock: string): number | undefined {
  const { pid, command } = readJson(lock) ?? {};
  if (typeof pid !== 'number' || command === '') return undefined;
  // A number can belong to another program by now.
  return commandOf(pid) === command ? pid : undefined;
}

function refuseWhenRunning(dir: string, lock: string): void {
  const pid = holderOf(lock);
  if (pid === undefined || pid === process.pid) return;
  throw new Problem(`Concord already runs on ${dir} (process ${pid}): stop it, or choose another folder with --data.`);
}

/** Undefined when there is no such file. */
function readJson(file: string): Readonly<Record<string, unknown>> | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  } catch {
    return { version: 'damaged' };
  }
}
