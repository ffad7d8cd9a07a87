import { closeSync, existsSync, openSync, renameSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const largestBytes = 10 * 1024 * 1024;

/** One file with what the functions say; the one before it is kept. */
export function openLogFile(dir: string): { readonly write: (text: string) => void; readonly close: () => void } {
  const file = join(dir, 'functions.log');
  if (existsSync(file) && statSync(file).size > largestBytes) renameSync(file, `${file}.old`);
  const descriptor = openSync(file, 'a', 0o600);
  let isOpen = true;
  return {
    write: (text) => {
      if (isOpen) writeSync(descriptor, text);
    },
    close: () => {
      isOpen = false;
      closeSync(descriptor);
    },
  };
}
