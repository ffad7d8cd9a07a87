import type { EventWriter } from '../calendar/event-writes.ts';
import type { Account } from '../directory.ts';
import type { MailBox } from '../mail/mail-box.ts';
import type { Mailbox } from '../mailbox/mailbox.ts';
import type { IdKind } from './contact-body.ts';

/** One request to Graph, alone or as an item of a batch. */
export type Call = {
  readonly method: string;
  /** Below `/v1.0`, decoded, without the user: `['contacts', 'AAMk...']`. */
  readonly segments: readonly string[];
  /** Path and query below `/v1.0` as they came. */
  readonly target: string;
  readonly query: URLSearchParams;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly account: Account;
  readonly clientId: string;
  /** Throws the refusal when there is none. */
  readonly mailbox: () => Mailbox;
  /** The account's calendars, for an app to write in. Throws the refusal when there are none. */
  readonly calendars: () => EventWriter;
  /** The account's mail. Throws the refusal when there is none. */
  readonly mail: () => MailBox;
  readonly prefers: Preferences;
};

export type Answer = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON, or text for a bare count. */
  readonly body?: unknown;
};

export type Preferences = {
  readonly idKind: IdKind;
  readonly pageSize: number | undefined;
  readonly minimal: boolean;
  /** In which events show their times; undefined is UTC. */
  readonly timeZone: string | undefined;
  readonly textBody: boolean;
  /** Those that were understood, for `Preference-Applied`. */
  readonly applied: readonly string[];
};

/** `Prefer: IdType="ImmutableId", odata.maxpagesize=50`. */
export function readPreferences(header = ''): Preferences {
  const entries = header.split(',').map((entry) => entry.trim());
  const find = (pattern: RegExp): string | undefined => entries.find((entry) => pattern.test(entry));
  const immutable = find(/^IdType\s*=\s*"?ImmutableId"?$/iu);
  const size = find(/^odata\.maxpagesize\s*=\s*\d+$/iu);
  const minimal = find(/^return\s*=\s*minimal$/iu);
  const zone = find(/^outlook\.timezone\s*=/iu);
  const text = find(/^outlook\.body-content-type\s*=\s*"?text"?$/iu);
  return {
    idKind: immutable === undefined ? 'classic' : 'immutable',
    pageSize: size === undefined ? undefined : Math.max(1, Number(size.replace(/\D/gu, ''))),
    minimal: minimal !== undefined,
    timeZone: zone?.replace(/^[^=]*=\s*/u, '').replaceAll('"', ''),
    textBody: text !== undefined,
    applied: [immutable, size, minimal, zone, text].filter((entry) => entry !== undefined),
  };
}
