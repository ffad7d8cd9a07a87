import type { Line } from '../shown.ts';
import type { MailBench } from './bench.ts';
import type { Knowledge } from './knowledge.ts';
import { keyOf } from './oracle.ts';
import { coverageOf, owedContacts } from './owed.ts';
import { possibleContacts } from './possible.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** What must hold of timelines whenever somebody looks at them. */
export function judgeLines(bench: MailBench, knowledge: Knowledge, lines: readonly Line[]): void {
  judgeDoubles(bench, knowledge, lines);
  judgeBelonging(bench, knowledge, lines);
  judgeRedacted(bench, lines);
  judgeFacts(bench, knowledge, lines);
}

/** What must hold of them when everybody had the time to look at everything. */
export function judgeLosses(bench: MailBench, knowledge: Knowledge, lines: readonly Line[]): void {
  const coverage = coverageOf(bench);
  const now = bench.stage.clouds.now();
  const redacted = new Map(
    bench.record.of('redacted').map(({ firm, engagement, tag }) => [`${firm} ${engagement}`, tag]),
  );
  const nameOf = namesOf(knowledge);
  const there = new Set(
    lines.map(
      ({ firm, id, contact, tag }) => `${firm} ${nameOf(tag ?? redacted.get(`${firm} ${id}`) ?? id)} ${contact}`,
    ),
  );
  for (const { id: firm } of bench.stage.clouds.firms)
    for (const tag of knowledge.composed.keys()) {
      // Of two messages of one sender under one id there is one engagement, of whichever was there first.
      if (isBorrowed(knowledge, tag)) continue;
      for (const { contact, because } of owedContacts(knowledge, coverage, firm, tag, now)) {
        bench.tried('M1');
        if (!there.has(`${firm} ${nameOf(tag)} ${contact}`))
          bench.accuse('M1', `${because}, and it is not on the timeline of contact ${contact}`);
      }
    }
}

const isBorrowed = (knowledge: Knowledge, tag: string): boolean => {
  const nameOf = namesOf(knowledge);
  return [...knowledge.composed.keys()].some((other) => other !== tag && nameOf(other) === nameOf(tag));
};

/** Messages of one Message-ID and one sender are one. */
function namesOf({ composed }: Knowledge): (tag: string) => string {
  return (tag) => {
    const { messageId, parties = [] } = composed.get(tag) ?? {};
    const sender = parties.find(({ as }) => as === 'from')?.address ?? '';
    return messageId === undefined ? tag : `${messageId.toLowerCase()} ${keyOf(sender)}`;
  };
}

function judgeDoubles({ tried, accuse }: MailBench, knowledge: Knowledge, lines: readonly Line[]): void {
  const nameOf = namesOf(knowledge);
  const ids = new Map<string, string>();
  const places = new Set<string>();
  for (const { firm, contact, id, tag } of lines) {
    tried('M2');
    if (places.has(`${firm} ${contact} ${id}`)) accuse('M2', `${tag ?? id} is twice on the timeline of ${contact}`);
    places.add(`${firm} ${contact} ${id}`);
    if (tag === undefined) continue;
    const name = `${firm} ${nameOf(tag)}`;
    const other = ids.get(name);
    if (other !== undefined && other !== id) accuse('M2', `${tag} is two engagements of firm ${firm}`);
    ids.set(name, id);
  }
}

function judgeBelonging({ tried, accuse, record }: MailBench, knowledge: Knowledge, lines: readonly Line[]): void {
  const nameOf = namesOf(knowledge);
  const alike = Map.groupBy(knowledge.composed.keys(), nameOf);
  const letters = new Set(record.of('letter').map(({ tag }) => tag));
  for (const { firm, contact, tag } of lines) {
    if (tag === undefined) continue;
    tried('M4');
    const possible = (alike.get(nameOf(tag)) ?? [tag]).flatMap((one) => [...possibleContacts(knowledge, firm, one)]);
    if (possible.includes(contact)) continue;
    const isKept = possible.length > 0 || letters.has(tag);
    accuse(isKept ? 'M4' : 'M3', `${tag} is on the timeline of contact ${contact} of firm ${firm}`);
  }
}

function judgeRedacted({ record, tried, accuse }: MailBench, lines: readonly Line[]): void {
  for (const { firm, engagement, tag } of record.of('redacted'))
    for (const line of lines) {
      if (line.firm !== firm || line.id !== engagement) continue;
      tried('M8');
      const isBare = line.subject === '' && line.preview === '' && line.people.length === 0 && line.redacted;
      if (!isBare) accuse('M8', `${tag} was redacted, and says "${line.subject}"`);
    }
}

/** Of its own header, unless that is more than a day from when a mailbox got it. */
function judgeFacts({ tried, accuse }: MailBench, knowledge: Knowledge, lines: readonly Line[]): void {
  for (const { firm, id, tag, at, direction } of lines) {
    const composed = tag === undefined ? undefined : knowledge.composed.get(tag);
    if (tag === undefined || composed === undefined || knowledge.copies(tag).length === 0) continue;
    tried('M9');
    const received = knowledge
      .copies(tag)
      .flatMap(({ box, spells }) => (box.firm.id === firm ? [spells[0]?.state.receivedAt ?? Number.NaN] : []));
    // What was written before it was sent is of then or of when it was begun: mailboxes differ.
    const wasDraft =
      tag.startsWith('L') ||
      knowledge.copies(tag).some(({ spells }) => spells.some(({ state }) => state.place === 'drafts'));
    const isRight = received.some((one) => {
      if (wasDraft && Math.abs(at - one) < minuteMs) return true;
      const isOdd = Math.abs(composed.sentAt - one) > dayMs;
      return Math.abs(at - (isOdd ? one : composed.sentAt)) < minuteMs;
    });
    if (!isRight) accuse('M9', `${tag} (${id}) is told to be of ${new Date(at).toISOString()}`);
    const from = keyOf(composed.parties.find(({ as }) => as === 'from')?.address ?? '');
    const expected = knowledge.isOwn(firm, from) ? 'sent' : 'received';
    if (direction !== expected) accuse('M9', `${tag} is told to be ${direction}, and it was ${expected}`);
  }
}
