import { defineCommand } from '../command.ts';
import { migratedLine, migrateRows } from '../migrate/migrate-rows.ts';

export const migrate = defineCommand({
  name: 'migrate',
  says: 'after a deploy that changes the form of rows: writes all of an older form anew',
  options: ['json'],
  words: 0,
  parse: ({ values }) => ({ isJson: values.json === true }),
  run: async (deployment, { isJson }, { say }) => {
    const done = await migrateRows(deployment, { onPage: (soFar) => (isJson ? undefined : say(migratedLine(soFar))) });
    say(isJson ? JSON.stringify(done, null, 2) : migratedLine(done));
    return 0;
  },
});
