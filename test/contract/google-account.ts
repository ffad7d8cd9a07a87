import {
  type Collection,
  type CollectionContext,
  type HttpRequest,
  type HttpResponse,
  SyncError,
  type Transport,
} from '@concord/core';
import { google } from '@concord/provider-google';
import { BrokenConnection, createManualWorld, type ManualWorld } from '@concord/sandbox';
import { createGoogle, type GoogleControl, type GooglePeople } from '../../packages/sandbox/src/google/index.ts';
import { phoneRegion } from './contact-arbitrary.ts';

export const email = 'anna@firm.example';
const hosts = {
  accounts: 'http://sandbox.test/google/accounts',
  oauth: 'http://sandbox.test/google/oauth',
  people: 'http://sandbox.test/google/people',
};

/** The contacts of an account of the look-alike, and the collection over them. */
export type Account = {
  readonly world: ManualWorld;
  readonly control: GoogleControl;
  readonly people: GooglePeople;
  /** A new one each time, as every slice of work opens its own. */
  readonly open: (over?: Partial<CollectionContext>) => Collection;
  /** Every request so far, as "GET /v1/people:batchGet". */
  readonly sent: string[];
};

export function createAccount(
  options: { readonly limits?: boolean; readonly scopes?: readonly string[] } = {},
): Account {
  const world = createManualWorld({ publicUrl: 'http://sandbox.test' });
  const { service, control } = createGoogle(world, { limits: options.limits ?? false });
  control.addAccount({ sub: '1083', name: 'Anna Reyes', email });
  const sent: string[] = [];
  const context: CollectionContext = {
    transport: transportTo(service.handle, sent),
    accessToken: async () => control.grant(email, options.scopes).accessToken,
    hosts,
    clock: { now: world.now },
    claims: { take: async () => ({ kind: 'busy' }), bind: async () => {}, release: async () => {} },
    phoneRegion,
    seesEverything: true,
  };
  return {
    world,
    control,
    people: control.contacts(email),
    open: (over = {}) => openContacts({ ...context, ...over }),
    sent,
  };
}

function openContacts(context: CollectionContext): Collection {
  const open = google.collections.contact;
  if (open === undefined) throw new Error('Google has no contacts');
  return open(context);
}

function transportTo(handle: (request: Request) => Promise<Response>, sent: string[]): Transport {
  return async ({ method, url, headers, body }: HttpRequest): Promise<HttpResponse> => {
    sent.push(`${method} ${new URL(url).pathname.replace(/^\/google\/people/u, '')}`);
    try {
      const response = await handle(new Request(url, { method, headers, ...(body === undefined ? {} : { body }) }));
      return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
    } catch (error) {
      if (error instanceof BrokenConnection) throw new SyncError('timeout', 'no answer', { cause: error });
      throw error;
    }
  };
}
