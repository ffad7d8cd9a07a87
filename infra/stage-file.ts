import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What an operator chooses for a stage, as `infra/stages/<stage>.json` keeps it. Every key may be left out. */
export type StageFile = {
  /** Of AWS. */
  readonly region?: string;
  /** Host of the page; the API answers at `api.` and webhooks at `webhooks.` of it. */
  readonly domain?: string;
  /** Certificate of `domain`, in us-east-1, where CloudFront looks for it. */
  readonly certificateArn?: string;
  /** Certificate of `api.` and `webhooks.` of `domain`, in the region of the stage. */
  readonly apiCertificateArn?: string;
  /** Where browsers reach a stage that has no domain of its own. */
  readonly publicUrl?: string;
  readonly mailFrom?: string;
  /** Of Pub/Sub, in the Google Cloud project of the app at Google: Gmail tells there of news in mailboxes. */
  readonly mailTopic?: string;
  /** The service account in whose name Pub/Sub delivers what is on that topic. */
  readonly mailPushSender?: string;
  /** Gets a letter from AWS when a person must do something. */
  readonly alarmAddress?: string;
  readonly clioRegions?: readonly string[];
  /** Beside Clio. */
  readonly providers?: readonly Partner[];
  readonly phoneRegion?: string;
  readonly maximumWorkers?: number;
  readonly logRetentionDays?: number;
  /** X-Ray keeps a trace of some invocations. */
  readonly tracing?: boolean;
  /** The table that was restored from a backup and is to be used from now on; a stage without one uses the table that it made. */
  readonly table?: string;
  /** Secrets that `npm run setup` made; a stage without them makes its own, with random text in them. */
  readonly secretArns?: Readonly<Record<string, string>>;
};

export const partners = ['microsoft', 'google'] as const;
export type Partner = (typeof partners)[number];
export const regionsOfClio = ['us', 'eu', 'ca', 'au'] as const;
export const secretNames = ['clio', 'microsoft', 'google', 'keys'] as const;
/** What CloudWatch takes, from a week to two years. */
export const retentions = [7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731] as const;

type Check = { readonly isGood: (value: unknown) => boolean; readonly like: string };

const matching = (pattern: RegExp) => (value: unknown) => typeof value === 'string' && pattern.test(value);
const someOf =
  (known: readonly string[]) =>
  (value: unknown): boolean =>
    Array.isArray(value) && new Set(value).size === value.length && value.every((each) => known.includes(each));
