import type { Mailbox, MailContext, MailMessage } from '@concord/core';
import { microsoft } from '@concord/provider-microsoft';
import { createPostOffice, type OutlookMessageInput, type OutlookMessages } from '@concord/sandbox';
import { transportTo } from '../sandbox/transport-to.ts';
import { type Arrival, ada, bob, type MailboxSetup } from './mailbox-contract.ts';
import { createMailbox, email, hookSecret, hookUrl, type Mailbox as LookAlike } from './microsoft-mailbox.ts';
import { headersOf, postedBy } from './posted-mail.ts';

export type MicrosoftMailSetup = MailboxSetup & {
  readonly lookAlike: LookAlike;
  readonly mail: OutlookMessages;
  readonly openWith: (over: Partial<MailContext>) => Mailbox;
};

export const mailProvider = microsoft.mail ?? missing();
const hosts = { login: 'http://sandbox.test/login', graph: 'http://sandbox.test/graph' };
const places = { inbox: 'inbox', junk: 'junkemail', deleted: 'deleteditems', other: 'Clients' } as const;

/** The mail of a mailbox of the look-alike, as the Microsoft provider sees it. */
export async function setUpMicrosoftMail(
  options: { readonly limits?: boolean; readonly mailbox?: boolean } = {},
): Promise<MicrosoftMailSetup> {
  const office = createPostOffice();
  const lookAlike = createMailbox(options, office);
  const { world, control, delivered } = lookAlike;
  const mail = control.mail(email);
  const context: MailContext = {
    transport: transportTo(lookAlike.lookAlike.graph.handle),
    accessToken: async () => control.grant(email, mailScopes).accessToken,
    hosts,
    clock: { now: world.now },
    account: email,
  };
  const openWith = (over: Partial<MailContext>) => mailProvider.open({ ...context, ...over });
  return {
    lookAlike,
    mail,
    openWith,
    open: () => openWith({}),
    batchSize: mailProvider.batchSize,
    world: {
      account: email,
      deliver: async (arrival = {}) => mail.deliver(inputOf(arrival)).id,
      move: async (id, place) => {
        if (place === 'other' && !mail.folders().some(({ name }) => name === 'Clients'))
          mail.addFolder('Clients', 'inbox');
        mail.move(id, places[place]);
      },
      label: async (id, name) => void mail.edit(id, { categories: [...(mail.get(id)?.categories ?? []), name] }),
      purge: async (id) => mail.purge(id),
      sendByHand: async (subject) => mail.send({ subject, to: [ada], bcc: [bob], text: 'By hand' }).id,
      draft: async (subject) => mail.draft({ subject, to: [ada] }).id,
      posted: () => postedBy(office),
      expireCursors: async () => control.expireDeltaTokens(email),
      now: world.now,
      advance: world.advance,
    },
    push: {
      push: { url: hookUrl, secret: hookSecret },
      news: async ({ id }) => {
        const notices = delivered.splice(0).flatMap((request) => {
          const answer = microsoft.webhook.receive(request, { secret: hookSecret, subscriptionId: id });
          return answer.kind === 'notices' ? answer.notices : [];
        });
        return notices.length === 0 ? undefined : notices.flatMap(({ ids }) => ids);
      },
    },
  };
}

export const mailScopes = mailProvider.scopes.read.concat(
  mailProvider.scopes.send,
  'openid',
  'User.Read',
  'offline_access',
);

export const idsOf = (messages: readonly MailMessage[]): readonly string[] => messages.map(({ id }) => id);

function inputOf(arrival: Partial<Arrival>): OutlookMessageInput {
  const {
    inReplyTo: _inReplyTo,
    sensitivity: _sensitivity,
    ...rest
  } = { from: ada, text: 'Good morning.', ...arrival };
  return {
    ...rest,
    headers: headersOf(arrival),
  };
}

function missing(): never {
  throw new Error('Microsoft has no mail');
}
