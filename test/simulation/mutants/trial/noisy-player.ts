import { emailElement } from '@concord/core';
import type { Player } from '../player.ts';

/** Complains of its second seed whatever is played, and of its fourth when addresses are not folded any more. */
export const play: Player['play'] = async (seed) => {
  const key = emailElement('A')?.key ?? '';
  const folded = seed === 4 && key !== 'a' ? [`fold: ${key}`] : [];
  return { violations: seed === 2 ? ['always: it is seed 2'] : folded };
};
