import type { MailAddress, MailMessage, MailSensitivity } from '@concord/core';
import type { Recipient } from '@microsoft/microsoft-graph-types';
import { timeOf } from '../rows.ts';
import type { FolderPlace } from './folder-tree.ts';
import { chatSubject, sensitivities, sensitivityProperty } from './profile.ts';
import type { MessageRow } from './requests.ts';

const maxPreview = 255;

/** Reads a whole message. `lies`: what is known of the folder that it is in. Throws `garbled` for one without its times. */
export function readMessage(row: MessageRow, lies: FolderPlace): MailMessage {
  const messageId = row.internetMessageId?.trim().replace(/^<|>$/gu, '');
  const from = row.from ? personOf(row.from) : undefined;
  const receivedAt = timeOf(row.receivedDateTime);
  return {
    id: row.id,
    ...(messageId ? { messageId } : {}),
    threadId: row.conversationId ?? row.id,
    ...(from === undefined ? {} : { from }),
    to: peopleOf(row.toRecipients),
    cc: peopleOf(row.ccRecipients),
    bcc: peopleOf(row.bccRecipients),
    subject: row.subject ?? '',
    preview: (row.bodyPreview ?? '').slice(0, maxPreview).toWellFormed(),
    // A draft has none.
    sentAt: row.sentDateTime ? timeOf(row.sentDateTime) : receivedAt,
    receivedAt,
    place: placeOf(row, lies),
    folder: lies.name,
    labels: row.categories ?? [],
    sensitivity: sensitivityOf(row),
    hasAttachments: row.hasAttachments === true,
    ...(row.webLink ? { link: row.webLink } : {}),
  };
}

function placeOf(row: MessageRow, { place, isListed }: FolderPlace): MailMessage['place'] {
  if (place === 'junk' || place === 'deleted') return !isListed && row.subject === chatSubject ? 'chat' : place;
  return row.isDraft === true ? 'drafts' : place;
}

/** Outlook shows the address where a name is wanting. One without an address (observed of contacts) is nobody. */
function personOf({ emailAddress }: Recipient): MailAddress | undefined {
  const address = emailAddress?.address?.trim();
  if (!address) return undefined;
  const name = emailAddress?.name?.trim() ?? '';
  return { address, name: name === address ? '' : name };
}

export const peopleOf = (recipients: readonly Recipient[] | null | undefined): readonly MailAddress[] =>
  (recipients ?? []).map((recipient) => personOf(recipient)).filter((person) => person !== undefined);

function sensitivityOf(row: MessageRow): MailSensitivity {
  const said = propertyOf(row, sensitivityProperty);
  return sensitivities[Number(said ?? 0)] ?? 'private';
}

/** An id comes back as the service spells it: a tag's number without leading zeros, a GUID in either case (observed). */
export const propertyOf = (row: MessageRow, id: string): string | undefined =>
  row.singleValueExtendedProperties?.find((known) => known.id?.toLowerCase() === id.toLowerCase())?.value ?? undefined;
