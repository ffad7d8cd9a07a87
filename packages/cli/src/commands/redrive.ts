import { Problem } from '@concord/local';
import { defineCommand } from '../command.ts';
import type { DeadLetter } from '../redrive/dead-letter.ts';
import { redriveLetters } from '../redrive/redrive-letters.ts';
import { letterLines } from '../redrive/redrive-lines.ts';

export const redrive = defineCommand({
  name: 'redrive',
  says: 'says what the dead letters are, and puts them back into their queue, ten a second; those of a schema version that this Concord does not know stay, and it ends with 2',
  options: ['dry-run', 'json'],
  words: 0,
  parse: ({ values }) => ({ isDryRun: values['dry-run'] === true, isJson: values.json === true }),
  run: async (deployment, { isDryRun, isJson }, { clock, pause, say }) => {
    const queues = await deployment.queues?.();
    if (queues === undefined)
      throw new Problem('Nobody says where the dead letters are: set CONCORD_QUEUE_URL and CONCORD_DEAD_LETTERS_URL.');
    const found: DeadLetter[] = [];
    const tell = (letters: readonly DeadLetter[]): void => {
      found.push(...letters);
      if (!isJson) for (const line of letterLines(letters, clock.now())) say(line);
    };
    const { putBack, left } = await redriveLetters(queues, { isDryRun, pause, tell });
    const strangers = left.filter(({ kind }) => kind === 'unknown').length;
    if (isJson) say(JSON.stringify({ letters: found.map(bare), putBack, left: left.length }, null, 2));
    else say(isDryRun ? `${left.length} would be looked at; none was put back.` : endLine(putBack, strangers));
    return strangers > 0 ? 2 : 0;
  },
});

const bare = ({ received: _, ...said }: DeadLetter): Omit<DeadLetter, 'received'> => said;

function endLine(putBack: number, strangers: number): string {
  if (putBack === 0 && strangers === 0) return 'There are no dead letters.';
  const stay = strangers === 0 ? '' : ` ${strangers} stay: deploy the version that wrote them, and type it again.`;
  return `${putBack} were put back.${stay}`;
}
