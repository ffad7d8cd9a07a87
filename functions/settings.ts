import { type Hosts, type Provider, SyncError } from '@concord/core';
import type { EngineSettings } from '@concord/engine';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Throws `misconfigured` with the name of what is missing: the only thing an operator needs to know. */
export function required(environment: Environment, name: string): string {
  const value = environment[name];
  if (value === undefined || value === '') throw new SyncError('misconfigured', `${name} is not set.`);
  return value;
}

export function readSettings(environment: Environment): EngineSettings {
  return {
    publicUrl: address(required(environment, 'CONCORD_PUBLIC_URL'), 'CONCORD_PUBLIC_URL'),
    ...(environment['CONCORD_WEBHOOK_URL']
      ? { webhookUrl: address(environment['CONCORD_WEBHOOK_URL'], 'CONCORD_WEBHOOK_URL') }
      : {}),
    ...readMailPush(environment),
    ...(environment['CONCORD_TABLE'] ? { table: environment['CONCORD_TABLE'] } : {}),
    leaseMs: milliseconds(environment, 'CONCORD_LEASE_MS', 90_000),
    sliceMs: milliseconds(environment, 'CONCORD_SLICE_MS', 5_000),
    historyDays: days(environment, 'CONCORD_HISTORY_DAYS', 90),
    requestTimeoutMs: milliseconds(environment, 'CONCORD_REQUEST_TIMEOUT_MS', 20_000),
    phoneRegion: country(environment['CONCORD_PHONE_REGION']),
    regions: readRegions(environment['CONCORD_CLIO_REGIONS']),
  };
}

/** Base addresses of a provider: from the environment variables that its profile names, otherwise the real ones. */
export function readHosts(environment: Environment, provider: Provider): Hosts {
  return Object.fromEntries(
    Object.entries(provider.profile.hosts).map(([name, { variable, url }]) => [
      name,
      address(environment[variable] || url, variable),
    ]),
  );
}

function address(text: string, name: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isPlain = url !== undefined && /^https?:$/u.test(url.protocol) && url.search + url.hash + url.username === '';
  if (!isPlain) throw new SyncError('misconfigured', `${name} is not an http(s) address.`);
  return url.href.replace(/\/+$/u, '');
}

/** Both or neither: without the sender nobody could be believed, and without the topic nobody would tell of anything. */
function readMailPush(environment: Environment): Pick<EngineSettings, 'mailTopic' | 'mailPushSender'> {
  const mailTopic = environment['CONCORD_GOOGLE_MAIL_TOPIC'] ?? '';
  const mailPushSender = environment['CONCORD_GOOGLE_MAIL_SENDER'] ?? '';
  if (mailTopic === '' && mailPushSender === '') return {};
  if (!/^projects\/[^/\s]+\/topics\/[^/\s]+$/u.test(mailTopic))
    throw new SyncError('misconfigured', 'CONCORD_GOOGLE_MAIL_TOPIC is not like projects/mine/topics/mail.');
  if (!/^[^@\s]+@[^@\s]+$/u.test(mailPushSender))
    throw new SyncError('misconfigured', 'CONCORD_GOOGLE_MAIL_SENDER is not the address of a service account.');
  return { mailTopic, mailPushSender };
}

function milliseconds(environment: Environment, name: string, fallback: number): number {
  const text = environment[name];
  if (text === undefined || text === '') return fallback;
  if (!/^[1-9]\d{0,8}$/u.test(text)) throw new SyncError('misconfigured', `${name} is not a number of milliseconds.`);
  return Number(text);
}

/** Up to ten years. */
function days(environment: Environment, name: string, fallback: number): number {
  const text = environment[name];
  if (text === undefined || text === '') return fallback;
  if (/^[1-9]\d{0,3}$/u.test(text) && Number(text) <= 3_653) return Number(text);
  throw new SyncError('misconfigured', `${name} is not a number of days from 1 to 3653.`);
}

function country(text: string | undefined): string {
  if (text === undefined || text === '') return 'US';
  if (/^[A-Z]{2}$/u.test(text)) return text;
  throw new SyncError('misconfigured', 'CONCORD_PHONE_REGION is not a country code of two capitals.');
}

/** The form alone; which regions there are is for the provider to say. */
function readRegions(text: string | undefined): readonly string[] {
  if (text === undefined || text === '') return ['us'];
  const regions = text.split(',').map((part) => part.trim());
  if (regions.every((part) => /^[a-z]{2}$/u.test(part)) && new Set(regions).size === regions.length) return regions;
  throw new SyncError('misconfigured', 'CONCORD_CLIO_REGIONS is not a list of regions like "us,eu".');
}
