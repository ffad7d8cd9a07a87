import { previewOf, type StoredMessage } from '../../mail/message.ts';
import { etagOf } from '../../mailbox/card.ts';
import { type IdKind, idOf, instantOf } from '../contact-body.ts';
import { badRequest } from '../refusal.ts';

/** Everything that a client may name in `$select`. */
const properties = {
  createdDateTime: ({ createdAt }) => instantOf(createdAt),
  lastModifiedDateTime: ({ modifiedAt }) => instantOf(modifiedAt),
  changeKey: ({ changeKey }) => changeKey,
  categories: ({ fields }) => fields.categories,
  receivedDateTime: ({ fields }) => instantOf(fields.receivedAt),
  sentDateTime: ({ fields }) => instantOf(fields.sentAt),
  hasAttachments: ({ fields }) => fields.hasAttachments,
  internetMessageId: ({ fields }) => fields.internetMessageId ?? null,
  subject: ({ fields }) => fields.subject,
  bodyPreview: ({ fields }) => previewOf(fields),
  importance: () => 'normal',
  parentFolderId: ({ folderId }) => folderId,
  conversationId: ({ fields }) => fields.conversationId,
  isDeliveryReceiptRequested: () => null,
  isReadReceiptRequested: () => false,
  isRead: ({ fields }) => fields.isRead,
  isDraft: ({ fields }) => fields.isDraft,
  webLink: ({ classicId }) =>
    `https://outlook.office365.com/owa/?ItemID=${encodeURIComponent(classicId)}&exvsurl=1&viewmodel=ReadMessageItem`,
  inferenceClassification: () => 'focused',
  body: ({ fields }) =>
    fields.html === undefined
      ? { contentType: 'text', content: fields.text }
      : { contentType: 'html', content: fields.html },
  sender: ({ fields }) => recipient(fields.from),
  from: ({ fields }) => recipient(fields.from),
  toRecipients: ({ fields }) => fields.to.map(recipient),
  ccRecipients: ({ fields }) => fields.cc.map(recipient),
  bccRecipients: ({ fields }) => fields.bcc.map(recipient),
  replyTo: () => [],
  flag: () => ({ flagStatus: 'notFlagged' }),
} as const satisfies Record<string, (message: StoredMessage) => unknown>;

/** Shown only to those who ask by name (documented). */
const askedProperties = {
  internetMessageHeaders: ({ fields }) => Object.entries(fields.headers).map(([name, value]) => ({ name, value })),
  uniqueBody: ({ fields }) => ({ contentType: 'text', content: fields.text }),
} as const satisfies Record<string, (message: StoredMessage) => unknown>;

const known: Readonly<Record<string, (message: StoredMessage) => unknown>> = { ...properties, ...askedProperties };
const everything: readonly string[] = Object.keys(properties);

const recipient = (person: { readonly address: string; readonly name: string } | undefined) =>
  person === undefined ? undefined : { emailAddress: { name: person.name, address: person.address } };

/** A message as Graph shows it. The id and the etag always come; what a message has not is left out. */
export function messageBody(message: StoredMessage, idKind: IdKind, select?: readonly string[]) {
  const body: Record<string, unknown> = { '@odata.etag': etagOf(message), id: idOf(message, idKind) };
  for (const name of select ?? everything) {
    const value = known[name]?.(message);
    if (value !== undefined) body[name] = value;
  }
  return body;
}

/** Undefined selects everything. Refuses names that no message has: `sensitivity` is one of them. */
export function readMessageSelect(text: string | null): readonly string[] | undefined {
  if (text === null || text.trim() === '') return undefined;
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.find((name) => name !== 'id' && !known[name]);
  if (unknown === undefined) return names;
  throw badRequest(`Could not find a property named '${unknown}' on type 'Microsoft.OutlookServices.Message'.`);
}
