import type { Call } from './call.ts';
import { invalid } from './refusal.ts';

/** `maxResults` caps it, as documented. What a value gets that does not fit is assumed. */
export function readCount(query: URLSearchParams, usual: number, most: number): number {
  const text = query.get('maxResults');
  if (text === null || text === '') return usual;
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) throw invalid(`Invalid value at 'max_results': "${text}"`);
  return Math.min(count, most);
}

export type Page = {
  readonly offset: number;
  /** An awkward page without rows, and with a token. */
  readonly isBlank: boolean;
};

/** Which lists began with a blank page: the next one has its rows. */
const blanks = new WeakMap<Call['world'], Set<string>>();

/** `list`: which one it is, so that every other page of it can be blank. */
export function readToken({ query, world, account }: Call, list: string): Page {
  const text = query.get('pageToken') ?? '';
  if (text !== '' && world.awkward.strikes('google.mail.pageTokenExpired')) throw invalid('Invalid pageToken');
  const offset = text === '' ? 0 : Number(text);
  if (!Number.isInteger(offset) || offset < 0) throw invalid('Invalid pageToken');
  const known = blanks.get(world) ?? new Set();
  blanks.set(world, known);
  const key = `${account.sub} ${list} ${offset}`;
  if (known.delete(key) || !world.awkward.strikes('google.emptyPage')) return { offset, isBlank: false };
  known.add(key);
  return { offset, isBlank: true };
}
