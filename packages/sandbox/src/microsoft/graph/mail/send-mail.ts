import type { Message, Recipient } from '@microsoft/microsoft-graph-types';
import type { PostedAddress } from '../../../kernel/post-office.ts';
import type { World } from '../../../kernel/world.ts';
import type { Posting, Writing } from '../../mail/posting.ts';
import { readProperties } from '../../mailbox/read-fields.ts';
import type { Answer, Call } from '../call.ts';
import { badRequest, GraphRefusal } from '../refusal.ts';

/** `POST /me/sendMail`: 202 and nothing else. What was sent is in Sent Items after a while. */
export function sendMail(world: World, posting: Posting, call: Call): Answer {
  const box = call.mail();
  const { message, saveToSentItems = true } = (call.body ?? {}) as { message?: Message; saveToSentItems?: boolean };
  if (typeof message !== 'object' || message === null) throw badRequest('A message is needed.', 'ErrorInvalidRequest');
  posting.send(call.account, box, readWriting(world, message), saveToSentItems);
  return { status: 202 };
}

/** MAPI's `PidTagInReplyToId`: the way in which clients name what they answer, since headers must begin with `x-`. */
const inReplyToProperty = 'String 0x1042';

function readWriting(world: World, message: Message): Writing {
  const set = Object.entries(readProperties(message)).flatMap(([id, value]) => (value === null ? [] : [[id, value]]));
  const properties = Object.fromEntries(set) as Readonly<Record<string, string>>;
  const ignoresReply = world.awkward.strikes('microsoft.mail.ignoresReplyProperty');
  const { contentType = 'text', content = '' } = message.body ?? {};
  const writing = {
    to: message.toRecipients?.map(readRecipient) ?? [],
    cc: message.ccRecipients?.map(readRecipient) ?? [],
    bcc: message.bccRecipients?.map(readRecipient) ?? [],
    subject: message.subject ?? '',
    text: contentType === 'html' ? '' : (content ?? ''),
    html: contentType === 'html' ? (content ?? '') : undefined,
    inReplyTo: ignoresReply ? undefined : properties[inReplyToProperty],
    headers: readHeaders(message),
    properties,
  } as const satisfies Writing;
  if (writing.to.length + writing.cc.length + writing.bcc.length > 0) return writing;
  throw new GraphRefusal(400, 'ErrorInvalidRecipients', 'At least one recipient is not valid.');
}

function readRecipient({ emailAddress }: Recipient): PostedAddress {
  const address = emailAddress?.address?.trim() ?? '';
  if (/^[^\s@]+@[^\s@]+$/u.test(address)) return { address, name: emailAddress?.name ?? '' };
  throw new GraphRefusal(400, 'ErrorInvalidRecipients', 'At least one recipient is not valid.');
}

function readHeaders({ internetMessageHeaders }: Message): Readonly<Record<string, string>> {
  const all = internetMessageHeaders?.map(({ name, value }) => [name ?? '', value ?? ''] as const) ?? [];
  const foreign = all.find(([name]) => !/^x-/iu.test(name));
  if (foreign === undefined) return Object.fromEntries(all);
  throw badRequest(
    `The internet message header name '${foreign[0]}' should start with 'x-' or 'X-'.`,
    'InvalidInternetMessageHeader',
  );
}
