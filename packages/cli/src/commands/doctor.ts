import { defineCommand } from '../command.ts';
import { askDoctor } from '../doctor/ask-doctor.ts';

export const doctor = defineCommand({
  name: 'doctor',
  says: 'looks at secrets, consent, webhooks, addresses, schedules, mail, clock and quotas, and says what to do; ends with 2 when something is wrong',
  options: ['json'],
  words: 0,
  parse: ({ values }) => ({ isJson: values.json === true }),
  run: async (deployment, { isJson }, context) =>
    await askDoctor(deployment, { target: context.target, isJson }, context),
});
