import { hash } from 'node:crypto';
import type { ContactRecord } from './contact-record.ts';
import { withoutMark } from './groups.ts';

/**
 * Whether a change of a nested row, or of the name of the company, gives a contact another etag is not documented. So a
 * version is the etag, which guards a write, and a digest of all that is shown, which tells what the etag may hide.
 */
export function versionOf({ etag, type, name, texts, company, rows }: ContactRecord): string {
  return versionFrom(etag, [type, name, texts, company, rows]);
}

/** `shown`: plain data, all of which counts. */
export function versionFrom(etag: string, shown: unknown): string {
  return `${etag}~${hash('sha256', JSON.stringify(shown), 'base64url').slice(0, digestLength)}`;
}

const digestLength = 12;

export function etagOf(version: string): string {
  const bare = withoutMark(version);
  return bare.slice(0, Math.max(0, bare.length - digestLength - 1));
}
