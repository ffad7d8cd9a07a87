import { parseArgs } from 'node:util';
import type { ExportFormat } from '@concord/engine';
import { Problem } from '@concord/local';
import type { ExportOptions } from './history/export-history.ts';
import type { WhyQuestion } from './why/ask-why.ts';

/** Which deployment: a stage on AWS, a data folder of `npm start`, or whatever the environment names. */
export type Target =
  | { readonly kind: 'stage'; readonly stage: string }
  | { readonly kind: 'local'; readonly dataDir: string }
  | { readonly kind: 'environment' };

export type Command =
  | { readonly kind: 'help' }
  | { readonly kind: 'status'; readonly target: Target }
  | { readonly kind: 'rotate'; readonly target: Target }
  | { readonly kind: 'reseal'; readonly target: Target; readonly after?: string }
  | { readonly kind: 'drop'; readonly target: Target; readonly kid: string }
  | ({ readonly kind: 'export'; readonly target: Target } & ExportOptions)
  | ({ readonly kind: 'why'; readonly target: Target } & WhyQuestion)
  | { readonly kind: 'migrate'; readonly target: Target }
  | { readonly kind: 'doctor'; readonly target: Target; readonly isJson: boolean };

export const usage = `Usage: npm run concord -- <command> [where]

  doctor               looks at secrets, consent, webhooks, addresses, schedules, mail, clock and quotas,
                       and says what to do; ends with 2 when something is wrong
  why QUERY            why somebody is as they are: a name, an e-mail address, a phone number, or an id

  keys status          which key seals how many texts
  keys rotate          adds a new key, which seals from now on; the old ones still open
  keys reseal          seals again, with the current key, all that another key seals
  keys drop KEY        removes a key with which nothing is sealed any more
  migrate              after a deploy that changes the form of rows: writes all of an older form anew
  history export       writes what Concord did for one sync to standard output

  --stage STAGE        a stage on AWS, with the credentials of your environment
  --local [DIR]        what "npm start" keeps in a folder (.concord), running or not
                       without either: the table CONCORD_TABLE and the secret CONCORD_SECRET_KEYS
  --firm ID            why only: Clio's number of the firm, where there are several
  --member WHO         why only: asked as this member (e-mail address or number), otherwise as the account owner
  --json               why and doctor: the whole answer
  --after MARK         reseal only: goes on behind a mark that an earlier one printed
  --sync SYNC          export only: which sync; the last part of the address of its page
  --firm FIRM          export only: whose sync it is; without it the table is searched
  --format FORMAT      export only: csv (as long as you say nothing else) or ndjson
  --help               show this

Rotating while syncs run is safe. A rotation is: rotate, wait ten minutes, reseal, and then drop the old key.`;

const known = {
  stage: { type: 'string' },
  local: { type: 'boolean', default: false },
  after: { type: 'string' },
  sync: { type: 'string' },
  firm: { type: 'string' },
  format: { type: 'string' },
  member: { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false, short: 'h' },
} as const;

/** Throws a `Problem` that says what is wrong with the words given. */
export function parseCommand(given: readonly string[]): Command {
  const { values, positionals } = parse(given);
  if (values.help || positionals.length === 0) return { kind: 'help' };
  const [group = '', what = '', ...more] = positionals;
  if (group === 'doctor') return parseDoctor(values, positionals.slice(1));
  if (group === 'migrate') return parseMigrate(values, positionals.slice(1));
  if (group === 'why') return parseWhy(values, positionals.slice(1));
  const stray = (['member', 'json'] as const).find((name) => values[name]);
  if (stray !== undefined) throw wrong(`--${stray} belongs to why`);
  if (group !== 'keys' && group !== 'history') throw wrong(`There is no command ${group}`);
  const isDrop = what === 'drop';
  const [kid, ...others] = isDrop ? more : ['', ...more];
  // The folder may stand behind --local, where people look for it.
  const [dataDir, ...left] = values.local ? others : ['', ...others];
  if (left.length > 0) throw wrong(`"${left[0]}" is one word too many`);
  const target = targetOf(values.stage, values.local ? (dataDir ?? '.concord') : undefined);
  if (group === 'history' && what === 'export') return { kind: 'export', target, ...exportOf(values) };
  if (group === 'history') throw wrong(`There is no command history ${what}`.trimEnd());
  const misplaced = (['sync', 'firm', 'format'] as const).find((name) => values[name] !== undefined);
  if (misplaced !== undefined) throw wrong(`--${misplaced} belongs to history export`);
  if (values.after !== undefined && what !== 'reseal') throw wrong('--after belongs to reseal');
  if (what === 'status' || what === 'rotate') return { kind: what, target };
  if (what === 'reseal') return { kind: what, target, ...(values.after === undefined ? {} : { after: values.after }) };
  if (!isDrop) throw wrong(`There is no command keys ${what}`.trimEnd());
  if (kid === undefined) throw wrong('keys drop needs the name of a key');
  return { kind: 'drop', target, kid };
}

