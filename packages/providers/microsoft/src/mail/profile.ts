import type { MailPlace } from '@concord/core';
import type { Asked } from '../profile.ts';

/** Facts about mail in Microsoft 365 as data: sources as in `../profile.ts`. */

const signInScopes = ['openid', 'profile', 'email', 'User.Read', 'offline_access'] as const;
export const readScopes = ['Mail.Read'] as const;
export const sendScopes = ['Mail.Send'] as const;

/** A grant of its own: without the permission to send it can still be read. */
export const mailGrant: Asked = {
  scopes: [...signInScopes, ...readScopes, ...sendScopes],
  less: [[...signInScopes, ...readScopes]],
  needed: [readScopes],
  access: 'mail',
};

/**
 * The folders that Graph knows by a name, where a message in them lies, and whether their changes are followed. What lies in a
 * folder further down lies where that one does, but for the Inbox.
 */
export const namedFolders = {
  inbox: { place: 'inbox', isFollowed: true },
  sentitems: { place: 'sent', isFollowed: true },
  drafts: { place: 'drafts', isFollowed: false },
  scheduled: { place: 'drafts', isFollowed: false },
  outbox: { place: 'drafts', isFollowed: false },
  junkemail: { place: 'junk', isFollowed: false },
  deleteditems: { place: 'deleted', isFollowed: false },
  recoverableitemsdeletions: { place: 'deleted', isFollowed: false },
  conversationhistory: { place: 'chat', isFollowed: false },
  syncissues: { place: 'other', isFollowed: false },
} as const satisfies Record<string, { place: MailPlace; isFollowed: boolean }>;
export type FolderName = keyof typeof namedFolders;

/** Copies of chats outside of teams are listed among the messages, with this subject (known issues). In which folder is not documented. */
export const chatSubject = 'IM';

/**
 * MAPI's `PidTagSensitivity`: v1.0 has no property of messages for it (in the API's description only events have one), and clients
 * read it so (observed). A message without it is normal.
 */
export const sensitivityProperty = 'Integer 0x36';
export const sensitivities = ['normal', 'personal', 'private', 'confidential'] as const;

/** The marker of a letter: one constant name, because every distinct one burns a named property of the mailbox for ever. That what lies in Sent Items keeps it is observed. */
export const letterProperty = 'String {6e0b3f62-6f0e-4c0a-9a5b-4c9f6d2f3a17} Name ConcordLetter';
/** MAPI's `PidTagInReplyToId` and `PidTagInternetReferences` (observed): a header may only be set when its name begins with `x-`. */
export const answersProperty = 'String 0x1042';
export const referencesProperty = 'String 0x1039';

/** Our clock and Graph's may be so far apart. */
export const clockSlackMs = 5 * 60 * 1000;

/** Rows of a page of changes; they are ids, and what they stand for is read one by one. */
export const changesPageSize = 100;
/** About so many messages are read before an answer is given. */
export const maxTold = 200;
/** What a delta told of may not be found by its id for a while; for how long nobody says. */
export const readLagMs = 15 * 60 * 1000;
/** Of one call: thousands of folders. */
export const maxBatches = 250;
/** Endless rounds were observed. Whoever missed more than so many pages is better served by reading the span. */
export const maxRoundPages = 300;

/** Up to 1,000 are allowed, and "large pages can run into a time limit" (list messages): then fewer are asked for. */
export const spanPageSize = 250;
export const smallSpanPageSize = 50;
/** So many have one id at most: one that was sent to oneself is there twice. */
export const maxFound = 25;

/** A lawyer may have a folder for each matter. */
export const folderPageSize = 200;
export const maxFolderPages = 25;
export const maxFolderDepth = 10;

/** A page of 250 takes a second or so (assumption); the limit of 10,000 requests in ten minutes is never met. */
export const messagesPerMinute = 12_000;
