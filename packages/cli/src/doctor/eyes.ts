import type { ScannedPage } from '../keys/scan-rows.ts';

export type SecretName = 'clio' | 'microsoft' | 'google' | 'keys';
export type AddressName = 'page' | 'api' | 'webhooks';
/** `date`: the clock of whoever answered. Epoch milliseconds. */
export type Answered = { readonly status: number; readonly date?: number };
export type Schedule = {
  readonly ruleIsOn: boolean;
  readonly sourceIsOn: boolean;
  readonly deadLetters: number;
};
export type Mail = {
  readonly domain: string;
  readonly isVerified: boolean;
  /** False while AWS lets the account write to verified addresses only. */
  readonly mayWriteToAnybody: boolean;
  readonly maySend: boolean;
};
export type Quota = {
  /** How many functions may run at once in this account and region. */
  readonly concurrency: number;
  readonly maximumWorkers: number;
};

/**
 * What a doctor can look at. Where a deployment has no such thing, the eye is missing. They only look: nothing is changed
 * by any of them. Each may fail as AWS does.
 */
export type Eyes = {
  /** The texts of secrets; undefined for one that is not there. */
  readonly secrets: Readonly<Partial<Record<SecretName, () => Promise<string | undefined>>>>;
  readonly rows: () => AsyncIterable<ScannedPage>;
  /** When the row was due that is due for longest. Epoch milliseconds. */
  readonly oldestDue: () => Promise<number | undefined>;
  readonly addresses: Readonly<Partial<Record<AddressName, () => Promise<Answered>>>>;
  readonly schedule?: () => Promise<Schedule>;
  readonly mail?: () => Promise<Mail>;
  readonly quota?: () => Promise<Quota>;
};
