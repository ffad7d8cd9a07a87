import { createFrontDoor, type Service } from '../kernel/front-door.ts';
import { type PlainRequest, type PlainResponse, replyJson } from '../kernel/plain-http.ts';
import type { World } from '../kernel/world.ts';
import { answerAccount } from './account-page.ts';
import { answerAuthorize } from './authorize.ts';
import { createControl, type GoogleControl } from './control.ts';
import { createDirectory } from './directory.ts';
import { keySet } from './id-token.ts';
import { answerRevoke } from './revoke.ts';
import { errorPage } from './sign-in-pages.ts';
import { answerToken } from './token.ts';

export { accountActions as googleAccountActions, type GoogleAccountAction } from './account-actions.ts';
export { awkwardnesses, type GoogleAwkwardness } from './awkwardness.ts';
export type { GoogleControl } from './control.ts';
export type { GoogleAccount, GoogleApp } from './directory.ts';

/**
 * Google's identity: `/google/accounts` stands for accounts.google.com, `/google/oauth` for oauth2.googleapis.com.
 * Everything that counts is in the world's store.
 */
export function createGoogle(world: World): { readonly service: Service; readonly control: GoogleControl } {
  const directory = createDirectory(world);
  const counts = new Map<string, number>();
  const control = createControl(world, directory, counts);
  const counted =
    (kind: string, answer: typeof answerToken) =>
    (request: PlainRequest): PlainResponse => {
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
      return answer(world, directory, request);
    };
  const authorize = (request: PlainRequest): PlainResponse => answerAuthorize(world, directory, request);
  const account = (request: PlainRequest): PlainResponse => answerAccount(control, request);
  const endpoints: Readonly<Record<string, (request: PlainRequest) => PlainResponse>> = {
    'GET /accounts/o/oauth2/v2/auth': authorize,
    'POST /accounts/o/oauth2/v2/auth': authorize,
    'POST /oauth/token': counted('POST token', answerToken),
    'POST /oauth/revoke': counted('POST revoke', answerRevoke),
    'GET /oauth2/v3/certs': () => replyJson(keySet()),
    'GET /account': account,
    'POST /account': account,
  };
  const answer: Service['answer'] = async (request) => {
    const path = new URL(request.url).pathname.replace(/^\/google(?=\/|$)/u, '');
    const endpoint = endpoints[`${request.method} ${path}`];
    return endpoint === undefined ? errorPage('invalid_request') : endpoint(request);
  };
  return { service: createFrontDoor('google', answer), control };
}
