import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { play } from './play.ts';
import type { Story } from './story.ts';

/** What a story in `regressions/` is: what went wrong once, in words, and the shortest story that showed it. */
type Regression = { readonly found: string; readonly story: Story };

const folder = new URL('./regressions/', import.meta.url);
const names = readdirSync(folder).filter((name) => name.endsWith('.json'));

describe('every story that once went wrong', () => {
  for (const name of names) {
    const { found, story } = JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Regression;
    it(`goes well: ${found}`, async () => {
      const { violations, told } = await play(story);
      expect({ violations, told: violations.length > 0 ? told : [] }).toEqual({ violations: [], told: [] });
    });
  }
});
