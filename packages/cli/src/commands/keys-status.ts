import { defineCommand } from '../command.ts';
import { type KeyStatus, keyStatus } from '../keys/key-status.ts';

export const keysStatus = defineCommand({
  name: 'keys status',
  says: 'which key seals how many texts',
  options: ['json'],
  words: 0,
  parse: ({ values }) => ({ isJson: values.json === true }),
  run: async (deployment, { isJson }, { say }) => {
    const keys = await keyStatus(deployment);
    for (const line of isJson ? [JSON.stringify({ keys }, null, 2)] : keys.map(statusLine)) say(line);
    return 0;
  },
});

function statusLine({ kid, texts, isCurrent, isKnown }: KeyStatus): string {
  const remark = isCurrent ? 'seals what is new' : isKnown ? 'only opens' : 'NOT IN THE RING: cannot be opened';
  return `${kid}  ${String(texts).padStart(9)} texts  ${remark}`;
}
