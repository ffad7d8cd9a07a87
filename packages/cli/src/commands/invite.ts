import { invite as askToJoin } from '@concord/engine';
import { askingPorts } from '../asking/asking-ports.ts';
import { defineCommand, given, wrong } from '../command.ts';
import { callerOf } from '../why/caller-of.ts';

export const invite = defineCommand({
  name: 'invite',
  takes: 'EMAIL...',
  says: 'asks people of a firm to connect, as its account owner would; the letters leave within a minute',
  options: ['firm', 'json'],
  words: 'any',
  parse: ({ words, values: { firm, json } }) => {
    if (words.length === 0) throw wrong('invite needs at least one e-mail address');
    return { emails: words, isJson: json === true, ...given({ firm }) };
  },
  run: async (deployment, { emails, isJson, ...where }, context) => {
    const caller = await callerOf(deployment, where);
    const { invites } = await askToJoin(await askingPorts(deployment, context), caller, emails);
    const asked = new Set(emails.map((email) => email.trim().toLowerCase()));
    const states = invites.filter(({ email }) => asked.has(email)).map(({ email, state }) => ({ email, state }));
    for (const line of isJson ? [JSON.stringify({ invites: states }, null, 2)] : states.map(inviteLine))
      context.say(line);
    return 0;
  },
});

const words = {
  sending: 'the letter leaves within a minute',
  sent: 'has a letter already',
  failed: 'no letter can be sent there',
  expired: 'the letter before was not used; another leaves within a minute',
  accepted: 'has signed in already',
} as const;

const inviteLine = ({ email, state }: { readonly email: string; readonly state: keyof typeof words }): string =>
  `${email}: ${words[state]}`;
