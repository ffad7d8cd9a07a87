import type { HttpRequest } from '@concord/core';
import { type Answer, garbled, recordOf } from './errors.ts';
import { graphOrigin, graphVersion } from './profile.ts';

/** One request within a `$batch`; `url` is relative, without the version. */
export type BatchItem = {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: object;
};

/** What every item of a mailbox has, in a list, a page of changes, or by itself. */
export type Row = {
  readonly id: string;
  readonly '@odata.etag'?: string;
  readonly '@removed'?: unknown;
};

/** Ids change on a move without it. Every request and every item of a batch must ask. */
export const immutableIds = 'IdType="ImmutableId"';
const base = `${graphOrigin}/${graphVersion}`;

/** `path` is what follows the version. */
export function requestOf(
  method: HttpRequest['method'],
  path: string,
  body?: object,
  preference: string = immutableIds,
): HttpRequest {
  return {
    method,
    url: `${base}${path}`,
    headers: {
      prefer: preference,
      accept: 'application/json',
      ...(body ? { 'content-type': 'application/json' } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  };
}

/** Follows a link that Graph gave out, unchanged; throws `garbled` when it leads anywhere else. */
export function linkRequest(link: string, preference: string): HttpRequest {
  return requestOf('GET', safeLink(link).slice(base.length), undefined, preference);
}

/** A token may only go to Graph: a link is followed when its origin and version are the canonical ones. */
export function safeLink(link: string): string {
  if (!link.startsWith(`${base}/`)) throw garbled('a link to somewhere else');
  return link;
}

export type DeltaPage<R extends Row = Row> = {
  readonly rows: readonly R[];
  /** Exactly one of them. */
  readonly nextLink?: string;
  readonly deltaLink?: string;
};

export function parseDeltaPage<R extends Row = Row>(answer: Answer): DeltaPage<R> {
  const body = recordOf(answer.body);
  const { '@odata.nextLink': nextLink, '@odata.deltaLink': deltaLink } = body ?? {};
  const rows = parseRows<R>(answer);
  if (typeof nextLink === 'string' && deltaLink === undefined) return { rows, nextLink: safeLink(nextLink) };
  if (typeof deltaLink === 'string' && nextLink === undefined) return { rows, deltaLink: safeLink(deltaLink) };
  throw garbled('a page without one way onward');
}

export function parseRows<R extends Row = Row>(answer: Answer): readonly R[] {
  const value = recordOf(answer.body)?.value;
  if (!Array.isArray(value)) throw garbled('no list of items');
  return value.map((row) => parseRow<R>(row));
}

export function parseRow<R extends Row = Row>(value: unknown): R {
  const row = recordOf(value);
  if (typeof row?.id !== 'string' || row.id === '') throw garbled('an item without an id');
  return row as unknown as R;
}

/** The option that finds what was made with a marker. */
export function byProperty(property: string, value: string): string {
  const filter = `singleValueExtendedProperties/any(ep: ep/id eq ${quoted(property)} and ep/value eq ${quoted(value)})`;
  return `$filter=${encodeURIComponent(filter)}`;
}

/** A text in a filter. */
export const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

export function batchItem(
  method: BatchItem['method'],
  url: string,
  more: { readonly version?: string; readonly body?: object; readonly preference?: string } = {},
): BatchItem {
  return {
    method,
    url,
    headers: {
      Prefer: more.preference ?? immutableIds,
      ...(more.body ? { 'Content-Type': 'application/json' } : {}),
      ...(more.version === undefined ? {} : { 'If-Match': more.version }),
    },
    ...(more.body ? { body: more.body } : {}),
  };
}

/** In groups that fit one batch. */
export function parts<T>(all: readonly T[], size: number): readonly (readonly T[])[] {
  const count = Math.ceil(all.length / size);
  return Array.from({ length: count }, (_, index) => all.slice(index * size, (index + 1) * size));
}
