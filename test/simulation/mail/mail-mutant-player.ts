import type { Player } from '../mutants/player.ts';
import { drawMailStory } from './draw-story.ts';
import { playMail } from './play.ts';

/** What a planted bug of mail is looked for with: the same stories as without one. */
export const play: Player['play'] = async (seed) => {
  const { violations } = await playMail(drawMailStory(seed));
  return { violations: violations.map(({ invariant, says }) => `${invariant}: ${says}`) };
};
