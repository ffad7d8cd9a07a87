import type { Account } from '../directory.ts';
import { badRequest, refusal } from './refusal.ts';
import { findRoute } from './routes.ts';

/** Without the user: `/me` and one's own `/users/{id}` mean the same; anybody else's mailbox is closed. */
export function segmentsOf(account: Account, target: string): readonly string[] {
  const [first, second = '', ...rest] = decodedSegments(target);
  if (first === 'me') return second === '' ? ['me'] : [second, ...rest];
  if (first !== 'users') return decodedSegments(target);
  if (second !== account.oid && second.toLowerCase() !== account.email.toLowerCase()) throw refusal('accessDenied');
  return rest.length === 0 ? ['me'] : rest;
}

function decodedSegments(target: string): string[] {
  const parts = pathOf(target).split('/').filter(Boolean);
  try {
    return parts.map(decodeURIComponent);
  } catch {
    throw refusal('idMalformed');
  }
}

export function pathOf(target: string): string {
  return target.split('?')[0] ?? '';
}

/** For the request log; ids and folders do not show. */
export function kindOf(method: string, target: string): string {
  const segments = pathOf(target).split('/').filter(Boolean);
  if (segments[0] === '$batch') return `${method} $batch`;
  const below = segments[0] === 'me' ? segments.slice(1) : segments[0] === 'users' ? segments.slice(2) : segments;
  return findRoute(method, below.length === 0 ? ['me'] : below)?.route.kind ?? `${method} elsewhere`;
}

export function readJson(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw badRequest(
      'Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.',
    );
  }
}
