import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const root = join(import.meta.dirname, '../..');

export type BuiltPage = { readonly folder: string; readonly remove: () => Promise<void> };

/** Builds the page into a folder of its own, as it is served: another test's NODE_ENV must not decide which React that is. */
export async function buildPage(): Promise<BuiltPage> {
  const folder = await mkdtemp(join(tmpdir(), 'concord-page-'));
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  const args = [vite, 'build', '--outDir', folder, '--emptyOutDir', '--logLevel', 'warn'];
  const env = { ...process.env, NODE_ENV: 'production' };
  await promisify(execFile)(process.execPath, args, { cwd: join(root, 'packages/console'), env });
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}
