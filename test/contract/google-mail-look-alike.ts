import {
  type HttpRequest,
  isSyncError,
  type Mailbox,
  type MailContext,
  type RawRequest,
  type SharedPushContext,
} from '@concord/core';
import { google } from '@concord/provider-google';
import {
  createManualWorld,
  createPostOffice,
  type GoogleDelivery,
  type GoogleMailbox,
  type GoogleTopic,
} from '@concord/sandbox';
import { createGoogle } from '../../packages/sandbox/src/google/index.ts';
import { transportTo } from '../sandbox/transport-to.ts';
import { type Arrival, ada, bob, type MailboxSetup } from './mailbox-contract.ts';
import { headersOf, postedBy } from './posted-mail.ts';

export const mailProvider = google.mail ?? missing();
export const account = 'anna@firm.example';
export const topic = {
  name: 'projects/concord/topics/mail',
  pushUrl: 'https://concord.example/webhooks/google/mail',
  serviceAccount: 'push@concord.iam.gserviceaccount.example',
} as const satisfies GoogleTopic;
const hosts = {
  accounts: 'http://sandbox.test/google/accounts',
  oauth: 'http://sandbox.test/google/oauth',
  gmail: 'http://sandbox.test/google',
  certs: 'http://sandbox.test/google',
};
export const mailScopes = ['openid', 'email', ...mailProvider.scopes.read, ...mailProvider.scopes.send];

export type GoogleMailSetup = ReturnType<typeof createGoogleMail>;

/** The mail of an account of the look-alike, as the Google provider sees it. */
export function createGoogleMail(options: { readonly limits?: boolean; readonly scopes?: readonly string[] } = {}) {
  const office = createPostOffice();
  const delivered: RawRequest[] = [];
  const world = createManualWorld({ publicUrl: 'http://sandbox.test', deliver: (request) => take(request, delivered) });
  const { service, control } = createGoogle(world, { limits: options.limits ?? false, post: office, topics: [topic] });
  control.addAccount({ sub: '1083', name: 'Anna Reyes', email: account });
  const mail = control.mailbox(account);
  const requests: HttpRequest[] = [];
  const send = transportTo(service.handle);
  const clock = { now: world.now };
  const transport: MailContext['transport'] = async (request) => {
    requests.push(request);
    return await send(request);
  };
  const context: MailContext = {
    transport,
    accessToken: async () => control.grant(account, options.scopes ?? mailScopes).accessToken,
    hosts,
    clock,
    account,
  };
  const pushContext: SharedPushContext = {
    transport,
    hosts,
    clock,
    audience: topic.pushUrl,
    sender: topic.serviceAccount,
  };
  const openWith = (over: Partial<MailContext>): Mailbox => mailProvider.open({ ...context, ...over });
  return {
    world,
    control,
    service,
    office,
    mail,
    requests,
    delivered,
    pushContext,
    openWith,
    open: () => openWith({}),
    on: (name: string, amount?: number, rate = 1) =>
      world.awkward.set(`google.${name}`, amount === undefined ? { rate } : { rate, amount }),
    off: (name: string) => world.awkward.set(`google.${name}`, undefined),
  };
}

export async function setUpGoogleMail(): Promise<MailboxSetup> {
  const made = createGoogleMail();
  const { world, mail, office, delivered, pushContext } = made;
  return {
    open: () => patient(made.open(), world.advance),
    batchSize: mailProvider.batchSize,
    world: {
      account,
      deliver: async (arrival = {}) => mail.deliver(deliveryOf(arrival)).id,
      move: async (id, place) => move(mail, id, place),
      label: async (id, name) => void mail.label(id, [name]),
      purge: async (id) => mail.remove(id),
      sendByHand: async (subject) => mail.send({ to: [ada], cc: [], bcc: [bob], subject, text: 'By hand' }).id,
      draft: async (subject) => mail.draft({ to: [ada], cc: [], bcc: [], subject, text: '' }).id,
      posted: () => postedBy(office),
      expireCursors: async () => mail.expireHistory(),
      now: world.now,
      advance: world.advance,
    },
    push: {
      push: { url: topic.pushUrl, secret: 'of no use here', topic: topic.name },
      news: async () => {
        const told: string[] = [];
        for (const request of delivered.splice(0)) {
          const answer = await mailProvider.sharedPush?.receive(request, pushContext);
          told.push(...(answer?.addresses ?? []));
        }
        return told.includes(account) ? [] : undefined;
      },
    },
  };
}

/** Waits as long as it is told to when a minute's units are gone: some stories need more of them than one has. */
function patient(mailbox: Mailbox, wait: (ms: number) => Promise<void>): Mailbox {
  const waiting =
    <Args extends readonly unknown[], Given>(call: (...args: Args) => Promise<Given>) =>
    async (...args: Args): Promise<Given> => {
      for (;;) {
        try {
          return await call(...args);
        } catch (error) {
          if (!isSyncError(error) || error.code !== 'rateLimited') throw error;
          await wait(error.retryAfterMs ?? 0);
        }
      }
    };
  return { ...mailbox, changes: waiting(mailbox.changes), range: waiting(mailbox.range), read: waiting(mailbox.read) };
}

function move(mail: GoogleMailbox, id: string, place: 'inbox' | 'junk' | 'deleted' | 'other'): void {
  if (place === 'junk') mail.label(id, ['SPAM'], ['INBOX', 'TRASH']);
  else if (place === 'deleted') mail.label(id, ['TRASH'], ['INBOX', 'SPAM']);
  else if (place === 'inbox') mail.label(id, ['INBOX'], ['SPAM', 'TRASH']);
  else mail.label(id, ['Clients'], ['INBOX', 'SPAM', 'TRASH']);
}

function deliveryOf(arrival: Partial<Arrival>): GoogleDelivery {
  const {
    inReplyTo: _inReplyTo,
    sensitivity: _sensitivity,
    hasAttachments,
    ...rest
  } = { from: ada, text: 'Good morning.', ...arrival };
  return {
    ...rest,
    ...(hasAttachments ? { files: ['lease.pdf'] } : {}),
    headers: headersOf(arrival),
  };
}

async function take(request: Request, delivered: RawRequest[]): Promise<Response> {
  const { method, headers, url } = request;
  const query = Object.fromEntries(new URL(url).searchParams);
  delivered.push({ method, headers: Object.fromEntries(headers), query, body: await request.text() });
  return new Response(null, { status: 204 });
}

function missing(): never {
  throw new Error('Google has no mail');
}
