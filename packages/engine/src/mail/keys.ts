import type { Key } from '@concord/core';
import { hash } from '../sync/keys.ts';

/** Every key of mail, in one place. `docs/data-model.md` says who reads and writes each. */
export type BoxId = { readonly firm: string; readonly connection: string };

const padded = (at: number): string => String(at).padStart(15, '0');

/** What a firm decided about its mail, and what is still to be carried out of that. */
export const mailSettingsKey = (firm: string): Key => ({ pk: `FIRM#${firm}`, sk: 'MAIL' });

/** All that is known of one mailbox, but for the engagements that came of it. */
export const mailboxPartition = ({ firm, connection }: BoxId): string => `MAILBOX#${firm}#${connection}`;
const ofBox = (box: BoxId, sk: string): Key => ({ pk: mailboxPartition(box), sk });
/** What its worker remembers. */
export const mailWorkKey = (box: BoxId): Key => ofBox(box, 'WORK');
/** Addresses that a person said are theirs as well. */
export const aliasesKey = (box: BoxId): Key => ofBox(box, 'ALIASES');
/** What somebody rang for. */
export const mailBellKey = (box: BoxId): Key => ofBox(box, 'BELL');
export const mailRunPrefix = 'RUN#';
/** Ids of runs sort by when they were asked for. */
export const mailRunKey = (box: BoxId, run: string): Key => ofBox(box, `${mailRunPrefix}${run}`);
/** How far its part of the engagements is forgotten. */
export const forgettingKey = (box: BoxId): Key => ofBox(box, 'FORGETTING');
/** All rows of that partition. */
export const partsOfMailbox = ['WORK', 'ALIASES', 'BELL', mailRunPrefix, 'FORGETTING'] as const;

/** The contacts of a firm by their addresses. */
export const directoryPartition = (firm: string): string => `PEOPLE#${firm}`;
const ofDirectory = (firm: string, sk: string): Key => ({ pk: directoryPartition(firm), sk });
export const directoryKey = (firm: string): Key => ofDirectory(firm, 'DIRECTORY');
/** The addresses of the firm's own people. */
export const colleaguesKey = (firm: string): Key => ofDirectory(firm, 'COLLEAGUES');
export const contactPrefix = 'C#';
export const contactKey = (firm: string, contact: string): Key => ofDirectory(firm, `${contactPrefix}${contact}`);
/** `address`: as core's `mailKey` makes it. No address stands in a key. */
export const addressKey = (firm: string, address: string): Key =>
  ofDirectory(firm, `A#${hash(JSON.stringify([firm, address]))}`);
export const passPrefix = (pass: string): string => `PASS#${pass}#`;
/** The ids that one page of a complete pass showed. */
export const passKey = (firm: string, pass: string, page: number): Key =>
  ofDirectory(firm, `${passPrefix(pass)}${String(page).padStart(6, '0')}`);

/** One row a message and firm. */
export const engagementPartition = (firm: string): string => `MAIL#${firm}`;
export const engagementPrefix = 'MSG#';
export const engagementKey = (firm: string, engagement: string): Key => ({
  pk: engagementPartition(firm),
  sk: `${engagementPrefix}${engagement}`,
});
/** There while somebody files it on a matter, and may have. */
export const fileClaimKey = (place: {
  readonly firm: string;
  readonly engagement: string;
  readonly matter: string;
}): Key => ({ pk: engagementPartition(place.firm), sk: `FILE#${place.engagement}#${place.matter}` });
export const timelinePartition = (firm: string, contact: string): string => `TIMELINE#${firm}#${contact}`;
export const timelinePrefix = 'AT#';
/** Leads to an engagement. One that leads nowhere, or whose time is not the engagement's, is passed over. */
export const timelineKey = (firm: string, contact: string, at: number, engagement: string): Key => ({
  pk: timelinePartition(firm, contact),
  sk: `${timelinePrefix}${padded(Math.max(0, at))}#${engagement}`,
});
/** The contacts that have any engagement. */
export const engagedPartition = (firm: string): string => `ENGAGED#${firm}`;
export const engagedPrefix = 'WITH#';
export const engagedKey = (firm: string, contact: string): Key => ({
  pk: engagedPartition(firm),
  sk: `${engagedPrefix}${contact}`,
});

/** Which mailboxes a provider's shared notices mean by an address. `docs/data-model.md`: MAILADDR. */
export const mailAddressPartition = (provider: string, address: string): string => `MAILADDR#${provider}#${address}`;
export const mailAddressKey = (provider: string, address: string, { firm, connection }: BoxId): Key => ({
  pk: mailAddressPartition(provider, address),
  sk: `CONN#${firm}#${connection}`,
});
