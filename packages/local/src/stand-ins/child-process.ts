import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';

export type ChildOptions = {
  readonly command: string;
  readonly args: readonly string[];
  /** Remembers the child, so that the next start can end it when this process was killed. */
  readonly pidFile?: string;
};

const closeMs = 1_500;

/** Starts a child without input and output. */
export function startChild({ command, args, pidFile }: ChildOptions): ChildProcess {
  if (pidFile !== undefined) endLeftover(pidFile, command);
  const child = spawn(command, args, { stdio: 'ignore' });
  // A killed process cannot do this; then the next start ends the child by its number.
  const endWithUs = (): boolean => child.kill('SIGKILL');
  process.once('exit', endWithUs);
  child.once('exit', () => process.off('exit', endWithUs));
  if (pidFile !== undefined && child.pid !== undefined) writeFileSync(pidFile, String(child.pid));
  return child;
}

/** Asks the child to end and, after a while, makes it. */
export async function endChild(child: ChildProcess, pidFile?: string): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), closeMs);
    await ended;
    clearTimeout(timer);
  }
  if (pidFile !== undefined) rmSync(pidFile, { force: true });
}

/** Ends the child of a killed run. A number that now belongs to another program is left alone. */
function endLeftover(pidFile: string, command: string): void {
  const pid = readPid(pidFile);
  if (pid === undefined || !commandOf(pid).includes(command)) return;
  process.kill(pid, 'SIGKILL');
  const patience = Date.now() + closeMs;
  while (commandOf(pid).includes(command) && Date.now() < patience)
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
}

function readPid(pidFile: string): number | undefined {
  try {
    const pid = Number(readFileSync(pidFile, 'utf8'));
    return Number.isInteger(pid) && pid > 1 ? pid : undefined;
  } catch {
    return undefined;
  }
}

/** The command line of a running process, empty when there is none. */
export function commandOf(pid: number): string {
  try {
    return execFileSync('ps', ['-o', 'args=', '-p', String(pid)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } catch {
    return '';
  }
}
