import { type SendUpdates, sendUpdatesValues } from '../events/mail-trap.ts';
import { isZone } from '../events/zones.ts';
import { badRequest } from './refusal.ts';

/** Reading a query. What a value gets that does not fit is assumed: 400 `invalid`, with the parameter's name. */
const invalid = (name: string, value: string | null) =>
  badRequest(`Invalid value '${value}' for parameter ${name}.`, 'invalid', name);

export function readFlag(query: URLSearchParams, name: string): boolean {
  const value = query.get(name);
  if (value !== null && value !== 'true' && value !== 'false') throw invalid(name, value);
  return value === 'true';
}

/** `most` caps it, as documented ("can never be larger"). */
export function readCount(query: URLSearchParams, name: string, usual: number, most: number): number {
  const value = query.get(name);
  if (value === null || value === '') return usual;
  const count = Number(value);
  if (!Number.isInteger(count) || count < 1) throw invalid(name, value);
  return Math.min(count, most);
}

/** An RFC 3339 time, whose offset is mandatory (documented). */
export function readInstant(query: URLSearchParams, name: string): number | undefined {
  const value = query.get(name);
  if (value === null || value === '') return undefined;
  const hasOffset = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)$/u.test(value);
  const at = Date.parse(value.toUpperCase());
  if (!hasOffset || Number.isNaN(at)) throw badRequest('Bad Request', 'badRequest', name);
  return at;
}

export function readZone(query: URLSearchParams, usual: string): string {
  const value = query.get('timeZone');
  if (value === null || value === '') return usual;
  if (!isZone(value)) throw invalid('timeZone', value);
  return value;
}

/** In the query alone; `sendNotifications` is its older form (documented). */
export function readSendUpdates(query: URLSearchParams): SendUpdates {
  const value = query.get('sendUpdates');
  if (value === null || value === '') return readFlag(query, 'sendNotifications') ? 'all' : 'none';
  const known = sendUpdatesValues.find((one) => one === value);
  if (known === undefined) throw invalid('sendUpdates', value);
  return known;
}
