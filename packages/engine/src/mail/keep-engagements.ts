import type { MailMessage, MailVerdict } from '@concord/core';
import { noteEngaged } from './engaged.ts';
import { engagementIdOf, expiryOf, timeOf } from './engagement-id.ts';
import {
  type Engagement,
  type EngagementBox,
  type EngagementWords,
  putEngagement,
  readEngagements,
  type StoredEngagement,
  sealWords,
  updateEngagement,
} from './engagement-record.ts';
import type { Judged } from './judge-mail.ts';
import { timelineKey } from './keys.ts';
import type { MailWork } from './open-mailbox.ts';

/** So many are written before the next are begun: what is noted of a contact guards against counting one of them twice. */
const batchSize = 25;

export type Kept = { readonly kept: number; readonly known: number };

/**
 * Makes engagements of messages that count. What leads to one, and what is counted, comes first and the engagement last: whoever dies
 * in between is followed by one that does the same again. About three write units for a new one, and one read unit for any.
 */
export async function keepEngagements(work: MailWork, judged: readonly Judged[]): Promise<Kept> {
  const byId = new Map(judged.map((one) => [engagementIdOf(work.box.firm, one.message), one]));
  const all = [...byId];
  let kept = 0;
  for (let from = 0; from < all.length; from += batchSize) {
    await work.lease.confirm();
    kept += await keepBatch(work, new Map(all.slice(from, from + batchSize)));
  }
  return { kept, known: judged.length - kept };
}

async function keepBatch(work: MailWork, batch: ReadonlyMap<string, Judged>): Promise<number> {
  const { ports, box } = work;
  const before = await readEngagements(ports, box.firm, [...batch.keys()]);
  const fresh = [...batch].filter(([id]) => !before.has(id));
  const made = await Promise.all(fresh.map(async ([id, one]) => await engagementOf(work, id, one)));
  await leadTo(
    work,
    made.map((engagement) => ({ engagement, contacts: engagement.contacts })),
    batch,
  );
  const saved = await Promise.all(made.map(async (engagement) => await putEngagement(ports, { engagement, rev: 0 })));
  // Another mailbox of the firm was quicker.
  const late = made.filter((_, index) => !saved[index]).map(({ id }) => id);
  const known = new Map([...before, ...(late.length > 0 ? await readEngagements(ports, box.firm, late) : [])]);
  for (const [id, stored] of known) {
    const one = batch.get(id);
    if (one) await join(work, stored, one, batch);
  }
  return saved.filter(Boolean).length;
}

/** Pointers of the timelines, and who is on them. One that leads nowhere is harmless; an engagement that nothing leads to is not. */
async function leadTo(
  { ports, box }: MailWork,
  leads: readonly { readonly engagement: Engagement; readonly contacts: readonly string[] }[],
  batch: ReadonlyMap<string, Judged>,
): Promise<void> {
  const pointers = leads.flatMap(({ engagement: { id, at, expiresAt }, contacts }) =>
    contacts.map((contact) => ({
      ...timelineKey(box.firm, contact, at, id),
      rev: 1,
      ...(expiresAt === undefined ? {} : { expiresAt }),
    })),
  );
  if (pointers.length === 0) return;
  await ports.table.putMany(pointers);
  const names = new Map(
    [...batch.values()].flatMap(({ verdict }) => verdict.parts.map((part) => [part.contact, part.name])),
  );
  for (const contact of new Set(leads.flatMap(({ contacts }) => contacts)))
    await noteEngaged(ports, box.firm, {
      contact,
      name: names.get(contact) ?? '',
      engagements: leads.filter(({ contacts }) => contacts.includes(contact)).map(({ engagement }) => engagement),
    });
}

