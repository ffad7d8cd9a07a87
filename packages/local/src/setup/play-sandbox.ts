import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Sandbox } from '@concord/sandbox';
import { codeOf } from '../problem.ts';
import { freePort } from '../stand-ins/ports.ts';
import { portInUse } from '../web/server.ts';
import { type DataFolder, unreadable } from './data-folder.ts';

export type PlayOptions = {
  readonly folder: DataFolder;
  /** 0 takes a free one. */
  readonly port: number;
  readonly limits: boolean;
  /** Fills a sandbox that is still empty. */
  readonly fill: (sandbox: Sandbox) => Promise<void>;
};
export type PlayedSandbox = { readonly url: string; readonly sandbox: Sandbox; readonly close: () => Promise<void> };

/** Clio and Microsoft 365 as look-alikes, with what was in them at the last start. */
export async function playSandbox({ folder, port, limits, fill }: PlayOptions): Promise<PlayedSandbox> {
  const { createFileStore, createLiveWorld, createSandbox, serve } = await import('@concord/sandbox');
  const isFilled = existsSync(folder.path('seeded'));
  const file = join(folder.path('sandbox'), 'sandbox.sqlite');
  // Killed while it was filled: half a firm is no firm.
  if (!isFilled) for (const ending of ['', '-wal', '-shm']) rmSync(`${file}${ending}`, { force: true });
  const chosenPort = port === 0 ? await freePort() : port;
  const publicUrl = `http://127.0.0.1:${chosenPort}`;
  const sandbox = orUnreadable(folder, () =>
    createSandbox(createLiveWorld({ publicUrl, store: createFileStore(file) }), { limits }),
  );
  if (!isFilled) {
    await fill(sandbox);
    writeFileSync(folder.path('seeded'), JSON.stringify({ at: new Date().toISOString() }));
  }
  const served = await serve(sandbox, chosenPort).catch((error: unknown) => {
    throw codeOf(error) === 'EADDRINUSE' ? portInUse(chosenPort, error) : error;
  });
  return { url: served.url, sandbox, close: served.close };
}

function orUnreadable<T>(folder: DataFolder, open: () => T): T {
  try {
    return open();
  } catch (error) {
    throw unreadable(folder.dir, error);
  }
}