type Values = ReturnType<typeof parse>['values'];

function exportOf({ sync, firm, format = 'csv', after }: Values): ExportOptions {
  if (after !== undefined) throw wrong('--after belongs to reseal');
  if (!sync) throw wrong('history export needs --sync');
  if (!isFormat(format)) throw wrong(`--format is csv or ndjson, and not ${format}`);
  return { sync, format, ...(firm ? { firm } : {}) };
}

const isFormat = (text: string): text is ExportFormat => text === 'csv' || text === 'ndjson';

/** The words of a name need no quotes. The folder of --local stands last, as a path: "./data". */
function parseWhy(values: Values, words: readonly string[]): Command {
  if (values.after !== undefined) throw wrong('--after belongs to reseal');
  const isPath = values.local && words.length > 1 && /^[./]/u.test(words.at(-1) ?? '');
  const [dataDir, rest] = isPath ? [words.at(-1), words.slice(0, -1)] : ['.concord', words];
  if (rest.length === 0) throw wrong('why needs a name, an e-mail address, a phone number, or an id');
  return {
    kind: 'why',
    target: targetOf(values.stage, values.local ? dataDir : undefined),
    query: rest.join(' '),
    isJson: values.json,
    ...(values.firm === undefined ? {} : { firm: values.firm }),
    ...(values.member === undefined ? {} : { member: values.member }),
  };
}

function parseDoctor(values: Values, words: readonly string[]): Command {
  return { kind: 'doctor', target: targetAlone('doctor', values, words), isJson: values.json };
}

function parseMigrate(values: Values, words: readonly string[]): Command {
  if (values.json) throw wrong('--json belongs to why and doctor');
  return { kind: 'migrate', target: targetAlone('migrate', values, words) };
}

/** Of a command that takes nothing else. */
function targetAlone(command: string, values: Values, words: readonly string[]): Target {
  const stray = (['member', 'firm', 'sync', 'format', 'after'] as const).find((name) => values[name] !== undefined);
  if (stray !== undefined) throw wrong(`--${stray} means nothing to ${command}`);
  const [dataDir, ...left] = values.local ? words : [undefined, ...words];
  if (left.length > 0) throw wrong(`"${left[0]}" is one word too many`);
  return targetOf(values.stage, values.local ? (dataDir ?? '.concord') : undefined);
}

function targetOf(stage: string | undefined, dataDir: string | undefined): Target {
  if (stage !== undefined && dataDir !== undefined) throw wrong('--stage and --local exclude each other');
  if (stage !== undefined) return { kind: 'stage', stage };
  return dataDir === undefined ? { kind: 'environment' } : { kind: 'local', dataDir };
}

function parse(given: readonly string[]) {
  try {
    return parseArgs({ args: [...given], options: known, allowPositionals: true, strict: true });
  } catch (error) {
    const [sentence = ''] = (error instanceof Error ? error.message : '').split(/\.\s/u);
    throw wrong(sentence.replace(/\.$/u, ''));
  }
}

const wrong = (what: string): Problem => new Problem(`${what}: type "npm run concord -- --help" to see the commands.`);
