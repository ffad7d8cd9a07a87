import { drawStory } from './draw-story.ts';
import type { Player } from './mutants/player.ts';
import { play as playStory } from './play.ts';
import { pureLaws } from './pure-laws.ts';

/** What a planted bug is looked for with: the same stories and laws as without one. */
export const play: Player['play'] = async (seed) => {
  const { violations } = await playStory(drawStory(seed));
  const all = [...violations, ...pureLaws(seed, {})];
  return { violations: all.map(({ invariant, says }) => `${invariant}: ${says}`) };
};
