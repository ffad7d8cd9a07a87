import type { Player } from '../mutants/player.ts';
import { drawCalendarStory } from './draw-story.ts';
import { playCalendars } from './play.ts';

/** What a planted bug of the calendars is looked for with: the same stories as without one. */
export const play: Player['play'] = async (seed) => {
  const { violations } = await playCalendars(drawCalendarStory(seed));
  return { violations: violations.map(({ invariant, says }) => `${invariant}: ${says}`) };
};
