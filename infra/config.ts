import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { App } from 'aws-cdk-lib';
import { hostsOf } from './hosts.ts';
import { type Partner, parseStage, parseStageFile, partners, readStageFile, type StageFile } from './stage-file.ts';

/** What the stacks of a stage are made of: `infra/stages/<stage>.json`, and `--context key=value` over it. */
export type Config = {
  readonly stage: string;
  /** Of AWS: a table with a key of the operator's has to know it. */
  readonly region: string;
  /** Where browsers reach this stage, without a trailing slash. */
  readonly publicUrl: string;
  /** Host names of its own, with their certificates. Without them the addresses are those that AWS gives out. */
  readonly hosts?: Hosts;
  /** Environment of every function, beside what the stacks themselves know. */
  readonly settings: Readonly<Record<string, string>>;
  /** The address that letters come from. Its domain is verified with SES. */
  readonly mailFrom: string;
  /** Where Google tells of news in mailboxes, and in whose name that is delivered. Absent: they are looked at every hour. */
  readonly mailPush?: MailPush;
  readonly alarmAddress?: string;
  readonly maximumWorkers: number;
  readonly logRetentionDays: number;
  readonly tracing: boolean;
  /** One that was restored, instead of the stack's own. */
  readonly table?: string;
  readonly secretArns?: Readonly<Record<string, string>>;
};

export type MailPush = { readonly topic: string; readonly sender: string };

export type Hosts = {
  readonly page: string;
  readonly api: string;
  readonly webhooks: string;
  readonly certificateArn: string;
  readonly apiCertificateArn: string;
};

/** Context key → variable and its value unless the context has another. */
const settings = {
  clioUrl: ['CONCORD_CLIO_URL', 'https://app.clio.com'],
  clioEuUrl: ['CONCORD_CLIO_EU_URL', 'https://eu.app.clio.com'],
  clioCaUrl: ['CONCORD_CLIO_CA_URL', 'https://ca.app.clio.com'],
  clioAuUrl: ['CONCORD_CLIO_AU_URL', 'https://au.app.clio.com'],
  microsoftLoginUrl: ['CONCORD_MICROSOFT_LOGIN_URL', 'https://login.microsoftonline.com'],
  microsoftGraphUrl: ['CONCORD_MICROSOFT_GRAPH_URL', 'https://graph.microsoft.com'],
  googleAccountsUrl: ['CONCORD_GOOGLE_ACCOUNTS_URL', 'https://accounts.google.com'],
  googleOauthUrl: ['CONCORD_GOOGLE_OAUTH_URL', 'https://oauth2.googleapis.com'],
  googlePeopleUrl: ['CONCORD_GOOGLE_PEOPLE_URL', 'https://people.googleapis.com'],
  googleCalendarUrl: ['CONCORD_GOOGLE_CALENDAR_URL', 'https://www.googleapis.com'],
  googleGmailUrl: ['CONCORD_GOOGLE_GMAIL_URL', 'https://gmail.googleapis.com'],
  googleCertsUrl: ['CONCORD_GOOGLE_CERTS_URL', 'https://www.googleapis.com'],
  leaseMs: ['CONCORD_LEASE_MS', '90000'],
  sliceMs: ['CONCORD_SLICE_MS', '5000'],
  historyDays: ['CONCORD_HISTORY_DAYS', '90'],
  requestTimeoutMs: ['CONCORD_REQUEST_TIMEOUT_MS', '20000'],
} as const satisfies Record<string, readonly [string, string]>;

export const stagesDir = fileURLToPath(new URL('stages', import.meta.url));

/** Throws an Error with a sentence for people. `dir` holds the files of the stages. */
export function readConfig(app: App, dir: string = stagesDir): Config {
  const context = (key: string): string | undefined => textOf(app.node.tryGetContext(key));
  const stage = parseStage(context('stage') ?? onlyStageIn(dir) ?? 'dev');
  const file = parseStageFile({ ...readStageFile(dir, stage), ...chosenIn(context) });
  const { domain, certificateArn = '', apiCertificateArn = '', clioRegions = ['us'], providers = partners } = file;
  const publicUrl = domain === undefined ? (file.publicUrl ?? 'https://concord.example.com') : `https://${domain}`;
  const hosts = domain === undefined ? undefined : { ...hostsOf(domain), certificateArn, apiCertificateArn };
  const chosen = Object.entries(settings).map(([key, [variable, otherwise]]) => [variable, context(key) ?? otherwise]);
  return {
    stage,
    region: file.region ?? (process.env['CDK_DEFAULT_REGION'] || 'us-east-1'),
    publicUrl,
    ...(hosts === undefined ? {} : { hosts }),
    settings: {
      ...(Object.fromEntries(chosen) as Record<string, string>),
      CONCORD_CLIO_REGIONS: clioRegions.join(','),
      CONCORD_PROVIDERS: ['clio', ...providers].join(','),
      CONCORD_PHONE_REGION: file.phoneRegion ?? 'US',
    },
    mailFrom: file.mailFrom ?? `concord@${new URL(publicUrl).hostname}`,
    ...mailPushOf(file),
    ...(file.alarmAddress === undefined ? {} : { alarmAddress: file.alarmAddress }),
    maximumWorkers: file.maximumWorkers ?? 10,
    logRetentionDays: file.logRetentionDays ?? 90,
    tracing: file.tracing ?? false,
    ...(file.table === undefined ? {} : { table: file.table }),
    ...(file.secretArns === undefined ? {} : { secretArns: file.secretArns }),
  };
}

function mailPushOf({ mailTopic, mailPushSender }: StageFile): Pick<Config, 'mailPush'> {
  if (mailTopic === undefined || mailPushSender === undefined) return {};
  return { mailPush: { topic: mailTopic, sender: mailPushSender } };
}

/** Whoever set up one stage means that one, without naming it at every command. */
function onlyStageIn(dir: string): string | undefined {
  const files = entriesOf(dir).filter((name) => name.endsWith('.json'));
  return files.length === 1 ? files[0]?.slice(0, -'.json'.length) : undefined;
}

function entriesOf(dir: string): readonly string[] {
  try {
    return readdirSync(dir);
  } catch {
    return [];
  }
}

type Context = (key: string) => string | undefined;

/** What may be said at a command instead of in the file. */
function chosenIn(context: Context): Partial<Record<keyof StageFile, unknown>> {
  const texts = [
    'region',
    'publicUrl',
    'mailFrom',
    'mailTopic',
    'mailPushSender',
    'phoneRegion',
    'alarmAddress',
    'table',
  ] as const;
  const lists = ['clioRegions', 'providers'] as const;
  return {
    ...picked(texts, context, (text) => text),
    ...picked(lists, context, (text) => text.split(',').map((part) => part.trim() as Partner)),
    ...picked(['maximumWorkers', 'logRetentionDays'], context, numberOr),
  };
}

/** What is no number stays as it was typed, and is refused as that. */
const numberOr = (text: string): number | string => (/^\d+$/u.test(text) ? Number(text) : text);

function picked(
  keys: readonly string[],
  context: Context,
  toValue: (text: string) => unknown,
): Readonly<Record<string, unknown>> {
  const given = keys.map((key) => [key, context(key)] as const);
  return Object.fromEntries(given.flatMap(([key, text]) => (text === undefined ? [] : [[key, toValue(text)]])));
}

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
