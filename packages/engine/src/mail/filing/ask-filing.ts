import { SyncError, type WishView } from '@concord/core';
import type { Caller, EnginePorts } from '../../ports.ts';
import { wish } from '../../watches/ask-clio.ts';
import { type Engagement, readEngagement } from '../engagement-record.ts';

/** Matters that are not closed of one contact of a message, as Clio shows them to the caller. Throws `notFound`, and `refused` while Clio does not work. */
export async function askContactMatters(
  ports: EnginePorts,
  caller: Caller,
  engagement: string,
  contact: string,
): Promise<WishView> {
  const { contacts } = await engagementOf(ports, caller, engagement);
  if (!contacts.includes(contact)) throw new SyncError('notFound', 'This contact has no part in the message.');
  return await wish(ports, caller, { kind: 'contactMatters', contact });
}

/** Files a message on a matter, once, however often it is asked. Throws as `askContactMatters` does, and `refused` for one that was redacted. */
export async function askFile(
  ports: EnginePorts,
  caller: Caller,
  engagement: string,
  matter: string,
): Promise<WishView> {
  const { redacted } = await engagementOf(ports, caller, engagement);
  if (redacted !== undefined)
    throw new SyncError('refused', 'This message was redacted: there is nothing left to file.');
  return await wish(ports, caller, { kind: 'fileMail', engagement, matter });
}

/** Of the caller's firm: another firm's and an unknown one cannot be told apart. */
async function engagementOf(ports: EnginePorts, { firm }: Caller, id: string): Promise<Engagement> {
  const stored = await readEngagement(ports, firm, id);
  if (stored === undefined) throw new SyncError('notFound', 'There is no such message.');
  return stored.engagement;
}