const certificate = /^arn:aws[\w-]*:acm:[\w-]+:\d{12}:certificate\/[\w-]+$/u;
const topic = /^projects\/[a-z][a-z0-9.:-]+\/topics\/[A-Za-z][\w.~+%-]{2,254}$/u;
const address = /^[\w.+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+$/u;

/** Key → what it has to be, in words that follow "is". */
const checks = {
  region: { isGood: matching(/^[a-z]{2}(?:-[a-z]+)+-\d$/u), like: 'a region of AWS like eu-central-1' },
  domain: {
    isGood: matching(/^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/u),
    like: 'a host like concord.example.com, in small letters',
  },
  certificateArn: {
    isGood: matching(/^arn:aws[\w-]*:acm:us-east-1:\d{12}:certificate\/[\w-]+$/u),
    like: 'the ARN of a certificate in us-east-1, where CloudFront looks for it',
  },
  apiCertificateArn: { isGood: matching(certificate), like: 'the ARN of a certificate in the region of the stage' },
  publicUrl: { isGood: matching(/^https:\/\/[^/\s]+$/u), like: 'like https://concord.example.com, without a path' },
  mailFrom: { isGood: matching(address), like: 'like concord@example.com, in small letters behind the @' },
  mailTopic: { isGood: matching(topic), like: 'a topic of Pub/Sub like projects/my-project/topics/concord-mail' },
  mailPushSender: {
    isGood: matching(address),
    like: 'a service account like concord-push@my-project.iam.gserviceaccount.com',
  },
  alarmAddress: { isGood: matching(address), like: 'an e-mail address, in small letters behind the @' },
  clioRegions: {
    isGood: (value) => someOf(regionsOfClio)(value) && (value as unknown[]).length > 0,
    like: `a list of at least one of ${regionsOfClio.join(', ')}`,
  },
  providers: {
    isGood: (value) => someOf(partners)(value) && (value as unknown[]).length > 0,
    like: `a list of at least one of ${partners.join(', ')}`,
  },
  phoneRegion: { isGood: matching(/^[A-Z]{2}$/u), like: 'a country code of two capitals' },
  maximumWorkers: {
    isGood: (value) => Number.isInteger(value) && Number(value) >= 2 && Number(value) <= 1_000,
    like: 'a whole number from 2 to 1000',
  },
  logRetentionDays: {
    isGood: (value) => (retentions as readonly unknown[]).includes(value),
    like: `one of ${retentions.join(', ')}, which CloudWatch takes`,
  },
  tracing: { isGood: (value) => typeof value === 'boolean', like: 'true or false' },
  table: { isGood: matching(/^[\w.-]{3,255}$/u), like: 'the name of a table' },
  secretArns: {
    isGood: areSecretArns,
    like: `an ARN of Secrets Manager for each of ${secretNames.join(', ')}`,
  },
} as const satisfies Record<keyof StageFile, Check>;

export const stageKeys = Object.keys(checks) as readonly (keyof StageFile)[];

function areSecretArns(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const arn = /^arn:aws[\w-]*:secretsmanager:[\w-]+:\d{12}:secret:[\w/+=.@-]+-\w{6}$/u;
  const given = value as Readonly<Record<string, unknown>>;
  return secretNames.every((name) => matching(arn)(given[name])) && Object.keys(given).length === secretNames.length;
}

/** What is wrong with one value, as a sentence; undefined when nothing is. */
export function problemWith(key: keyof StageFile, value: unknown): string | undefined {
  const { isGood, like }: Check = checks[key];
  return isGood(value) ? undefined : `${key} is ${like}, and ${JSON.stringify(value)} is not.`;
}

/** Throws an Error with a sentence for people when a key is unknown, a value wrong, or a choice made by half. */
export function parseStageFile(given: Readonly<Record<string, unknown>>): StageFile {
  for (const [key, value] of Object.entries(given)) {
    if (!Object.hasOwn(checks, key)) throw new Error(`A stage has no "${key}"; it has ${stageKeys.join(', ')}.`);
    const problem = problemWith(key as keyof StageFile, value);
    if (problem !== undefined) throw new Error(problem);
  }
  const file = given as StageFile;
  if (file.domain !== undefined && (file.certificateArn === undefined || file.apiCertificateArn === undefined))
    throw new Error('A domain needs certificateArn and apiCertificateArn: make both in ACM first.');
  if ((file.mailTopic === undefined) !== (file.mailPushSender === undefined))
    throw new Error('mailTopic and mailPushSender belong together: who delivers what is on the topic has to be known.');
  if (file.domain !== undefined && file.publicUrl !== undefined)
    throw new Error('A stage has a domain or a publicUrl, and not both.');
  return file;
}

/** Letters and digits, because names of AWS resources begin with it. */
export function parseStage(stage: string): string {
  if (/^[a-z][a-z0-9]{0,15}$/u.test(stage)) return stage;
  throw new Error(`stage is at most 16 small letters and digits, and "${stage}" is not.`);
}

export const pathOfStage = (dir: string, stage: string): string => join(dir, `${stage}.json`);

/** An empty one when the stage has no file. */
export function readStageFile(dir: string, stage: string): StageFile {
  const path = pathOfStage(dir, stage);
  if (!existsSync(path)) return {};
  try {
    return parseStageFile(recordOf(JSON.parse(readFileSync(path, 'utf8'))));
  } catch (error) {
    const reason = error instanceof SyntaxError ? 'It is not JSON.' : error instanceof Error ? error.message : '';
    throw new Error(`${path}: ${reason}`, { cause: error });
  }
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  throw new Error('It is no object.');
}
