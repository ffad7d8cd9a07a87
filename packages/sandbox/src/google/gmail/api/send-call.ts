import type { Answer, Call } from './call.ts';
import { readSource } from './read-source.ts';
import { invalid, refusal } from './refusal.ts';

/** `POST messages/send`: a whole message in `raw`. What the app called it is not kept: Gmail gives it an id of its own (observed). */
export async function sendMessage(call: Call): Promise<Answer> {
  const { body, mails, mailbox, account, world } = call;
  const { raw, threadId } = (body ?? {}) as { readonly raw?: unknown; readonly threadId?: unknown };
  const thread = typeof threadId === 'string' && threadId !== '' ? threadId : undefined;
  if (typeof raw !== 'string' || raw === '')
    throw invalid("'raw' RFC822 payload message string or uploading message via /upload/* URL required");
  if (!/^[\w-]+={0,2}$/u.test(raw)) throw invalid('Invalid value for ByteString');
  const letter = await readSource(Buffer.from(raw, 'base64url'));
  if (letter.to.length + letter.cc.length + letter.bcc.length === 0) throw invalid('Recipient address required');
  if (thread !== undefined && mailbox.thread(thread).length === 0) throw refusal('notFound');
  const sent = mails.send(account, letter, {
    threadId: thread,
    keepsMessageId: world.awkward.strikes('google.mail.keepsMessageId'),
    dropsCustomHeaders: world.awkward.strikes('google.mail.dropsCustomHeaders'),
  });
  return { id: sent.id, threadId: sent.threadId, labelIds: sent.labelIds };
}
