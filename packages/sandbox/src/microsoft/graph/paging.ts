import type { Call } from './call.ts';
import { badRequest } from './refusal.ts';

const maxTop = 1_000;
const defaultTop = 10;

/** How many rows a page of a list has. */
export function readTop({ query, prefers }: Call): number {
  const top = readNumber(query, '$top') ?? prefers.pageSize ?? defaultTop;
  if (top >= 1 && top <= maxTop) return top;
  throw badRequest(
    `The limit of '${maxTop}' for Top query has been exceeded. The value from the incoming request is '${top}'.`,
  );
}

export function readNumber(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  if (!/^\d{1,9}$/u.test(text)) throw badRequest(`Invalid value '${text}' for ${name} query option.`);
  return Number(text);
}

export function nextLink(call: Call, skip: number): string {
  const url = new URL(`https://graph.microsoft.com/v1.0${call.target}`);
  url.searchParams.set('$skip', String(skip));
  return url.href;
}
