import type { Mailbox, MailContext, MailProvider } from '@concord/core';
import { createApi } from '../api.ts';
import { createAsking } from '../asking.ts';
import { createCalls } from '../calls.ts';
import { createOAuth } from '../oauth.ts';
import { budgetOf } from './budget.ts';
import { readChanges } from './changes.ts';
import { batchSize, grantScopes, mailBatches, mailScopes, readingUnitsPerMinute, units } from './profile.ts';
import { countRange, findMessage, readRange } from './range.ts';
import { createReader, found } from './reading.ts';
import { parseHistoryId, parseSendAs, profileRequest, sendAsRequest } from './requests.ts';
import { createSending } from './sending.ts';
import { sharedPush } from './shared-push.ts';
import { createWatching } from './watching.ts';

/** Gmail, under a grant of its own: a password change ends every grant that holds a mail scope, and leaves the others alive. */
export const mail: MailProvider = {
  label: 'Gmail',
  scopes: mailScopes,
  oauth: createOAuth({ scopes: grantScopes, uses: [mailScopes.read], lacking: 'access to mail' }),
  open: openMailbox,
  batchSize,
  messagesPerMinute: Math.floor(readingUnitsPerMinute / units.get),
  sharedPush,
};

function openMailbox(context: MailContext): Mailbox {
  const { clock, account } = context;
  const calls = createCalls(createApi(context, 'gmail'), clock);
  const asking = createAsking(context, mailBatches);
  const reader = createReader({ calls, asking, budget: budgetOf(clock, account), clock, account });
  return {
    begin: async () => parseHistoryId(await reader.ask('profile', profileRequest())),
    changes: async (cursor) => await readChanges(reader, cursor),
    read: async (ids) => {
      const { messages, error } = await reader.read(ids);
      if (error) throw error;
      return found(messages);
    },
    range: async (span, next) => await readRange(reader, span, next),
    count: async (span) => await countRange(reader, span),
    find: async (messageId) => await findMessage(reader, messageId),
    addresses: async () => parseSendAs(await reader.ask('sendAs', sendAsRequest())),
    ...createSending(reader, { account, now: clock.now }),
    ...createWatching(reader, clock),
  };
}
