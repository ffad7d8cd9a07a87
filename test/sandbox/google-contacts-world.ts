import type { people_v1 } from 'googleapis/build/src/apis/people/v1.js';
import { createGoogle } from '../../packages/sandbox/src/google/index.ts';
import { createManualWorld } from '../../packages/sandbox/src/kernel/manual-world.ts';
import type { Store } from '../../packages/sandbox/src/kernel/store.ts';

export const ada = { sub: '1083', name: 'Ada Byron', email: 'ada@byron.example', region: 'NL' };
export const bo = { sub: '2083', name: 'Bo <b>', email: 'bo@other.example' };
export const everything =
  'addresses,biographies,birthdays,clientData,emailAddresses,imClients,memberships,metadata,names,nicknames,organizations,phoneNumbers,relations,urls,userDefined';

export type Person = people_v1.Schema$Person;
type Json = Readonly<Record<string, unknown>>;

/** Everything that any answer may hold; a test reads what its own has. */
export type Body = Person &
  people_v1.Schema$ListConnectionsResponse & {
    readonly responses: readonly people_v1.Schema$PersonResponse[];
    readonly createdPeople: readonly people_v1.Schema$PersonResponse[];
    readonly updateResult: Readonly<Record<string, people_v1.Schema$PersonResponse>>;
    readonly contactGroups: readonly people_v1.Schema$ContactGroup[];
    readonly name: string;
    readonly memberResourceNames: readonly string[];
    readonly error: {
      readonly code: number;
      readonly message: string;
      readonly status: string;
      readonly errors?: readonly Readonly<Record<string, string>>[];
      readonly details?: readonly {
        readonly reason?: string;
        readonly metadata?: Readonly<Record<string, string>>;
        readonly contactErrors?: Readonly<Record<string, { readonly code: number; readonly message: string }>>;
      }[];
    };
  };
export type Bench = ReturnType<typeof createBench>;

/** A Google look-alike with two accounts, one of them in use, and a clock that only `advance` moves. */
export function createBench(options: { limits?: boolean; store?: Store; seed?: number; startAt?: number } = {}) {
  const { limits = false, ...rest } = options;
  const world = createManualWorld({ seed: 7, startAt: Date.UTC(2026, 0, 5, 9), ...rest });
  const { service, control } = createGoogle(world, { limits });
  if (control.accounts().length === 0) for (const account of [ada, bo]) control.addAccount(account);
  const signedIn = (scopes?: readonly string[], email = ada.email) => control.grant(email, scopes).accessToken;
  let token = signedIn();
  const ask = async (method: string, path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}) => {
    const answer = await service.answer({
      method,
      url: `http://sandbox.test/google/people/v1/${path}`,
      headers: { authorization: `Bearer ${token}`, ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    return { status: answer.status, headers: answer.headers, text: answer.body, body: parsed(answer.body) as Body };
  };
  const list = (query: Json = {}) =>
    ask('GET', `people/me/connections?${queryOf({ personFields: everything, requestSyncToken: true, ...query })}`);
  return {
    world,
    control,
    service,
    people: control.contacts(ada.email),
    ask,
    list,
    get: (resourceName: string, personFields = everything) =>
      ask('GET', `${resourceName}?personFields=${personFields}`),
    create: (person: unknown, personFields = everything) =>
      ask('POST', `people:createContact?personFields=${personFields}`, person),
    update: (resourceName: string, mask: string, person: unknown, personFields = everything) =>
      ask('PATCH', `${resourceName}:updateContact?updatePersonFields=${mask}&personFields=${personFields}`, person),
    remove: (resourceName: string) => ask('DELETE', `${resourceName}:deleteContact`),
    /** Every page of a list, and its last token. */
    listAll: async (query: Json = {}) => {
      const rows: Person[] = [];
      let pageToken: string | undefined;
      for (let pages = 1; pages <= 50; pages += 1) {
        const { status, body } = await list(pageToken === undefined ? query : { ...query, pageToken });
        if (status !== 200) throw new Error(`the list answered ${status} ${body.error.message}`);
        rows.push(...(body.connections ?? []));
        pageToken = body.nextPageToken ?? undefined;
        if (pageToken === undefined) return { rows, pages, syncToken: body.nextSyncToken ?? '' };
      }
      throw new Error('the list does not end');
    },
    signIn: (scopes?: readonly string[], email?: string) => {
      token = signedIn(scopes, email);
    },
    on: (name: string, amount?: number, rate = 1) =>
      world.awkward.set(`google.${name}`, amount === undefined ? { rate } : { rate, amount }),
    off: (name: string) => world.awkward.set(`google.${name}`, undefined),
  };
}

export function queryOf(fields: Json): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(fields))
    for (const one of value === undefined ? [] : [value].flat()) query.append(name, String(one));
  return query.toString();
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export const namesOf = (rows: readonly Person[] = []): readonly (string | null | undefined)[] =>
  rows.map(({ names }) => names?.[0]?.givenName);

export const sourceOf = ({ metadata }: Person) => metadata?.sources?.find(({ type }) => type === 'CONTACT') ?? {};

/** What an update has to send so that it is known which version it means. */
export const versionOf = ({ etag, metadata }: Person): Person => ({
  ...(etag === undefined ? {} : { etag }),
  ...(metadata === undefined ? {} : { metadata }),
});

export const named = (givenName: string): Person => ({ names: [{ givenName }] });
