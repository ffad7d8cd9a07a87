import { parseArgs } from 'node:util';

/** Whom Clio is kept in step with. */
export type RightProvider = 'microsoft' | 'google';

export type Options = {
  /** Sizes of the firm, smallest first. */
  readonly contacts: readonly number[];
  readonly provider: RightProvider;
  /** The side that has the contacts at the start. */
  readonly from: 'clio' | RightProvider;
  readonly edits: number;
  /** Of a whole firm: its members, its people, and which part of them each member has, and Clio from the start. */
  readonly members: number;
  readonly people: number;
  readonly share: number;
  readonly known: number;
  readonly seed: number;
  readonly limits: boolean;
  /** Of the history. */
  readonly entries: number;
  /** Of webhooks: how many a second, and for how long. */
  readonly rate: number;
  readonly seconds: number;
  /** Of a fleet: how many accounts, for how many days, who else imports how many contacts, and how many workers there are. */
  readonly connections: number;
  readonly days: number;
  readonly imports: number;
  readonly workers: number;
  /** Of the firm. */
  readonly watches: number;
  readonly events: number;
  /** Of the mailbox. */
  readonly messages: number;
  readonly json: boolean;
};
export type Request = { readonly bench: string; readonly options: Options };

export const usage = `Usage: npm run bench -- <initial|overlap|preview|quiet|push|expired|history|change|redeploy|watches> [--contacts 1000,10000] [--provider microsoft|google] [--from clio|PROVIDER] [--edits 100] [--entries 10000] [--watches 10000] [--json]
       npm run bench -- fleet [--connections 1000] [--contacts 1000] [--days 7] [--imports 100000] [--workers 10] [--from clio|PROVIDER] [--json]
       npm run bench -- webhooks [--rate 500] [--seconds 60] [--json]
       npm run bench -- calendar [--events 5000] [--provider microsoft|google] [--edits 100] [--json]
       npm run bench -- mail [--messages 20000] [--provider microsoft|google] [--edits 100] [--json]
       npm run bench -- firm [--members 50] [--people 10000] [--share 0.1] [--known 0.5] [--seed 1] [--limits] [--json]`;

const flags = {
  contacts: { type: 'string' },
  provider: { type: 'string', default: 'microsoft' },
  from: { type: 'string', default: 'clio' },
  edits: { type: 'string', default: '100' },
  members: { type: 'string', default: '50' },
  people: { type: 'string', default: '10000' },
  share: { type: 'string', default: '0.1' },
  known: { type: 'string', default: '0.5' },
  seed: { type: 'string', default: '1' },
  limits: { type: 'boolean', default: false },
  entries: { type: 'string', default: '10000' },
  rate: { type: 'string', default: '500' },
  seconds: { type: 'string', default: '60' },
  connections: { type: 'string', default: '1000' },
  days: { type: 'string', default: '7' },
  imports: { type: 'string', default: '100000' },
  workers: { type: 'string', default: '10' },
  watches: { type: 'string', default: '10000' },
  events: { type: 'string', default: '5000' },
  messages: { type: 'string', default: '20000' },
  json: { type: 'boolean', default: false },
} as const;

/** What was typed. Throws an ordinary Error with a sentence for people. */
export function parseOptions(typed: readonly string[], defaults: Readonly<Record<string, readonly number[]>>): Request {
  const { positionals, values } = parseArgs({ args: [...typed], options: flags, allowPositionals: true });
  const [bench = ''] = positionals;
  const usual = Object.hasOwn(defaults, bench) ? defaults[bench] : undefined;
  if (usual === undefined || positionals.length !== 1) throw new Error(usage);
  const { provider, from, json } = values;
  if (provider !== 'microsoft' && provider !== 'google')
    throw new Error(`--provider is microsoft or google.\n${usage}`);
  if (from !== 'clio' && from !== provider) throw new Error(`--from is clio or ${provider}.\n${usage}`);
  const contacts = values.contacts === undefined ? usual : values.contacts.split(',').map(wholeNumber);
  const sorted = contacts.toSorted((one, other) => one - other);
  return {
    bench,
    options: {
      contacts: sorted,
      provider,
      from,
      edits: wholeNumber(values.edits),
      entries: wholeNumber(values.entries),
      members: wholeNumber(values.members),
      people: wholeNumber(values.people),
      share: part(values.share),
      known: part(values.known),
      seed: wholeNumber(values.seed),
      limits: values.limits,
      rate: wholeNumber(values.rate),
      seconds: wholeNumber(values.seconds),
      connections: wholeNumber(values.connections),
      days: wholeNumber(values.days),
      imports: wholeNumber(values.imports),
      workers: wholeNumber(values.workers),
      watches: wholeNumber(values.watches),
      events: wholeNumber(values.events),
      messages: wholeNumber(values.messages),
      json,
    },
  };
}

const largest = 100_000;

function wholeNumber(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1 && number <= largest) return number;
  throw new Error(`${text} is not a whole number from 1 to ${largest}.\n${usage}`);
}

function part(text: string): number {
  const number = Number(text);
  if (text.trim() !== '' && number >= 0 && number <= 1) return number;
  throw new Error(`${text} is not a part from 0 to 1.\n${usage}`);
}
