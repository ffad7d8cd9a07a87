import { closeSync, existsSync, openSync, renameSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';

export type LogFile = { readonly write: (text: string) => void; readonly close: () => void };

const largestBytes = 10 * 1024 * 1024;

/** What the functions say, in one file of bounded size; the one before it is kept. After `close`, nothing is written. */
export function openLogFile(dir: string, maximumBytes = largestBytes): LogFile {
  const file = join(dir, 'functions.log');
  let size = existsSync(file) ? statSync(file).size : 0;
  let descriptor: number | undefined = openSync(file, 'a', 0o600);
  const turnOver = (full: number): number => {
    closeSync(full);
    renameSync(file, `${file}.old`);
    size = 0;
    return openSync(file, 'a', 0o600);
  };
  return {
    write: (text) => {
      if (descriptor === undefined) return;
      if (size > maximumBytes) descriptor = turnOver(descriptor);
      size += writeSync(descriptor, text);
    },
    close: () => {
      if (descriptor !== undefined) closeSync(descriptor);
      descriptor = undefined;
    },
  };
}
