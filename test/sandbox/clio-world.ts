import { type ClioContactInput, createClio, createManualWorld, type ManualWorldOptions } from '@concord/sandbox';

export const firm = { id: 501, name: 'Abbott & Bell LLP' };
export const owner = { id: 71, name: 'Ada Abbott', email: 'ada@abbott.example.com', account_owner: true };
export const clerk = { id: 72, name: 'Cleo Clerk', email: 'cleo@abbott.example.com', restricted: true };

export type Answer = { readonly status: number; readonly headers: Headers; readonly body: Body; readonly text: string };
/** A record as an answer shows it: a test names what it expects. */
export type Shown = Readonly<Record<string, unknown>> & {
  readonly id: number;
  readonly etag: string;
  readonly email_addresses: readonly Shown[];
  readonly phone_numbers: readonly Shown[];
};
/** All that an answer may hold: one record or many, or an error in either of Clio's shapes. */
export type Body = {
  readonly data: Shown & readonly Shown[];
  readonly meta: Readonly<Record<string, unknown>> & {
    readonly records: number;
    readonly paging: { readonly next?: string; readonly previous?: string };
  };
  readonly error: string & { readonly type: string; readonly message: string };
  readonly error_description: string;
} & Readonly<Record<string, unknown>>;

export type Delivered = {
  readonly url: string;
  readonly headers: Headers;
  readonly body: Body;
  readonly raw: string;
  readonly at: number;
};

/** A Clio of one firm in a world that stands still, a way to call its API as a user, and a recorder behind its webhooks. */
export function clioWorld(
  options: ManualWorldOptions & { limits?: boolean; contacts?: readonly ClioContactInput[] } = {},
) {
  const delivered: Delivered[] = [];
  let receive: (request: Request) => Response | Promise<Response> = handshake;
  const world = createManualWorld({
    ...options,
    deliver: async (request) => {
      const raw = await request.clone().text();
      delivered.push({
        url: request.url,
        headers: request.headers,
        body: JSON.parse(raw) as Body,
        raw,
        at: world.now(),
      });
      return receive(request);
    },
  });
  const { service, control } = createClio(world, { limits: options.limits ?? false });
  if (control.firms().length === 0) control.addFirm({ ...firm, users: [owner, clerk] });
  if (options.contacts) control.contacts.addMany(options.contacts);
  const tokens = new Map<number, string>();
  const tokenOf = (user: number): string => {
    const token = tokens.get(user) ?? control.grant(user).access_token;
    tokens.set(user, token);
    return token;
  };
  const fetchText = async (request: Request): Promise<Answer> => {
    const response = await service.handle(request);
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: parse(text) };
  };
  const call = (
    method: string,
    path: string,
    data?: object,
    { user = owner.id, headers = {} }: { user?: number; headers?: Record<string, string> } = {},
  ): Promise<Answer> => {
    const url = path.startsWith('http') ? path : `http://sandbox.test/clio/api/v4/${path}`;
    const body = data === undefined ? {} : { body: JSON.stringify({ data }) };
    const sent = {
      authorization: `Bearer ${tokenOf(user)}`,
      'user-agent': 'Concord',
      'content-type': 'application/json',
      ...headers,
    };
    return fetchText(new Request(url, { method, headers: sent, ...body }));
  };
  return {
    world,
    control,
    handle: service.handle,
    call,
    fetchText,
    delivered,
    /** What the webhook's address answers from now on. */
    answerWebhooks: (answer: typeof receive) => {
      receive = answer;
    },
  };
}

export function handshake(request: Request): Response {
  const secret = request.headers.get('x-hook-secret');
  return new Response(null, secret === null ? {} : { headers: { 'x-hook-secret': secret } });
}

export function person(first_name: string, last_name: string, more: Partial<ClioContactInput> = {}): ClioContactInput {
  return { type: 'Person', first_name, last_name, ...more };
}

function parse(text: string): Body {
  try {
    return JSON.parse(text) as Body;
  } catch {
    return undefined as unknown as Body;
  }
}
