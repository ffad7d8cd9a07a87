import { askingPorts } from '../asking/asking-ports.ts';
import { findSyncs } from '../asking/find-syncs.ts';
import { parseSyncsMeant, pauseAll } from '../asking/pause-syncs.ts';
import { defineCommand, given } from '../command.ts';

export const pause = defineCommand({
  name: 'pause',
  takes: 'SYNC|--firm|--all',
  says: 'lets syncs rest until resume: no request is made for them, nothing is lost, and their members read that you paused them, and why',
  options: ['firm', 'all', 'reason', 'json'],
  words: 'any',
  parse: (asked) => ({
    meant: parseSyncsMeant(asked, 'pause'),
    isJson: asked.values.json === true,
    ...given({ reason: asked.values.reason }),
  }),
  run: async (deployment, { meant, isJson, reason }, context) => {
    const ports = await askingPorts(deployment, context);
    const done = await pauseAll(ports, await findSyncs(deployment, ports, meant), reason);
    const { changed, asBefore } = done;
    const before = asBefore.length > 0 ? `; ${asBefore.length} rested before` : '';
    context.say(isJson ? JSON.stringify(done, null, 2) : `${changed.length} syncs rest from now on${before}.`);
    return 0;
  },
});
