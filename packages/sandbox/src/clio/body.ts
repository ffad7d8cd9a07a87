import { type PlainRequest } from '../kernel/plain-http.ts';
import { badRequest, invalidArgument } from './refusal.ts';

/** The object under `data` of a JSON body. Throws a 400. */
export function readData(request: PlainRequest): Readonly<Record<string, unknown>> {
  const body = parse(request.body ?? '');
  if (!isRecord(body) || !isRecord(body.data)) throw badRequest('The body must be JSON with an object under "data"');
  return body.data;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A blank text is stored as null (what Clio does with `""` is not documented: assumption). */
export function readText(value: unknown, field: string): string | null {
  if (value === null) return null;
  if (typeof value !== 'string' && typeof value !== 'number') throw invalidArgument(`'${field}' must be a string`);
  return String(value).trim() === '' ? null : String(value);
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A flag, which may come as a text. */
export function isTrue(value: unknown): boolean {
  return value === true || value === 'true';
}
