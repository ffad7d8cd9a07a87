import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** Builds the page's files into a folder, which is emptied before, and returns it. */
export function buildPage(consoleDir: string, outDir: string): string {
  const vite = join(createRequire(import.meta.url).resolve('vite/package.json'), '../bin/vite.js');
  const args = [vite, 'build', '--outDir', outDir, '--emptyOutDir', '--logLevel', 'warn'];
  execFileSync(process.execPath, args, { cwd: consoleDir, stdio: 'inherit' });
  return outDir;
}
