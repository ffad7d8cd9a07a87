import type { Collection, CollectionContext } from '@concord/core';
import { google } from '@concord/provider-google';
import { createManualWorld, type ManualWorld } from '@concord/sandbox';
import { createGoogle, type GoogleControl, type GooglePeople } from '../../packages/sandbox/src/google/index.ts';
import { transportTo } from '../sandbox/transport-to.ts';
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
  const send = transportTo(service.handle);
  const context: CollectionContext = {
    transport: async (request) => {
      sent.push(`${request.method} ${new URL(request.url).pathname.replace(/^\/google\/people/u, '')}`);
      return await send(request);
    },
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
