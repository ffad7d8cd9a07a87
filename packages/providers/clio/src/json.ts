import { SyncError } from '@concord/core';

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export type JsonRecord = { readonly [key: string]: Json };

export const garbled = (what: string, cause?: unknown): SyncError =>
  new SyncError('garbled', `Clio's answer cannot be read: ${what}`, { provider: 'clio', cause });

/** Throws `garbled` when the text is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message quotes the text, which is people's data.
    throw garbled('it is not JSON');
  }
}

export function toRecord(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw garbled(`${what} is not an object`);
  return value as Readonly<Record<string, unknown>>;
}

/** Clio leaves out no field that was asked for: one that is missing is an answer to something else. */
export function toOptionalText(value: unknown, what: string): string | null {
  if (value === null || typeof value === 'string') return value;
  throw garbled(`${what} is not a text`);
}

export function toText(value: unknown, what: string): string {
  if (typeof value === 'string' && value !== '') return value;
  throw garbled(`${what} is not a text`);
}

/** Ids are integers (OpenAPI: 64 bits, of which JSON carries 53). */
export function toId(value: unknown, what: string): string {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value > 0) return String(value);
  if (typeof value === 'string' && /^\d{1,15}$/u.test(value)) return value;
  throw garbled(`${what} is not an id`);
}

/** ISO 8601 with the user's own UTC offset, to epoch milliseconds. */
export function toInstant(value: unknown, what: string): number {
  const instant = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(instant)) throw garbled(`${what} is not a time`);
  return instant;
}

export function toArray(value: unknown, what: string): readonly unknown[] {
  if (!Array.isArray(value)) throw garbled(`${what} is not a list`);
  return value;
}
