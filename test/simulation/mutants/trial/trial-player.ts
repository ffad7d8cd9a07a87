import { emailElement } from '@concord/core';
import type { Player } from '../player.ts';

/** Notices on its third seed that addresses are not folded any more; some keys are worse than wrong. */
export const play: Player['play'] = async (seed) => {
  const key = emailElement('A@example.org')?.key ?? '';
  if (key === 'for ever') for (;;);
  if (key === 'leaves') process.exit(0);
  if (key === 'thrown') throw new Error('nobody caught it');
  return { violations: seed === 3 && key !== 'a@example.org' ? [`fold: ${key}`] : [] };
};
