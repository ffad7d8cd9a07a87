import type { App } from 'aws-cdk-lib';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';

/** What an operator chooses for a stage: `cdk deploy --context stage=prod --context publicUrl=https://...`. */
export type Config = {
  readonly stage: string;
  /** Where browsers and webhooks reach this stage, without a trailing slash. */
  readonly publicUrl: string;
  /** Environment of every function, beside what the stacks themselves know. */
  readonly settings: Readonly<Record<string, string>>;
  readonly maximumWorkers: number;
  readonly logRetention: RetentionDays;
};

/** Context key → variable and its value unless the context has another. */
const settings = {
  clioUrl: ['CONCORD_CLIO_URL', 'https://app.clio.com'],
  microsoftLoginUrl: ['CONCORD_MICROSOFT_LOGIN_URL', 'https://login.microsoftonline.com'],
  microsoftGraphUrl: ['CONCORD_MICROSOFT_GRAPH_URL', 'https://graph.microsoft.com'],
  leaseMs: ['CONCORD_LEASE_MS', '90000'],
  sliceMs: ['CONCORD_SLICE_MS', '5000'],
  requestTimeoutMs: ['CONCORD_REQUEST_TIMEOUT_MS', '20000'],
  phoneRegion: ['CONCORD_PHONE_REGION', 'US'],
} as const satisfies Record<string, readonly [string, string]>;

export function readConfig(app: App): Config {
  const text = (key: string, otherwise: string): string => String(app.node.tryGetContext(key) ?? otherwise);
  const chosen = Object.entries(settings).map(([key, [variable, otherwise]]) => [variable, text(key, otherwise)]);
  return {
    stage: stageOf(text('stage', 'dev')),
    publicUrl: publicUrlOf(text('publicUrl', 'https://concord.example.com')),
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

function wholeNumber(key: string, text: string, least: number, most: number): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= least && number <= most) return number;
  throw new Error(`${key} is a whole number from ${least} to ${most}, and "${text}" is not.`);
}
