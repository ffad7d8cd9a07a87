import { createHash } from 'node:crypto';
import { createGoogle, createManualWorld, type GoogleAwkwardness, type ManualWorldOptions } from '@concord/sandbox';

export const ada = { sub: '1083', name: 'Ada Byron', email: 'ada@byron.example', hd: 'byron.example' };
export const bo = { sub: '2083', name: 'Bo <b>', email: 'bo@other.example' };
export const contacts = 'https://www.googleapis.com/auth/contacts';
export const mail = 'https://www.googleapis.com/auth/gmail.readonly';
export const redirectUri = 'http://127.0.0.1:4173/auth/google/callback';
const verifier = 'v'.repeat(43);

type Fields = Readonly<Record<string, string | readonly string[] | undefined>>;
export type TokenBody = Readonly<Record<string, unknown>> & {
  readonly access_token: string;
  readonly refresh_token?: string;
  readonly error?: string;
};

/** A Google look-alike with two accounts, and a person at its pages. */
export function googleWorld(options: ManualWorldOptions = {}) {
  const world = createManualWorld(options);
  const { service, control } = createGoogle(world, { limits: false });
  if (control.accounts().length === 0) for (const account of [ada, bo]) control.addAccount(account);
  const { clientId, clientSecret } = control.appCredentials;
  const post = (path: string, fields: Fields, headers: Readonly<Record<string, string>> = {}) =>
    service.answer({
      method: 'POST',
      url: path.startsWith('http') ? path : `http://sandbox.test/google${path}`,
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      body: queryOf(fields),
    });
  const get = (path: string) =>
    service.answer({
      method: 'GET',
      url: path.startsWith('http') ? path : `http://sandbox.test/google${path}`,
      headers: {},
    });
  const authorizeUrl = (change: Fields = {}) =>
    `http://sandbox.test/google/accounts/o/oauth2/v2/auth?${queryOf({
      client_id: clientId,
      response_type: 'code',
      redirect_uri: redirectUri,
      scope: `openid email profile ${contacts}`,
      state: 's t&te',
      access_type: 'offline',
      prompt: 'select_account consent',
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
      ...change,
    })}`;
  const visit = (change?: Fields) => get(authorizeUrl(change));
  /** Continues with every box of the request ticked, unless other fields are given. */
  const accept = async (change: Fields = {}, fields: Fields = {}) => {
    const scope = new URL(authorizeUrl(change)).searchParams.get('scope')?.split(' ') ?? [];
    const { headers, ...rest } = await post(authorizeUrl(change), {
      account: ada.sub,
      answer: 'continue',
      scope,
      ...fields,
    });
    const { location } = headers;
    return { ...rest, headers, back: location === undefined ? undefined : new URL(location).searchParams };
  };
  const token = async (fields: Fields, headers?: Readonly<Record<string, string>>) => {
    const answer = await post('/oauth/token', { client_id: clientId, client_secret: clientSecret, ...fields }, headers);
    return { status: answer.status, text: answer.body, body: parsed(answer.body) };
  };
  const redeem = (code: string | null | undefined, change: Fields = {}) =>
    token({
      grant_type: 'authorization_code',
      code: code ?? '',
      redirect_uri: redirectUri,
      code_verifier: verifier,
      ...change,
    });
  const refresh = (refresh_token: unknown) =>
    token({ grant_type: 'refresh_token', refresh_token: String(refresh_token) });
  const signIn = async (change?: Fields, fields?: Fields) =>
    (await redeem((await accept(change, fields)).back?.get('code'))).body;
  const on = (name: GoogleAwkwardness, amount?: number) =>
    world.awkward.set(name, amount === undefined ? { rate: 1 } : { rate: 1, amount });
  return { world, control, get, post, authorizeUrl, visit, accept, token, redeem, refresh, signIn, on };
}

function queryOf(fields: Fields): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(fields))
    for (const one of value === undefined ? [] : [value].flat()) query.append(name, one);
  return query.toString();
}

function parsed(text: string): TokenBody {
  try {
    return JSON.parse(text) as TokenBody;
  } catch {
    return { access_token: '' };
  }
}