async function engagementOf(work: MailWork, id: string, { message, verdict }: Judged): Promise<Engagement> {
  const { ports, box, settings } = work;
  const at = timeOf(message);
  return {
    firm: box.firm,
    id,
    at,
    direction: verdict.direction,
    contacts: verdict.parts.map(({ contact }) => contact),
    boxes: [boxOf(work, message)],
    hasAttachments: message.hasAttachments,
    ...expiryOf(at, settings.retentionDays),
    ...(await sealWords(ports, box.firm, wordsOf(message, verdict, settings.keepPreview))),
  };
}

const boxOf = ({ connection }: MailWork, { id, threadId, link }: MailMessage): EngagementBox => ({
  connection: connection.id,
  id,
  thread: threadId,
  ...(link === undefined ? {} : { link }),
  account: connection.account,
});

/** More people than any page shows. */
const mostPeople = 100;
const longestSubject = 500;

function wordsOf(message: MailMessage, { parts }: MailVerdict, keepPreview: boolean): EngagementWords {
  const { from, to, cc, bcc, subject, preview, messageId, threadId } = message;
  const contactAt = new Map(parts.map(({ as, address, contact }) => [`${as} ${address}`, contact]));
  const all = [
    ...(from ? [{ as: 'from', ...from } as const] : []),
    ...to.map((one) => ({ as: 'to', ...one }) as const),
    ...cc.map((one) => ({ as: 'cc', ...one }) as const),
    ...bcc.map((one) => ({ as: 'bcc', ...one }) as const),
  ];
  const people = all.map(({ as, name, address }) => {
    const contact = contactAt.get(`${as} ${address}`);
    return { as, name, address, ...(contact === undefined ? {} : { contact }) };
  });
  const counted = people.filter(({ contact }) => contact !== undefined);
  const others = people.filter(({ contact }) => contact === undefined);
  return {
    subject: subject.slice(0, longestSubject),
    preview: keepPreview ? preview : '',
    ...(messageId === undefined ? {} : { messageId }),
    thread: threadId,
    people: people.length <= mostPeople ? people : [...counted, ...others].slice(0, mostPeople),
  };
}

/** This mailbox has it as well, or somebody on it has become a contact since. What was redacted stays so. */
async function join(
  work: MailWork,
  { engagement }: StoredEngagement,
  one: Judged,
  batch: ReadonlyMap<string, Judged>,
): Promise<void> {
  const { ports, box } = work;
  const fresh = freshContacts(engagement, one);
  const mine = boxOf(work, one.message);
  const { direction } = one.verdict;
  if (fresh.length === 0 && hasBox(engagement, mine) && !isSent(engagement, direction)) return;
  await leadTo(work, [{ engagement, contacts: fresh }], batch);
  await updateEngagement(ports, box.firm, engagement.id, (known) => {
    const contacts = [...known.contacts, ...freshContacts(known, one)];
    const isMore = contacts.length > known.contacts.length || !hasBox(known, mine);
    if (!isMore && !isSent(known, direction)) return undefined;
    const others = known.boxes.filter(({ connection }) => connection !== mine.connection);
    const isFirst = known.boxes[0]?.connection === mine.connection;
    const boxes = hasBox(known, mine) ? known.boxes : isFirst ? [mine, ...others] : [...others, mine];
    return { ...known, contacts, boxes, ...(isSent(known, direction) ? { direction } : {}) };
  });
}

/** The mailbox that sent it knows so; the others may not know its sender for one of the firm. */
const isSent = (known: Engagement, direction: MailVerdict['direction']): boolean =>
  direction === 'sent' && known.direction !== 'sent';

const freshContacts = ({ contacts, redacted }: Engagement, { verdict }: Judged): readonly string[] =>
  redacted ? [] : verdict.parts.map(({ contact }) => contact).filter((contact) => !contacts.includes(contact));

/** A message that was moved may have another id and another address in its mailbox. */
const hasBox = ({ boxes }: Engagement, { connection, id, link }: EngagementBox): boolean =>
  boxes.some((known) => known.connection === connection && known.id === id && known.link === link);
