import { type Erasure, erasedKinds, erasePerson, lookForPerson } from '@concord/engine';
import { askingPorts } from '../asking/asking-ports.ts';
import { defineCommand, given, wrong } from '../command.ts';

export const erase = defineCommand({
  name: 'erase',
  takes: 'QUERY|--mapping',
  says: 'for the privacy law: removes all that Concord keeps of one person in a firm, and passes them over from now on. What stands in Clio, Outlook and Google is not touched, and no longer kept in step. Look with --dry-run first',
  options: ['firm', 'mapping', 'all', 'watches', 'dry-run', 'json'],
  words: 'any',
  parse: ({ words, values: { firm, mapping, all, watches, json, 'dry-run': isDryRun } }) => {
    if (!firm) throw wrong('erase needs --firm');
    if ((words.length === 0) === (mapping === undefined)) throw wrong('erase needs a query, or --mapping');
    return {
      firm,
      wanted: {
        ...(mapping === undefined ? { query: words.join(' ') } : {}),
        ...given({ mapping }),
        all: all === true,
        watches: watches === true,
      },
      isDryRun: isDryRun === true,
      isJson: json === true,
    };
  },
  run: async (deployment, { firm, wanted, isDryRun, isJson }, context) => {
    const ports = await askingPorts(deployment, context);
    const erasure = await (isDryRun ? lookForPerson : erasePerson)(ports, firm, wanted);
    for (const line of isJson ? [JSON.stringify(erasure, null, 2)] : erasureLines(erasure, isDryRun)) context.say(line);
    return erasure.later.length > 0 ? 2 : 0;
  },
});

function erasureLines({ records, counts, later }: Erasure, isDryRun: boolean): readonly string[] {
  const known = records.map(({ sync, mapping }) => `  sync ${sync}, mapping ${mapping}`);
  const kinds = Object.entries(erasedKinds).flatMap(([kind, words]) => {
    const count = counts[kind as keyof typeof counts] ?? 0;
    return count === 0 ? [] : [`  ${String(count).padStart(6)} ${words}`];
  });
  return [
    `${isDryRun ? 'Would be erased' : 'Erased'}:`,
    ...known,
    ...kinds,
    'What stands in Clio and in the other accounts is not touched.',
    ...later.map(({ sync, because }) => `Not yet in sync ${sync}: ${because} Type it again later.`),
  ];
}
