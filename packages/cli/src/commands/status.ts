import { defineCommand, given } from '../command.ts';
import { askStatus } from '../status/ask-status.ts';
import { statusLines } from '../status/status-lines.ts';

export const status = defineCommand({
  name: 'status',
  says: 'members, connections and syncs by state, how fresh they are, what waits for people, what is parked, braked or paused, runs under way, and dead letters; without --firm it reads the whole table',
  options: ['firm', 'member', 'json'],
  words: 0,
  parse: ({ values: { firm, member, json } }) => ({ isJson: json === true, ...given({ firm, member }) }),
  run: async (deployment, { isJson, ...question }, context) => {
    const found = await askStatus(deployment, question, context);
    for (const line of isJson ? [JSON.stringify(found, null, 2)] : statusLines(found)) context.say(line);
    return 0;
  },
});
