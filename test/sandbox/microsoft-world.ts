import type { Contact, Subscription } from '@microsoft/microsoft-graph-types';
import { createManualWorld } from '../../packages/sandbox/src/kernel/manual-world.ts';
import type { PostOffice } from '../../packages/sandbox/src/kernel/post-office.ts';
import type { Store } from '../../packages/sandbox/src/kernel/store.ts';
import { createMicrosoft, type Microsoft, type MicrosoftAccount } from '../../packages/sandbox/src/microsoft/index.ts';

export const ada: MicrosoftAccount = {
  tenantId: '0d5b7a3e-1111-4111-8111-000000000001',
  oid: '7e163156-2222-4222-8222-000000000002',
  name: 'Ada Byron',
  email: 'ada@byron.example',
  mailbox: true,
};

export const main = '/me/contactFolders/contacts/contacts';

type Row = Contact & {
  readonly id: string;
  readonly '@odata.etag': string;
  readonly '@removed'?: { readonly reason: string };
};
/** Everything that any answer may hold; a test reads what its own has. */
export type Body = Omit<Row, 'id'> &
  Omit<Subscription, 'id'> & {
    readonly id: string;
    readonly value: readonly Row[];
    readonly '@odata.count'?: number;
    readonly '@odata.nextLink'?: string;
    readonly '@odata.deltaLink'?: string;
    readonly error: { readonly code: string; readonly message: string; readonly innerError: Record<string, string> };
    readonly responses: readonly {
      readonly id: string;
      readonly status: number;
      readonly headers: Record<string, string>;
      readonly body: Body;
    }[];
  };
/** What came back: the body parsed when it is JSON. */
export type Reply = { readonly status: number; readonly headers: Headers; readonly body: Body; readonly text: string };

type Json = Readonly<Record<string, unknown>>;
type Notified = { readonly value: readonly Readonly<Record<string, unknown>>[] };
export type Bench = ReturnType<typeof createBench>;

/** A Microsoft look-alike with one mailbox, a clock that only `advance` moves, and an ear for notifications. */
export function createBench(
  options: { limits?: boolean; store?: Store; seed?: number; startAt?: number } = {},
  office?: PostOffice,
) {
  const heard: { url: string; body: Notified; at: number }[] = [];
  let receiver = echoing;
  const world = createManualWorld({
    seed: options.seed ?? 7,
    startAt: options.startAt ?? Date.UTC(2026, 0, 5, 9, 0, 0),
    ...(options.store ? { store: options.store } : {}),
    deliver: async (request) => {
      const isHandshake = new URL(request.url).searchParams.has('validationToken');
      const text = isHandshake ? '' : await request.clone().text();
      if (!isHandshake) heard.push({ url: request.url, body: JSON.parse(text), at: world.now() });
      return receiver(request);
    },
  });
  const microsoft = createMicrosoft(world, { limits: options.limits ?? false }, office);
  if (microsoft.control.accounts().length === 0) microsoft.control.addAccount(ada);
  let accessToken = microsoft.control.grant(ada.email).accessToken;

  return {
    world,
    microsoft,
    people: microsoft.control.contacts(ada.email),
    control: microsoft.control,
    heard,
    now: world.now,
    useToken: (token: string) => {
      accessToken = token;
    },
    /** How the subscriber's endpoint answers from now on. */
    receive: (answer: typeof receiver) => {
      receiver = answer;
    },
    on: (name: string, rate = 1, amount?: number) =>
      world.awkward.set(`microsoft.${name}`, amount === undefined ? { rate } : { rate, amount }),
    off: (name: string) => world.awkward.set(`microsoft.${name}`, undefined),
    /** Requests that were sent get as far as they can before the clock moves. */
    advance: async (ms: number) => {
      for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      await world.advance(ms);
    },
    /** `path` is below /v1.0, or a whole link as Graph gave it. Ids are immutable unless `headers` prefer otherwise. */
    graph: (method: string, path: string, body?: unknown, headers: Json = {}): Promise<Reply> => {
      const url = path.startsWith('https://') ? path : `https://graph.microsoft.com/v1.0${path}`;
      return send(microsoft, method, url.replace('https://graph.microsoft.com', 'http://sandbox/graph'), body, {
        authorization: `Bearer ${accessToken}`,
        prefer: 'IdType="ImmutableId"',
        ...headers,
      });
    },
  };
}

async function send(microsoft: Microsoft, method: string, url: string, body: unknown, headers: Json): Promise<Reply> {
  const request = new Request(url, {
    method,
    headers: {
      ...(headers as Record<string, string>),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  return readReply(await microsoft.graph.handle(request));
}

export async function readReply(response: Response): Promise<Reply> {
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: parsed(text) as Body, text };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Answers the handshake as asked, and takes every notification. */
export async function echoing(request: Request): Promise<Response> {
  const token = new URL(request.url).searchParams.get('validationToken');
  if (token === null) return new Response(null, { status: 202 });
  return new Response(token, { status: 200, headers: { 'content-type': 'text/plain' } });
}

/** Follows a delta from a path or link to its deltaLink. */
export async function readRound(bench: Bench, start: string, pageSize = 50) {
  const rows: Row[] = [];
  let link = start;
  for (let pages = 1; pages <= 100; pages += 1) {
    const { status, body } = await bench.graph('GET', link, undefined, {
      prefer: `IdType="ImmutableId", odata.maxpagesize=${pageSize}`,
    });
    if (status !== 200) throw new Error(`delta answered ${status} ${JSON.stringify(body)}`);
    rows.push(...body.value);
    if (body['@odata.deltaLink']) return { rows, pages, deltaLink: body['@odata.deltaLink'] };
    link = body['@odata.nextLink'] ?? '';
  }
  throw new Error('the round does not end');
}
