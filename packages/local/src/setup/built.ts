import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { contentHash } from './content-hash.ts';

export type BuildRequest = {
  readonly root: string;
  readonly name: string;
  /** What the result depends on: files and folders below the root. */
  readonly inputs: readonly string[];
  /** Fills the folder. */
  readonly build: (dir: string) => Promise<void>;
};

const keepUnusedMs = 24 * 3_600_000;

/** A folder with the result for the present inputs: built now, or at an earlier start. */
export async function built({ root, name, inputs, build }: BuildRequest): Promise<string> {
  const shelf = join(root, 'dist', 'local');
  const dir = join(shelf, `${name}-${contentHash(root, inputs)}`);
  if (!existsSync(dir)) {
    const draft = join(shelf, `draft-${name}-${process.pid}-${Date.now()}`);
    mkdirSync(draft, { recursive: true });
    try {
      await build(draft);
      moveTo(draft, dir);
    } finally {
      rmSync(draft, { recursive: true, force: true });
    }
  }
  utimesSync(dir, new Date(), new Date());
  removeUnused(shelf);
  return dir;
}

/** Runs a program of this repository in silence; its words come with the error. */
export async function runNode(
  args: readonly string[],
  options: { readonly cwd: string; readonly env?: Readonly<Record<string, string>> },
): Promise<void> {
  const env = { ...process.env, ...options.env };
  await promisify(execFile)(process.execPath, [...args], { cwd: options.cwd, env, maxBuffer: 16 * 1024 * 1024 });
}

/** Another start may have been quicker; its result is as good. */
function moveTo(draft: string, dir: string): void {
  try {
    renameSync(draft, dir);
  } catch (error) {
    if (!existsSync(dir)) throw error;
  }
}

/** Not what is merely old: another Concord may be running on it. */
function removeUnused(shelf: string): void {
  for (const entry of readdirSync(shelf)) {
    const path = join(shelf, entry);
    const { mtimeMs } = statSync(path, { throwIfNoEntry: false }) ?? { mtimeMs: Date.now() };
    if (Date.now() - mtimeMs > keepUnusedMs) rmSync(path, { recursive: true, force: true });
  }
}
