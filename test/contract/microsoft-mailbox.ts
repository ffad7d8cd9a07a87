import type { Catalogue, Collection, CollectionContext, OAuthContext, RawRequest } from '@concord/core';
import { microsoft } from '@concord/provider-microsoft';
import {
  createManualWorld,
  createMicrosoft,
  type ManualWorld,
  type Microsoft,
  type MicrosoftControl,
  type OutlookCalendars,
  type OutlookPeople,
  type PostOffice,
} from '@concord/sandbox';
import { transportTo } from '../sandbox/transport-to.ts';
import { phoneRegion } from './contact-arbitrary.ts';

export const email = 'anna@firm.example';
export const hookUrl = 'https://concord.example/webhooks/microsoft/hook-1';
export const hookSecret = 'secret-1';
const hosts = { login: 'http://sandbox.test/login', graph: 'http://sandbox.test/graph' };

/** A mailbox of the look-alike, the collection over it, and what Graph delivered to our webhook so far. */
export type Mailbox = {
  readonly world: ManualWorld;
  readonly lookAlike: Microsoft;
  readonly control: MicrosoftControl;
  readonly people: OutlookPeople;
  readonly calendars: OutlookCalendars;
  /** A new one each time, as every slice of work opens its own. */
  readonly openCalendar: (over?: Partial<CollectionContext>) => Collection;
  readonly catalogue: () => Catalogue;
  /** A new one each time, as every slice of work opens its own. */
  readonly open: (over?: Partial<CollectionContext>) => Collection;
  readonly oauthContext: OAuthContext;
  readonly delivered: RawRequest[];
};

export function createMailbox(
  options: { readonly limits?: boolean; readonly mailbox?: boolean } = {},
  office?: PostOffice,
): Mailbox {
  const delivered: RawRequest[] = [];
  const world = createManualWorld({
    deliver: (request) => receive(request, delivered),
    publicUrl: 'http://sandbox.test',
  });
  const lookAlike = createMicrosoft(world, { limits: options.limits ?? false }, office);
  const { control } = lookAlike;
  control.addAccount({
    tenantId: 'tenant-1',
    oid: 'oid-1',
    name: 'Anna Reyes',
    email,
    mailbox: options.mailbox ?? true,
  });
  const clock = { now: world.now };
  const context: CollectionContext = {
    transport: transportTo(lookAlike.graph.handle),
    accessToken: async () => control.grant(email).accessToken,
    hosts,
    clock,
    claims: { take: async () => ({ kind: 'busy' }), bind: async () => {}, release: async () => {} },
    phoneRegion,
    seesEverything: true,
  };
  return {
    world,
    lookAlike,
    control,
    people: control.contacts(email),
    calendars: control.calendars(email),
    openCalendar: (over = {}) => opened(microsoft.collections.event)({ ...context, ...over }),
    catalogue: () => opened(microsoft.catalogues?.event)(context),
    open: (over = {}) => opened(microsoft.collections.contact)({ ...context, ...over }),
    oauthContext: {
      app: control.appCredentials,
      hosts,
      redirectUri: 'http://127.0.0.1:4180/auth/microsoft/callback',
      transport: transportTo(lookAlike.login.handle),
      clock,
    },
    delivered,
  };
}

function opened<Open>(open: Open | undefined): Open {
  if (open === undefined) throw new Error('Microsoft has no such collection');
  return open;
}

/** Our webhook: a handshake is answered at once, everything else is kept until the test asks. */
async function receive(request: Request, delivered: RawRequest[]): Promise<Response> {
  const query = Object.fromEntries(new URL(request.url).searchParams);
  const raw = {
    method: request.method,
    headers: Object.fromEntries(request.headers),
    query,
    body: await request.text(),
  };
  const answer = microsoft.webhook.receive(raw, { secret: hookSecret });
  if (answer.kind !== 'handshake') delivered.push(raw);
  const { status, headers, body } = answer.response;
  return new Response(body, { status, headers: { ...headers } });
}
