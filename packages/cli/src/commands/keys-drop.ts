import { defineCommand, wrong } from '../command.ts';
import { betweenCountsMs, dropKey } from '../keys/drop-key.ts';

export const keysDrop = defineCommand({
  name: 'keys drop',
  takes: 'KEY',
  says: 'removes a key with which nothing is sealed any more',
  options: [],
  words: 1,
  parse: ({ words: [kid] }) => {
    if (kid === undefined) throw wrong('keys drop needs the name of a key');
    return { kid };
  },
  run: async (deployment, { kid }, { clock, pause, say }) => {
    say(`Looking twice whether ${kid} still seals anything: this takes ${betweenCountsMs / 60_000} minutes.`);
    await dropKey(deployment, kid, { clock, pause });
    say(`${kid} is gone. Whoever signed in under it and not since signs in again.`);
    return 0;
  },
});
