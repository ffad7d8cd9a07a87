import { Problem } from '../problem.ts';

const platforms: readonly string[] = ['linux', 'darwin'];
const leastNode = 24;

/** Throws a `Problem` where Concord cannot run. */
export function checkPlatform(platform: string, nodeVersion: string): void {
  if (!platforms.includes(platform)) {
    throw new Problem('Concord runs on Linux and macOS: on Windows, start it inside the Windows Subsystem for Linux.');
  }
  if (Number.parseInt(nodeVersion.replace('v', ''), 10) < leastNode) {
    throw new Problem(
      `Concord needs Node ${leastNode} and this is ${nodeVersion}: type "npm start", which brings its own.`,
    );
  }
}
