import type { Instant, QueryPage } from '@concord/core';
import type { EnginePorts } from '../ports.ts';
import { applySights } from './apply-sights.ts';
import { type DirectoryChange, noChange, removePeople, sumOf } from './directory-people.ts';
import type { OpenReader, Reader } from './directory-reader.ts';
import type { DirectoryPass, DirectoryReader } from './directory-record.ts';
import { contactPrefix, directoryPartition, passKey, passPrefix } from './keys.ts';
import type { MailWork } from './open-mailbox.ts';

/** What came of one page of a complete pass. */
export type PassStep = {
  readonly startedAt: Instant;
  /** Where it goes on; absent when it has come to its end. */
  readonly next?: DirectoryPass;
  readonly change: DirectoryChange;
  /** There once all contacts were read: from where changes go on, and as of when they are known. */
  readonly cursor?: string;
  readonly readAt?: Instant;
  /** How many there are, counted anew. */
  readonly counted?: { readonly people: number; readonly addresses: number };
};

const rowsKeptMs = 2 * 24 * 60 * 60_000;

/**
 * The next page of the contacts; once all are read, and by one who sees everything, the next page of those that nobody showed: they
 * are removed. Safe to repeat.
 */
export async function passStep(
  work: MailWork,
  open: OpenReader,
  reader: Reader,
  { pass = beginPass(work.ports) }: DirectoryReader,
): Promise<PassStep> {
  await work.lease.confirm();
  return pass.cursor === undefined ? await readPage(work, open, reader, pass) : await removeMissing(work, pass);
}

const beginPass = ({ clock, random }: EnginePorts): DirectoryPass => ({
  id: random.id(9),
  startedAt: clock.now(),
  page: 0,
  seen: 0,
  people: 0,
  addresses: 0,
});

async function readPage(
  { ports, box }: MailWork,
  { contacts }: OpenReader,
  reader: Reader,
  pass: DirectoryPass,
): Promise<PassStep> {
  const { startedAt } = pass;
  const { observations, next, cursor } = await contacts.scan(pass.next);
  const change = await applySights(ports, box.firm, reader, observations);
  const ids = observations.map(({ id }) => id);
  const expiresAt = Math.ceil((startedAt + rowsKeptMs) / 1000);
  await ports.table.put({ ...passKey(box.firm, pass.id, pass.page), rev: 1, ids, expiresAt });
  const { next: _, ...rest } = pass;
  const further = { ...rest, page: pass.page + 1, seen: pass.seen + ids.length };
  if (next !== undefined) return { startedAt, change, next: { ...further, next } };
  const read = { startedAt, change, readAt: startedAt, ...(cursor === undefined ? {} : { cursor }) };
  return reader.seesEverything ? { ...read, next: { ...further, cursor: cursor ?? '' } } : read;
}

const comparedAtOnce = 500;

/** A contact that was written since the pass began may have come after its page. */
async function removeMissing({ ports, box }: MailWork, pass: DirectoryPass): Promise<PassStep> {
  const { firm } = box;
  const { startedAt, after } = pass;
  const { shown, count } = await shownBy(ports, firm, pass);
  const page: QueryPage = await ports.table.query({
    pk: directoryPartition(firm),
    prefix: contactPrefix,
    limit: comparedAtOnce,
    ...(after === undefined ? {} : { after }),
  });
  const missing = page.rows.filter(({ sk, at }) => !shown.has(contactIn(sk)) && Number(at) < startedAt);
  // A Clio that suddenly shows nobody is a fault, not a wish; and who is not known to have been shown may have been.
  const removable = pass.seen === 0 || count < pass.seen ? [] : missing;
  const change = await removeAll(
    ports,
    firm,
    removable.map(({ sk }) => contactIn(sk)),
  );
  const kept = page.rows.filter((row) => !removable.includes(row));
  const people = pass.people + kept.length;
  const addresses = pass.addresses + kept.reduce((sum, { size }) => sum + Number(size), 0);
  const further = { ...pass, page: pass.page + 1, people, addresses };
  if (page.after !== undefined) return { startedAt, change, next: { ...further, after: page.after } };
  return { startedAt, change, counted: { people, addresses } };
}

const contactIn = (sk: string): string => sk.slice(contactPrefix.length);

const removedAtOnce = 100;

async function removeAll(ports: EnginePorts, firm: string, contacts: readonly string[]): Promise<DirectoryChange> {
  let change = noChange;
  for (let from = 0; from < contacts.length; from += removedAtOnce)
    change = sumOf(change, await removePeople(ports, firm, contacts.slice(from, from + removedAtOnce)));
  return change;
}

/** A million contacts. */
const maximumPages = 50;
const pagesAtOnce = 100;

async function shownBy(
  ports: EnginePorts,
  firm: string,
  { id }: DirectoryPass,
): Promise<{ readonly shown: ReadonlySet<string>; readonly count: number }> {
  const shown = new Set<string>();
  let count = 0;
  let after: string | undefined;
  for (let pages = 0; pages < maximumPages; pages += 1) {
    const page: QueryPage = await ports.table.query({
      pk: directoryPartition(firm),
      prefix: passPrefix(id),
      limit: pagesAtOnce,
      ...(after === undefined ? {} : { after }),
    });
    for (const contact of page.rows.flatMap(({ ids }) => ids as readonly string[])) {
      shown.add(contact);
      count += 1;
    }
    after = page.after;
    if (after === undefined) return { shown, count };
  }
  throw new Error('There is no end of contacts.');
}

/** Only once it is known to be over: whoever compares with what is gone would take everybody for missing. */
export async function forgetPass({ table }: EnginePorts, firm: string, { id, page }: DirectoryPass): Promise<void> {
  await table.removeMany(Array.from({ length: page }, (_, number) => passKey(firm, id, number)));
}
