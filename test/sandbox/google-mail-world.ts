import { createGoogle, type GoogleTopic } from '../../packages/sandbox/src/google/index.ts';
import { createManualWorld } from '../../packages/sandbox/src/kernel/manual-world.ts';
import type { PlainRequest, PlainResponse } from '../../packages/sandbox/src/kernel/plain-http.ts';
import { createPostOffice } from '../../packages/sandbox/src/kernel/post-office.ts';
import type { Store } from '../../packages/sandbox/src/kernel/store.ts';

export const ada = { sub: '1083', name: 'Ada Byron', email: 'ada@byron.example' };
export const bo = { sub: '2083', name: 'Bo <b>', email: 'bo@other.example' };
export const client = { address: 'client@elsewhere.example', name: 'Clara Client' };
export const topic: GoogleTopic = {
  name: 'projects/concord/topics/mail',
  pushUrl: 'https://concord.example/webhooks/google/mail',
  serviceAccount: 'push@concord.iam.gserviceaccount.example',
};
const prefix = 'https://www.googleapis.com/auth/gmail';
export const usualScopes = [`${prefix}.readonly`, `${prefix}.send`];
export const scope = (name: string): string => `${prefix}.${name}`;

export type Json = Readonly<Record<string, unknown>>;
export type Row = { readonly id: string; readonly threadId: string; readonly labelIds?: readonly string[] };
/** Everything that any answer may hold; a test reads what its own has. */
export type Body = Row & {
  readonly messages?: readonly Row[];
  readonly history?: readonly (Json & { readonly id: string })[];
  readonly historyId: string;
  readonly nextPageToken?: string;
  readonly resultSizeEstimate?: number;
  readonly emailAddress?: string;
  readonly messagesTotal?: number;
  readonly labels?: readonly Json[];
  readonly sendAs?: readonly Json[];
  readonly snippet: string;
  readonly raw: string;
  readonly internalDate: string;
  readonly expiration: string;
  readonly payload: { readonly mimeType: string; readonly headers: readonly { name: string; value: string }[] } & Json;
  readonly error: { readonly code: number; readonly message: string; readonly status: string; readonly errors: Json[] };
};
export type Bench = ReturnType<typeof createBench>;

/** Gmail's look-alike with two accounts, a clock that only `advance` moves, and an ear for pushes. */
export function createBench(options: { limits?: boolean; store?: Store; hear?: () => number } = {}) {
  const { limits = false, hear = () => 204, store } = options;
  const heard: PlainRequest[] = [];
  const post = async (request: PlainRequest): Promise<PlainResponse> => {
    heard.push(request);
    return { status: hear(), headers: {}, body: '' };
  };
  const world = createManualWorld({ startAt: Date.UTC(2026, 7, 3, 7), post, ...(store ? { store } : {}) });
  const office = createPostOffice();
  const { service, control } = createGoogle(world, { limits, post: office, topics: [topic] });
  if (control.accounts().length === 0) for (const account of [ada, bo]) control.addAccount(account);
  let who: { readonly email: string; readonly scopes: readonly string[] } = { email: ada.email, scopes: usualScopes };
  const send = async (method: string, path: string, body?: string, headers: Readonly<Record<string, string>> = {}) =>
    await service.answer({
      method,
      url: `http://sandbox.test/google${path}`,
      headers: { authorization: `Bearer ${control.grant(who.email, who.scopes).accessToken}`, ...headers },
      ...(body === undefined ? {} : { body }),
    });
  const ask = async (method: string, path: string, body?: unknown) => {
    const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
    const answer = await send(method, `/gmail/v1/users/me/${path}`, text);
    return { status: answer.status, text: answer.body, body: parsed(answer.body) };
  };
  return {
    world,
    control,
    office,
    heard,
    send,
    ask,
    mine: control.mailbox(ada.email),
    theirs: control.mailbox(bo.email),
    list: async (q = '', more = '') => (await ask('GET', `messages?q=${encodeURIComponent(q)}${more}`)).body,
    mail: async (source: string, threadId?: string) =>
      await ask('POST', 'messages/send', { raw: Buffer.from(source).toString('base64url'), threadId }),
    signIn: (scopes: readonly string[], email = ada.email) => {
      who = { email, scopes };
    },
    on: (name: string, amount?: number) =>
      world.awkward.set(`google.${name}`, amount === undefined ? { rate: 1 } : { rate: 1, amount }),
    off: (name: string) => world.awkward.set(`google.${name}`, undefined),
  };
}

function parsed(text: string): Body {
  try {
    return JSON.parse(text) as Body;
  } catch {
    return {} as Body;
  }
}

export const refusalOf = ({ status, body }: { readonly status: number; readonly body: Body }) => [
  status,
  body.error.errors[0]?.['reason'],
  body.error.message,
];
