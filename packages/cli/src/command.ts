import { parseArgs } from 'node:util';
import { Problem } from '@concord/local';

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
  | { readonly kind: 'drop'; readonly target: Target; readonly kid: string };

export const usage = `Usage: npm run concord -- keys <what> [where]

  keys status          which key seals how many texts
  keys rotate          adds a new key, which seals from now on; the old ones still open
  keys reseal          seals again, with the current key, all that another key seals
  keys drop KEY        removes a key with which nothing is sealed any more

  --stage STAGE        a stage on AWS, with the credentials of your environment
  --local [DIR]        what "npm start" keeps in a folder (.concord), running or not
                       without either: the table CONCORD_TABLE and the secret CONCORD_SECRET_KEYS
  --after MARK         reseal only: goes on behind a mark that an earlier one printed
  --help               show this

Rotating while syncs run is safe. A rotation is: rotate, wait ten minutes, reseal, and then drop the old key.`;

const known = {
  stage: { type: 'string' },
  local: { type: 'boolean', default: false },
  after: { type: 'string' },
  help: { type: 'boolean', default: false, short: 'h' },
} as const;

/** Throws a `Problem` that says what is wrong with the words given. */
export function parseCommand(given: readonly string[]): Command {
  const { values, positionals } = parse(given);
  if (values.help || positionals.length === 0) return { kind: 'help' };
  const [group = '', what = '', ...more] = positionals;
  if (group !== 'keys') throw wrong(`There is no command ${group}`);
  const isDrop = what === 'drop';
  const [kid, ...others] = isDrop ? more : ['', ...more];
  // The folder may stand behind --local, where people look for it.
  const [dataDir, ...left] = values.local ? others : ['', ...others];
  if (left.length > 0) throw wrong(`"${left[0]}" is one word too many`);
  const target = targetOf(values.stage, values.local ? (dataDir ?? '.concord') : undefined);
  if (values.after !== undefined && what !== 'reseal') throw wrong('--after belongs to reseal');
  if (what === 'status' || what === 'rotate') return { kind: what, target };
  if (what === 'reseal') return { kind: what, target, ...(values.after === undefined ? {} : { after: values.after }) };
  if (!isDrop) throw wrong(`There is no command keys ${what}`.trimEnd());
  if (kid === undefined) throw wrong('keys drop needs the name of a key');
  return { kind: 'drop', target, kid };
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
