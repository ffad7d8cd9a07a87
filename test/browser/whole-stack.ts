import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Local, startLocal } from '@concord/local';
import { type Sandbox, seedSandbox } from '@concord/sandbox';
import type { Page } from 'playwright-core';
import { widths } from './looks.ts';
import { openBrowser } from './open-browser.ts';

/** Everything that `npm start` runs, with a sample firm, and a real browser in front of it. */
export type WholeStack = {
  readonly local: Local;
  readonly newPage: () => Promise<Page>;
  readonly close: () => Promise<void>;
};

/** `contacts`: how many people the sample firm has. */
export async function openWholeStack(contacts: number): Promise<WholeStack> {
  const folder = await mkdtemp(join(tmpdir(), 'concord-whole-stack-'));
  const fill = async (sandbox: Sandbox) => void (await seedSandbox(sandbox, { contacts }));
  const [local, open] = await Promise.all([
    startLocal({ dataDir: folder, port: 0, fresh: true, limits: false, fill }),
    openBrowser(),
  ]);
  return {
    local,
    newPage: async () => await open.browser.newPage({ viewport: widths.wide, colorScheme: 'light' }),
    close: async () => {
      await open.close();
      await local.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const patienceMs = 60_000;

/** Looks again and again, and fails after a minute. */
export async function until(found: () => unknown, pauseMs = 50): Promise<void> {
  const from = Date.now();
  while (Date.now() - from < patienceMs) {
    if (await found()) return;
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
  throw new Error(`Not there after ${Date.now() - from} ms`);
}
