/** Every option that any command knows, and what the help says of it. */
export const options = {
  stage: { takes: 'STAGE', says: 'a stage on AWS, with the credentials of your environment' },
  local: {
    takes: '[DIR]',
    isFlag: true,
    says: 'what "npm start" keeps in a folder (.concord), running or not; without either: the table CONCORD_TABLE and the secret CONCORD_SECRET_KEYS',
  },
  firm: { takes: 'ID', says: "Clio's number of the firm, where there are several" },
  member: { takes: 'WHO', says: 'a member: an e-mail address or number; otherwise the account owner' },
  json: { isFlag: true, says: 'the whole answer, for programs' },
  after: { takes: 'MARK', says: 'goes on behind a mark that an earlier one printed' },
  sync: { takes: 'SYNC', says: 'which sync: the last part of the address of its page' },
  format: { takes: 'FORMAT', says: 'csv (as long as you say nothing else) or ndjson' },
  all: { isFlag: true, says: 'pause, resume: every sync that there is now; erase: all records that fit' },
  mapping: { takes: 'ID', says: 'which record, as why names it' },
  watches: { isFlag: true, says: 'the watches of their matters, too' },
  reason: { takes: 'TEXT', says: 'what members read: one line of at most 200 characters' },
  run: { takes: 'RUN', says: 'which run, as the history names it' },
  from: { takes: 'DAY', says: 'the first day, like 2026-01-31' },
  to: { takes: 'DAY', says: 'the last day' },
  zone: { takes: 'ZONE', says: 'where these days are, like Europe/Paris; otherwise that of the mailbox, or UTC' },
  box: { takes: 'ADDRESS', says: 'which mailbox, where the member has several' },
  yes: { isFlag: true, says: 'asks nobody before it begins' },
  detach: { isFlag: true, says: 'waits for no end' },
  'dry-run': { isFlag: true, says: 'only says what would be done' },
  help: { isFlag: true, says: 'show this; behind a command: what it does' },
} as const satisfies Readonly<Record<string, OptionSpec>>;

type OptionSpec = { readonly takes?: string; readonly isFlag?: true; readonly says: string };

export type OptionName = keyof typeof options;
type Flag = {
  [Name in OptionName]: (typeof options)[Name] extends { readonly isFlag: true } ? Name : never;
}[OptionName];

export type Values = Readonly<Partial<Record<Flag, boolean>>> &
  Readonly<Partial<Record<Exclude<OptionName, Flag>, string>>>;

export const optionNames = Object.keys(options) as readonly OptionName[];
/** Those that every command with a deployment understands. */
export const everywhere: readonly OptionName[] = ['stage', 'local', 'help'];

export const isFlag = (name: OptionName): name is Flag => 'isFlag' in options[name];
export function takesOf(name: OptionName): string {
  const { takes }: OptionSpec = options[name];
  return takes === undefined ? '' : ` ${takes}`;
}
