import type { HttpResponse } from '@concord/core';

type Claims = Record<string, unknown>;
export type Parts = { header: Claims; claims: Claims; signature: string };

const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const decoded = (part: string): Claims => JSON.parse(Buffer.from(part, 'base64url').toString()) as Claims;

/** The same id token with other contents; the signature stays what it was unless `change` replaces it. */
export function reforged(idToken: string, change: (parts: Parts) => void): string {
  const [header = '', claims = '', signature = ''] = idToken.split('.');
  const parts: Parts = { header: decoded(header), claims: decoded(claims), signature };
  change(parts);
  return `${encoded(parts.header)}.${encoded(parts.claims)}.${parts.signature}`;
}

/** A token answer with other members; `undefined` removes one. Answers that are no JSON objects stay as they are. */
export function withMembers(
  response: HttpResponse,
  change: (members: Record<string, unknown>) => Record<string, unknown>,
): HttpResponse {
  if (!response.body.startsWith('{')) return response;
  const members = JSON.parse(response.body) as Record<string, unknown>;
  return 'access_token' in members
    ? { ...response, body: JSON.stringify({ ...members, ...change(members) }) }
    : response;
}
