import { defineCommand, given, wrong } from '../command.ts';
import { askWhy } from '../why/ask-why.ts';

export const why = defineCommand({
  name: 'why',
  takes: 'QUERY',
  says: 'why somebody is as they are: a name (it needs no quotes), an e-mail address, a phone number, or an id',
  options: ['firm', 'member', 'json'],
  words: 'any',
  parse: ({ words, values: { json, firm, member } }) => {
    if (words.length === 0) throw wrong('why needs a name, an e-mail address, a phone number, or an id');
    return { query: words.join(' '), isJson: json === true, ...given({ firm, member }) };
  },
  run: async (deployment, question, context) => {
    await askWhy(deployment, question, context);
    return 0;
  },
});
