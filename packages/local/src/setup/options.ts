import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Problem } from '../problem.ts';

/** What a person can choose on the command line. */
export type CommandOptions = {
  readonly help: boolean;
  readonly port: number;
  readonly dataDir: string;
  readonly fresh: boolean;
  readonly contacts?: number;
  readonly clioFile?: string;
  readonly outlookFile?: string;
  readonly googleFile?: string;
};

export const usage = `Usage: npm start -- [options]

  --port N          where to serve the page (4179); the sandbox takes the next one
  --data DIR        where to keep everything (.concord)
  --fresh           forget everything kept there, and begin anew
  --contacts N      how many people the sample firm has (500)
  --clio FILE       fill the Clio side from a file: vCard, Clio CSV, Outlook CSV or Google CSV
  --outlook FILE    fill the Microsoft 365 side from such a file
  --google FILE     fill the Google account from such a file
  --help            show this

To use the real services, set CONCORD_CLIO_URL, CONCORD_MICROSOFT_LOGIN_URL and CONCORD_MICROSOFT_GRAPH_URL, and the
credentials of your own apps: CONCORD_CLIO_CLIENT_ID, CONCORD_CLIO_CLIENT_SECRET, CONCORD_MICROSOFT_CLIENT_ID,
CONCORD_MICROSOFT_CLIENT_SECRET. Google needs CONCORD_GOOGLE_ACCOUNTS_URL, CONCORD_GOOGLE_OAUTH_URL, CONCORD_GOOGLE_PEOPLE_URL,
CONCORD_GOOGLE_CALENDAR_URL, CONCORD_GOOGLE_GMAIL_URL, CONCORD_GOOGLE_CERTS_URL, CONCORD_GOOGLE_CLIENT_ID and
CONCORD_GOOGLE_CLIENT_SECRET; CONCORD_GOOGLE_MAIL_TOPIC and CONCORD_GOOGLE_MAIL_SENDER let Gmail tell of new mail at once. CONCORD_CLIO_REGIONS, like "us,eu", lets people choose the region of their Clio account.`;

const known = {
  port: { type: 'string', default: '4179' },
  data: { type: 'string', default: '.concord' },
  fresh: { type: 'boolean', default: false },
  contacts: { type: 'string' },
  clio: { type: 'string' },
  outlook: { type: 'string' },
  google: { type: 'string' },
  help: { type: 'boolean', default: false, short: 'h' },
} as const;

const mostContacts = 100_000;
/** One less than the last port: the sandbox takes the next one. */
const lastPort = 65_534;

/** Throws a `Problem` that names the option that is wrong. */
export function parseOptions(given: readonly string[]): CommandOptions {
  const { port, data, fresh, contacts, clio, outlook, google, help } = parse(given);
  return {
    help,
    fresh,
    port: wholeNumber('--port', port, 1, lastPort),
    dataDir: resolve(data),
    ...(contacts === undefined ? {} : { contacts: wholeNumber('--contacts', contacts, 1, mostContacts) }),
    ...(clio === undefined ? {} : { clioFile: resolve(clio) }),
    ...(outlook === undefined ? {} : { outlookFile: resolve(outlook) }),
    ...(google === undefined ? {} : { googleFile: resolve(google) }),
  };
}

function parse(given: readonly string[]) {
  try {
    return parseArgs({ args: [...given], options: known, strict: true }).values;
  } catch (error) {
    const [sentence = ''] = (error instanceof Error ? error.message : '').split(/\.\s/);
    throw new Problem(`${sentence.replace(/\.$/, '')}: type "npm start -- --help" to see the options.`, {
      cause: error,
    });
  }
}

function wholeNumber(option: string, text: string, least: number, most: number): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= least && number <= most) return number;
  throw new Problem(`${option} takes a whole number from ${least} to ${most}, and "${text}" is not one.`);
}
