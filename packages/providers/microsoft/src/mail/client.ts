import { randomUUID } from 'node:crypto';
import type { Mailbox, MailContext, MailProvider } from '@concord/core';
import { createCalls } from '../calls.ts';
import { createGraph } from '../graph.ts';
import { createOAuth } from '../oauth.ts';
import { maxBatchItems } from '../profile.ts';
import { createSubscriptions } from '../subscriptions.ts';
import { createAddresses } from './addresses.ts';
import { createChanges } from './changes.ts';
import { createLetters } from './letters.ts';
import { createMailFolders } from './mail-folders.ts';
import { mailGrant, messagesPerMinute, readScopes, sendScopes } from './profile.ts';
import { createMessageReading } from './reading.ts';
import { createSpans } from './spans.ts';

/** The mailbox behind the context's token. */
function openMailbox(context: MailContext): Mailbox {
  const calls = createCalls(createGraph({ ...context, requestId: randomUUID }), context.clock);
  const { now } = context.clock;
  const folders = createMailFolders(calls, now);
  const reading = createMessageReading(calls, folders, now);
  const { subscribe, renew, unsubscribe } = createSubscriptions(calls, context.clock, subject);
  return {
    ...reading,
    ...createChanges(calls, folders, reading.read, now),
    ...createSpans(calls, folders),
    ...createAddresses(calls),
    ...createLetters(calls),
    subscribe: ({ url, secret }) => subscribe(url, secret),
    renew,
    unsubscribe,
  };
}

/** Of the whole mailbox. Nobody here is interested in what is gone; `updated` is what a move may be told as. */
const subject = { resource: '/me/messages', changes: 'created,updated' } as const;

export const mail: MailProvider = {
  label: 'Outlook mail',
  scopes: { read: readScopes, send: sendScopes },
  oauth: createOAuth(mailGrant),
  open: openMailbox,
  batchSize: maxBatchItems,
  messagesPerMinute,
};
