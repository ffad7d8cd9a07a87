import type { Catalogue, Collection, CollectionContext, HttpRequest, RawRequest, Transport } from '@concord/core';
import { google } from '@concord/provider-google';
import { createManualWorld, type ManualWorld } from '@concord/sandbox';
import {
  createGoogle,
  type GoogleCalendars,
  type GoogleControl,
  type GooglePeople,
} from '../../packages/sandbox/src/google/index.ts';
import { transportTo } from '../sandbox/transport-to.ts';
import { phoneRegion } from './contact-arbitrary.ts';

export const email = 'anna@firm.example';
export const hookUrl = 'https://concord.example/webhooks/google/hook-1';
export const hookSecret = 'secret-1';
const hosts = {
  accounts: 'http://sandbox.test/google/accounts',
  oauth: 'http://sandbox.test/google/oauth',
  people: 'http://sandbox.test/google/people',
  calendar: 'http://sandbox.test/google',
};

/** The contacts and calendars of an account of the look-alike, and the collections over them. */
export type Account = {
  readonly world: ManualWorld;
  readonly control: GoogleControl;
  readonly people: GooglePeople;
  readonly calendars: GoogleCalendars;
  /** A new one each time, as every slice of work opens its own. */
  readonly open: (over?: Partial<CollectionContext>) => Collection;
  readonly openCalendar: (over?: Partial<CollectionContext>) => Collection;
  readonly catalogue: () => Catalogue;
  /** What a request of this account gets. */
  readonly send: Transport;
  /** Every request so far, as "GET /v1/people:batchGet". */
  readonly sent: string[];
  /** The same, whole. */
  readonly requests: HttpRequest[];
  /** What was sent to our webhook, until somebody takes it away. */
  readonly delivered: RawRequest[];
};

export function createAccount(
  options: { readonly limits?: boolean; readonly scopes?: readonly string[] } = {},
): Account {
  const delivered: RawRequest[] = [];
  const world = createManualWorld({
    publicUrl: 'http://sandbox.test',
    deliver: (request) => receive(request, delivered),
  });
  const { service, control } = createGoogle(world, { limits: options.limits ?? false });
  control.addAccount({ sub: '1083', name: 'Anna Reyes', email });
  const sent: string[] = [];
  const requests: HttpRequest[] = [];
  const send = transportTo(service.handle);
  const context: CollectionContext = {
    transport: async (request) => {
      sent.push(`${request.method} ${new URL(request.url).pathname.replace(/^\/google(?:\/people)?/u, '')}`);
      requests.push(request);
      return await send(request);
    },
    accessToken: async () => control.grant(email, options.scopes ?? allScopes).accessToken,
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
    calendars: control.calendars(email),
    open: (over = {}) => opened(google.collections.contact)({ ...context, ...over }),
    openCalendar: (over = {}) => opened(google.collections.event)({ ...context, ...over }),
    catalogue: () => opened(google.catalogues?.event)(context),
    send,
    sent,
    requests,
    delivered,
  };
}

const allScopes = [
  'openid',
  'email',
  'profile',
  ...Object.values(google.profile.scopes ?? {}).flat(),
  'https://www.googleapis.com/auth/calendar.app.created',
];

function opened<Open>(open: Open | undefined): Open {
  if (open === undefined) throw new Error('Google has no such collection');
  return open;
}

async function receive(request: Request, delivered: RawRequest[]): Promise<Response> {
  const { method, headers, url } = request;
  const query = Object.fromEntries(new URL(url).searchParams);
  delivered.push({ method, headers: Object.fromEntries(headers), query, body: await request.text() });
  return new Response('', { status: 200 });
}
