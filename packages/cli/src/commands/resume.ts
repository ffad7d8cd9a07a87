import { askingPorts } from '../asking/asking-ports.ts';
import { findSyncs } from '../asking/find-syncs.ts';
import { parseSyncsMeant, resumeAll } from '../asking/pause-syncs.ts';
import { defineCommand } from '../command.ts';

export const resume = defineCommand({
  name: 'resume',
  takes: 'SYNC|--firm|--all',
  says: 'lets what was paused by pause go on where it was; what a person stopped stays stopped',
  options: ['firm', 'all', 'json'],
  words: 'any',
  parse: (asked) => ({ meant: parseSyncsMeant(asked, 'resume'), isJson: asked.values.json === true }),
  run: async (deployment, { meant, isJson }, context) => {
    const ports = await askingPorts(deployment, context);
    const done = await resumeAll(ports, await findSyncs(deployment, ports, meant));
    const { changed, asBefore } = done;
    const before = asBefore.length > 0 ? `; ${asBefore.length} were not paused by an operator` : '';
    context.say(isJson ? JSON.stringify(done, null, 2) : `${changed.length} syncs go on${before}.`);
    return 0;
  },
});
