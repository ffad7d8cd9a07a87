import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';

export type Options = {
  readonly seeds: number;
  readonly first: number;
  /** Of chaos for each seed, on its own clock; as drawn when absent. */
  readonly hours: number | undefined;
  readonly threads: number;
  readonly json: boolean;
  readonly mutants: boolean;
  /** Stories about something else than contacts. */
  readonly about: 'calendars' | 'mail' | undefined;
  /** Of the planted bugs only these. */
  readonly only: readonly string[] | undefined;
};

export const usage = `npm run simulate -- [--seeds N] [--seed S] [--hours H] [--threads T] [--json]
npm run simulate -- --calendars|--mail [--seeds N] [--seed S] [--threads T] [--json]
npm run simulate -- --mutants [--calendars|--mail] [--only NAME,NAME] [--seeds N] [--threads T] [--json]

  --seeds N     how many stories (100); with --mutants at most so many for each planted bug (5000; of calendars and mail 400)
  --seed S      the first one (1); alone it plays that one story and tells it
  --hours H     so many hours of trouble in each, on its own clock (as drawn)
  --threads T   how many at once (one a core)
  --json        ends with one JSON document of counts instead of the tables
  --calendars   stories about calendars instead of contacts
  --mail        stories about mail instead of contacts
  --mutants     plants each known bug in turn, and counts the seeds until it is found
  --only        with --mutants: only the bugs of these names`;

const flags = {
  seeds: { type: 'string' },
  seed: { type: 'string' },
  hours: { type: 'string' },
  threads: { type: 'string' },
  json: { type: 'boolean', default: false },
  mutants: { type: 'boolean', default: false },
  calendars: { type: 'boolean', default: false },
  mail: { type: 'boolean', default: false },
  only: { type: 'string' },
} as const;

/** Throws a `RangeError` that says what is wrong with the arguments. */
export function parseOptions(args: readonly string[]): Options {
  const { values } = parseArgs({ args: [...args], options: flags });
  if (values.calendars && values.mail) throw new RangeError('Stories are about calendars or about mail, not both.');
  const about = values.calendars ? 'calendars' : values.mail ? 'mail' : undefined;
  const alone = values.seed !== undefined && values.seeds === undefined;
  return {
    seeds: whole('seeds', values.seeds, alone ? 1 : values.mutants ? (about ? 400 : 5000) : 100),
    first: whole('seed', values.seed, 1),
    hours: values.hours === undefined ? undefined : whole('hours', values.hours, 0),
    threads: whole('threads', values.threads, availableParallelism()),
    json: values.json,
    mutants: values.mutants,
    about,
    only: values.only?.split(','),
  };
}

function whole(name: string, text: string | undefined, otherwise: number): number {
  const number = Number(text ?? otherwise);
  if (!Number.isSafeInteger(number) || number < 1)
    throw new RangeError(`--${name} takes a whole number from 1 on, not "${text ?? ''}".`);
  return number;
}
