import type { HttpRequest, HttpResponse } from '@concord/core';
import { api } from './profile.ts';

/**
 * Ends a grant (handbook, authorization). Whether that removes webhooks too is not documented: delete them first. That it
 * ends the refresh token is an assumption.
 */
export function deauthorizeRequest(host: string, accessToken: string): HttpRequest {
  return {
    method: 'POST',
    url: `${host}/oauth/deauthorize`,
    headers: {
      accept: 'application/json',
      authorization: `Bearer ${accessToken}`,
      'content-type': 'application/x-www-form-urlencoded',
      'user-agent': api.userAgent,
    },
    body: new URLSearchParams({ token: accessToken }).toString(),
  };
}

export const isDeauthorized = ({ status }: HttpResponse): boolean => status >= 200 && status < 300;

const maxHints = 20;
const maxHintLength = 128;
const maxBodyLength = 65_536;
/** Of objects, lists and values together. */
const maxVisited = 1_000;

/**
 * What a deauthorisation callback says, as far as it can be an id: each number and each word without blanks of a JSON or form
 * body, at most 20. Clio posts there when somebody removes the app, and documents neither the body nor a signature: a
 * hint proves nothing and only says whose grant to try. Takes any text.
 */
export function deauthorizationHints(body: string): readonly string[] {
  if (body.length > maxBodyLength) return [];
  const hints = valuesOf(body)
    .map(String)
    .filter((value) => /^[\w.:-]+$/u.test(value) && value.length <= maxHintLength);
  return [...new Set(hints)].slice(0, maxHints);
}

type Scalar = string | number;

function valuesOf(body: string): readonly Scalar[] {
  try {
    return scalarsOf(JSON.parse(body));
  } catch {
    return [...new URLSearchParams(body.trim()).values()];
  }
}

/** Breadth first, so that what stands near the top is found before a bound is reached. */
function scalarsOf(root: unknown): readonly Scalar[] {
  const waiting: unknown[] = [root];
  const found: Scalar[] = [];
  for (let visited = 0; visited < Math.min(waiting.length, maxVisited); visited += 1) {
    const value = waiting[visited];
    if (typeof value === 'string' || Number.isSafeInteger(value)) found.push(value as Scalar);
    else if (typeof value === 'object' && value !== null) waiting.push(...Object.values(value).slice(0, maxVisited));
  }
  return found;
}
