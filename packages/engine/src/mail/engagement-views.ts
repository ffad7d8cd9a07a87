import {
  type EngagedPage,
  type EngagementsPage,
  type EngagementView,
  folded,
  mailKey,
  type Row,
  SyncError,
} from '@concord/core';
import { readMember } from '../connect/firm.ts';
import type { Caller, EnginePorts } from '../ports.ts';
import { hash } from '../sync/keys.ts';
import { peopleAtAddresses, readPeople } from './directory-people.ts';
import { countTimeline, type Engaged, listEngaged, readEngaged } from './engaged.ts';
import { type Engagement, openWords, readEngagement, readEngagements } from './engagement-record.ts';
import { timelinePartition, timelinePrefix } from './keys.ts';
import { mailSettingsOf } from './mail-settings.ts';
import { ownMailboxes } from './own-mailbox.ts';

const peopleAtOnce = 50;
const engagementsAtOnce = 50;
/** Beyond so many nobody counts one by one. */
const mostCounted = 500;

/** The contacts that have engagements, the latest first. `search`: part of a name, or an address. Every page reads all of them. */
export async function engagedPage(
  ports: EnginePorts,
  { firm }: Caller,
  { search = '', after }: { readonly search?: string; readonly after?: string },
): Promise<EngagedPage> {
  const [all, { retentionDays }] = await Promise.all([listEngaged(ports, firm), mailSettingsOf(ports, firm)]);
  const found = (await searched(ports, firm, all, search)).sort(
    (a, b) => b.lastAt - a.lastAt || (a.contact < b.contact ? -1 : 1),
  );
  const from = after === undefined ? 0 : found.findIndex(({ contact }) => contact === after) + 1;
  const rows = found.slice(from, from + peopleAtOnce);
  const last = rows.at(-1);
  return {
    people: retentionDays === undefined ? rows : await Promise.all(rows.map((one) => counted(ports, firm, one))),
    total: found.length,
    ...(last && from + peopleAtOnce < found.length ? { after: last.contact } : {}),
  };
}

async function searched(ports: EnginePorts, firm: string, all: readonly Engaged[], search: string): Promise<Engaged[]> {
  const words = folded(search);
  if (words === '') return [...all];
  const key = mailKey(search);
  const at = key === '' ? [] : [...(await peopleAtAddresses(ports, firm, [key])).values()].flat();
  return all.filter(
    ({ contact, name }) => folded(name).includes(words) || at.some((person) => person.contact === contact),
  );
}

/** Those whose time is over are not counted down one by one. */
async function counted(ports: EnginePorts, firm: string, one: Engaged): Promise<Engaged> {
  const { count } = await countTimeline(ports, firm, one.contact, mostCounted);
  return count < mostCounted ? { ...one, count } : one;
}

/** A contact's timeline, the newest first. Throws `notFound` for somebody whom neither the directory nor any message knows. */
export async function engagementsPage(
  ports: EnginePorts,
  caller: Caller,
  { contact, after }: { readonly contact: string; readonly after?: string },
): Promise<EngagementsPage> {
  const { firm } = caller;
  const [people, engaged] = await Promise.all([readPeople(ports, firm, [contact]), readEngaged(ports, firm, contact)]);
  const person = people.get(contact);
  if (person === undefined && engaged === undefined) throw new SyncError('notFound', 'There is no such contact.');
  const page = await ports.table.query({
    pk: timelinePartition(firm, contact),
    prefix: timelinePrefix,
    limit: engagementsAtOnce,
    reverse: true,
    ...(after === undefined ? {} : { after }),
  });
  const places = page.rows.map(placeIn);
  const found = await readEngagements(
    ports,
    firm,
    places.map(({ id }) => id),
  );
  const led = places.flatMap(({ id, at }) => {
    const engagement = found.get(id)?.engagement;
    return engagement && engagement.at === at && engagement.contacts.includes(contact) ? [engagement] : [];
  });
  const viewer = await viewerFor(ports, caller);
  return {
    contact,
    name: person?.name ?? engaged?.name ?? '',
    addresses: person?.addresses ?? [],
    rows: await Promise.all(led.map(async (engagement) => await viewOf(ports, viewer, engagement))),
    ...(page.after === undefined ? {} : { after: page.after }),
  };
}

function placeIn({ sk }: Row): { readonly at: number; readonly id: string } {
  const [, at = '', id = ''] = sk.split('#');
  return { at: Number(at), id };
}

/** Throws `notFound`: another firm's and an unknown one cannot be told apart. */
export async function engagementView(ports: EnginePorts, caller: Caller, id: string): Promise<EngagementView> {
  const stored = await readEngagement(ports, caller.firm, id);
  if (stored === undefined) throw new SyncError('notFound', 'There is no such engagement.');
  return await viewOf(ports, await viewerFor(ports, caller), stored.engagement);
}

/** Who looks at engagements: the timelines are the firm's, the messages are in somebody's mailbox. */
export type Viewer = { readonly isOwner: boolean; readonly mailboxes: ReadonlySet<string> };

export async function viewerFor(ports: EnginePorts, caller: Caller): Promise<Viewer> {
  const [member, mailboxes] = await Promise.all([readMember(ports, caller), ownMailboxes(ports, caller)]);
  return { isOwner: member?.isOwner === true, mailboxes: new Set(mailboxes.map(({ id }) => id)) };
}

/** The account owner may redact any engagement, and a member those of their own mailboxes. */
export const mayRedact = ({ isOwner, mailboxes }: Viewer, { boxes, redacted }: Engagement): boolean =>
  redacted === undefined && (isOwner || boxes.some(({ connection }) => mailboxes.has(connection)));

async function viewOf(ports: EnginePorts, viewer: Viewer, engagement: Engagement): Promise<EngagementView> {
  const { firm, id, at, direction, boxes, hasAttachments, redacted, filed = [] } = engagement;
  const words = redacted ? undefined : await openWords(ports, engagement);
  const by = redacted && (await readMember(ports, { firm, member: redacted.by }))?.name;
  return {
    id,
    at,
    direction,
    people: words?.people ?? [],
    subject: words?.subject ?? '',
    preview: words?.preview ?? '',
    hasAttachments,
    thread: words === undefined ? id : hash(JSON.stringify([firm, words.thread])),
    boxes: boxes.map(({ connection, account, link }) => {
      const isMine = viewer.mailboxes.has(connection);
      return { account, isMine, ...(isMine && link !== undefined ? { link } : {}) };
    }),
    ...(redacted ? { redacted: { at: redacted.at, by: by ?? '' } } : {}),
    canRedact: mayRedact(viewer, engagement),
    filed: filed.map(({ matter, number, at: when }) => ({ matter, number, at: when })),
  };
}
