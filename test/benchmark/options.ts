import { parseArgs } from 'node:util';

export type Options = {
  /** Sizes of the firm, smallest first. */
  readonly contacts: readonly number[];
  /** The side that has the contacts at the start. */
  readonly from: 'clio' | 'microsoft';
  readonly edits: number;
  /** Of the history. */
  readonly entries: number;
  readonly json: boolean;
};
export type Request = { readonly bench: string; readonly options: Options };

export const usage =
  'Usage: npm run bench -- <initial|overlap|quiet|push|expired|history> [--contacts 1000,10000] [--from clio|microsoft] [--edits 100] [--entries 10000] [--json]';

const flags = {
  contacts: { type: 'string' },
  from: { type: 'string', default: 'clio' },
  edits: { type: 'string', default: '100' },
  entries: { type: 'string', default: '10000' },
  json: { type: 'boolean', default: false },
} as const;

/** What was typed. Throws an ordinary Error with a sentence for people. */
export function parseOptions(typed: readonly string[], defaults: Readonly<Record<string, readonly number[]>>): Request {
  const { positionals, values } = parseArgs({ args: [...typed], options: flags, allowPositionals: true });
  const [bench = ''] = positionals;
  const usual = Object.hasOwn(defaults, bench) ? defaults[bench] : undefined;
  if (usual === undefined || positionals.length !== 1) throw new Error(usage);
  const { from, json } = values;
  if (from !== 'clio' && from !== 'microsoft') throw new Error(`--from is clio or microsoft.\n${usage}`);
  const contacts = values.contacts === undefined ? usual : values.contacts.split(',').map(wholeNumber);
  const sorted = contacts.toSorted((one, other) => one - other);
  return {
    bench,
    options: { contacts: sorted, from, edits: wholeNumber(values.edits), entries: wholeNumber(values.entries), json },
  };
}

const largest = 100_000;

function wholeNumber(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1 && number <= largest) return number;
  throw new Error(`${text} is not a whole number from 1 to ${largest}.\n${usage}`);
}
