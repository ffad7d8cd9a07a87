import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { KindReport } from '../kinds/simulate-kind.ts';
import { playMail } from './play.ts';
import type { MailStory } from './story.ts';

const command = new URL('../simulate.ts', import.meta.url).pathname;
const seeds = 60;

describe('npm run simulate -- --mail', () => {
  it(`finds nothing wrong in ${seeds} stories about mail`, { timeout: 900_000 }, async () => {
    const args = [command, '--mail', '--seeds', String(seeds), '--json'];
    const run = promisify(execFile)(process.execPath, args, { maxBuffer: 64e6 });
    const { stdout } = await run.catch((error: unknown) => error as { readonly stdout: string });
    const { failures, notCovered, counts } = JSON.parse(stdout) as KindReport;
    expect({ failures, notCovered }).toEqual({ failures: [], notCovered: [] });
    expect(Object.values(counts.tested).every((times) => times > 0)).toBe(true);
  });
});

/** What went wrong once, in words, and the shortest story that showed it. */
type Regression = { readonly found: string; readonly story: MailStory };

const folder = new URL('./regressions/', import.meta.url);

describe('every story about mail that once went wrong', () => {
  for (const name of readdirSync(folder).filter((one) => one.endsWith('.json'))) {
    const { found, story } = JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Regression;
    it(`goes well: ${found}`, async () => {
      const { violations, told } = await playMail(story);
      expect({ violations, told: violations.length > 0 ? told : [] }).toEqual({ violations: [], told: [] });
    });
  }
});
