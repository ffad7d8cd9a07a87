import { join } from 'node:path';
import { Problem } from '../problem.ts';
import { built, runNode } from './built.ts';

const inputs = ['package-lock.json', 'packages/console', 'packages/core/src', 'docs/help'];

/** The folder with the page's files, built when its sources are newer. */
export function buildConsole(root: string): Promise<string> {
  return built({ root, name: 'console', inputs, build });

  async function build(draft: string): Promise<void> {
    const vite = join(root, 'node_modules/vite/bin/vite.js');
    const args = [vite, 'build', '--outDir', draft, '--emptyOutDir', '--logLevel', 'warn'];
    try {
      await runNode(args, { cwd: join(root, 'packages/console') });
    } catch (error) {
      throw new Problem('The page could not be built: type "npx vite build packages/console" to see why.', {
        cause: error,
      });
    }
  }
}
