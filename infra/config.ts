import type { App } from 'aws-cdk-lib';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';

/** What an operator chooses for a stage: `cdk deploy --context stage=prod --context publicUrl=https://...`. */
export type Config = {
  readonly stage: string;
  /** Where browsers and webhooks reach this stage, without a trailing slash. */
  readonly publicUrl: string;
  /** Environment of every function, beside what the stacks themselves know. */
  readonly settings: Readonly<Record<string, string>>;
  /** The address that letters come from. Its domain is verified with SES. */
  readonly mailFrom: string;
  readonly maximumWorkers: number;
  readonly logRetention: RetentionDays;
};

/** Context key → variable and its value unless the context has another. */
const settings = {
  clioRegions: ['CONCORD_CLIO_REGIONS', 'us'],
  clioUrl: ['CONCORD_CLIO_URL', 'https://app.clio.com'],
  clioEuUrl: ['CONCORD_CLIO_EU_URL', 'https://eu.app.clio.com'],
  clioCaUrl: ['CONCORD_CLIO_CA_URL', 'https://ca.app.clio.com'],
  clioAuUrl: ['CONCORD_CLIO_AU_URL', 'https://au.app.clio.com'],
  microsoftLoginUrl: ['CONCORD_MICROSOFT_LOGIN_URL', 'https://login.microsoftonline.com'],
  microsoftGraphUrl: ['CONCORD_MICROSOFT_GRAPH_URL', 'https://graph.microsoft.com'],
  googleAccountsUrl: ['CONCORD_GOOGLE_ACCOUNTS_URL', 'https://accounts.google.com'],
  googleOauthUrl: ['CONCORD_GOOGLE_OAUTH_URL', 'https://oauth2.googleapis.com'],
  googlePeopleUrl: ['CONCORD_GOOGLE_PEOPLE_URL', 'https://people.googleapis.com'],
  leaseMs: ['CONCORD_LEASE_MS', '90000'],
  sliceMs: ['CONCORD_SLICE_MS', '5000'],
  historyDays: ['CONCORD_HISTORY_DAYS', '90'],
  requestTimeoutMs: ['CONCORD_REQUEST_TIMEOUT_MS', '20000'],
  phoneRegion: ['CONCORD_PHONE_REGION', 'US'],
} as const satisfies Record<string, readonly [string, string]>;

export function readConfig(app: App): Config {
  const text = (key: string, otherwise: string): string => String(app.node.tryGetContext(key) ?? otherwise);
  const publicUrl = publicUrlOf(text('publicUrl', 'https://concord.example.com'));
  const chosen = Object.entries(settings).map(([key, [variable, otherwise]]) => [variable, text(key, otherwise)]);
  return {
    stage: stageOf(text('stage', 'dev')),
    publicUrl,
    mailFrom: mailFromOf(text('mailFrom', `concord@${new URL(publicUrl).hostname}`)),
    settings: Object.fromEntries(chosen) as Record<string, string>,
    maximumWorkers: wholeNumber('maximumWorkers', text('maximumWorkers', '10'), 2, 1_000),
    logRetention: RetentionDays.THREE_MONTHS,
  };
}

function stageOf(stage: string): string {
  if (/^[a-z][a-z0-9]{0,15}$/.test(stage)) return stage;
  throw new Error(`stage is at most 16 small letters and digits, and "${stage}" is not.`);
}

function publicUrlOf(url: string): string {
  if (/^https:\/\/[^/\s]+$/.test(url)) return url;
  throw new Error(`publicUrl is like https://concord.example.com, without a path, and "${url}" is not.`);
}

function mailFromOf(address: string): string {
  if (/^[\w.+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+$/.test(address)) return address;
  throw new Error(`mailFrom is like concord@example.com, in small letters behind the @, and "${address}" is not.`);
}

function wholeNumber(key: string, text: string, least: number, most: number): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= least && number <= most) return number;
  throw new Error(`${key} is a whole number from ${least} to ${most}, and "${text}" is not.`);
}
