import { describe, expect, it } from 'vitest';
import { drawStory, play, shrink } from './random-story.ts';

const first = Number(process.env.CONCORD_SEED ?? 1);
const count = Number(process.env.CONCORD_SEEDS ?? (process.env.CONCORD_SEED ? 1 : 100));
const blocks = Math.min(10, count);

describe('people on both sides, clouds with habits, workers that die and a queue that loses', () => {
  for (let block = 0; block < blocks; block += 1) {
    const from = first + Math.floor((block * count) / blocks);
    const to = first + Math.floor(((block + 1) * count) / blocks);
    it(`end with everybody once, in step and at rest: seeds ${from} to ${to - 1}`, { timeout: 600_000 }, async () => {
      for (let seed = from; seed < to; seed += 1) {
        const { violations, told } = await play(drawStory(seed));
        if (violations.length > 0) expect.fail(await report(seed, violations, told));
      }
    });
  }

  it('tell the same story again from the same seed', async () => {
    const twice = [await play(drawStory(first)), await play(drawStory(first))];
    expect(twice[0]).toEqual(twice[1]);
  });
});

/** What is needed to see it again; with CONCORD_SHRINK the shortest story that still goes wrong. */
async function report(seed: number, violations: readonly string[], told: readonly string[]): Promise<string> {
  const again = `Replay: CONCORD_SEED=${seed} npx vitest run --config test/vitest.config.ts test/firm/random.test.ts`;
  if (process.env.CONCORD_SHRINK === undefined)
    return [`Seed ${seed}`, ...violations, again, 'Shrink: CONCORD_SHRINK=1 before it', ...told].join('\n');
  const story = await shrink(drawStory(seed));
  const short = await play(story);
  return [`Seed ${seed}, shrunk`, ...short.violations, again, JSON.stringify(story), ...short.told].join('\n');
}
