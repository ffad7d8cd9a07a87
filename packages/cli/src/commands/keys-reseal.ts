import { defineCommand, given } from '../command.ts';
import { type Resealed, resealRows } from '../keys/reseal-rows.ts';

export const keysReseal = defineCommand({
  name: 'keys reseal',
  says: 'seals again, with the current key, all that another key seals',
  options: ['after'],
  words: 0,
  parse: ({ values: { after } }) => given({ after }),
  run: async (deployment, asked, { say }) => {
    const onPage = (soFar: Resealed, mark: string | undefined): void => {
      if (mark !== undefined) say(`${resealedLine(soFar)} To go on from here: --after ${mark}`);
    };
    say(resealedLine(await resealRows(deployment, { onPage, ...asked })));
    return 0;
  },
});

function resealedLine({ done, changed, unopened }: Resealed): string {
  const notes = [
    `${done} texts sealed again.`,
    ...(changed === 0 ? [] : [`${changed} were written by somebody else meanwhile: type it again.`]),
    ...(unopened === 0 ? [] : [`${unopened} cannot be opened with any key of the ring, and stay as they are.`]),
  ];
  return notes.join(' ');
}
