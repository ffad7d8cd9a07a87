import { type PlainRequest, type PlainResponse, replyJson } from '../kernel/plain-http.ts';
import type { World } from '../kernel/world.ts';
import type { Directory } from './directory.ts';
import { isForm, oauthError } from './token.ts';

/**
 * `POST /revoke` with an access or a refresh token in the form or the query. One token takes along all that its
 * project was granted by the account (documented). An unknown one is 400 `invalid_token`, one that cannot be one 400
 * `invalid_request` (observed).
 */
export function answerRevoke(world: World, directory: Directory, request: PlainRequest): PlainResponse {
  const form = new URLSearchParams(isForm(request) ? request.body : '');
  const text = form.get('token') ?? new URL(request.url).searchParams.get('token') ?? '';
  if (!/^[\w./-]+$/u.test(text)) return oauthError('invalid_request', 'Bad Request');
  const token = directory.refreshToken(text) ?? directory.accessToken(text);
  if (token === undefined) return oauthError('invalid_token', 'Token expired or revoked');
  const project = directory.app(token.clientId)?.project ?? '';
  const end = (): void => directory.revoke(token.sub, project);
  if (!world.awkward.strikes('google.revokeLate')) end();
  else
    world.later(world.awkward.amount('google.revokeLate', 60_000), async () => {
      end();
    });
  return replyJson({});
}
