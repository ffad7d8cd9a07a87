import { defineCommand } from '../command.ts';
import { rotateKeys } from '../keys/rotate-keys.ts';

export const keysRotate = defineCommand({
  name: 'keys rotate',
  says: 'adds a new key, which seals from now on; the old ones still open. Safe while syncs run: rotate, wait ten minutes, reseal, and then drop the old key',
  options: [],
  words: 0,
  parse: () => undefined,
  run: async (deployment, _asked, { clock, say }) => {
    const { current } = await rotateKeys(deployment, clock);
    say(`${current} seals from now on. Functions that run know it within five minutes.`);
    say('Type "keys reseal" in ten minutes; until then the old keys are needed, and stay.');
    return 0;
  },
});
