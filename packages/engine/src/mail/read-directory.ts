import { type ChangesPage, dispositionOf, type ErrorCode, type Instant, isSyncError } from '@concord/core';
import { withFreshToken } from '../connect/with-fresh-token.ts';
import { laterBy } from '../sync/after-failure.ts';
import { restUntil } from '../sync/lease.ts';
import { applySights } from './apply-sights.ts';
import { forgetPass, type PassStep, passStep } from './directory-pass.ts';
import { noChange, sumOf } from './directory-people.ts';
import { type OpenReader, openReader, type Reader, readerFor } from './directory-reader.ts';
import {
  type DirectoryReader,
  type DirectoryRecord,
  readDirectoryRecord,
  sharedReader,
  updateDirectory,
} from './directory-record.ts';
import type { MailWork } from './open-mailbox.ts';

/** `fresh`: it was looked at within the last minute. `more`: ask again at once. `waits`: nobody can be asked before then. */
export type Look =
  | { readonly kind: 'fresh' | 'more' }
  | { readonly kind: 'waits'; readonly until: Instant; readonly code?: ErrorCode };

/** Clio is asked what changed at most so often, however many mailboxes a firm has. */
const freshMs = 60_000;
const passMs = 24 * 60 * 60_000;
/** Another worker is at it. */
const busyMs = 5_000;
/** No Clio of the firm works: nothing here makes that sooner. */
const nobodyMs = 15 * 60_000;

/** Sees to it that the directory is as Clio was a minute ago: by what changed since, or by a page of the pass that must come first. */
export async function readDirectory(work: MailWork): Promise<Look> {
  const isDue = ({ cursor, readAt }: DirectoryReader, now: Instant): boolean =>
    cursor === undefined || readAt === undefined || now - readAt >= freshMs;
  return await read(work, isDue, async (open, reader, state) =>
    state.cursor === undefined || state.readAt === undefined
      ? await passed(work, open, reader, state)
      : await readChanges(work, open, reader, state.cursor),
  );
}

/** A page of the complete pass that is under way, or due once a day. `fresh`: there is none to be made. */
export async function passDirectory(work: MailWork): Promise<Look> {
  const isDue = ({ pass, passedAt = 0 }: DirectoryReader, now: Instant): boolean =>
    pass !== undefined || now - passedAt >= passMs;
  return await read(work, isDue, async (open, reader, state) => await passed(work, open, reader, state));
}

type Step = (open: OpenReader, reader: Reader, state: DirectoryReader) => Promise<Look>;

async function read(
  work: MailWork,
  isDue: (state: DirectoryReader, now: Instant) => boolean,
  step: Step,
): Promise<Look> {
  const { ports, box, connection } = work;
  const record = await readDirectoryRecord(ports, box.firm);
  const now = ports.clock.now();
  const reader = await readerFor(ports, connection, record);
  if (reader === undefined) return await nobody(work, record);
  const state = record.readers[reader.name] ?? {};
  if (!isDue(state, now)) return { kind: 'fresh' };
  const quietUntil = Math.max(record.restUntil ?? 0, await restUntil(ports, box.firm, reader.connection));
  if (quietUntil > now) return { kind: 'waits', until: quietUntil, ...(record.code ? { code: record.code } : {}) };
  if (!(await hold(work))) return { kind: 'waits', until: now + busyMs };
  try {
    const open = await openReader(ports, box.firm, reader, work.lease);
    return await withFreshToken(open.open, async () => await step(open, reader, state));
  } catch (error) {
    return await afterReading(work, reader, error);
  }
}

/** Only one worker of a firm reads, for as long as a lease lasts. */
async function hold({ ports, box }: MailWork): Promise<boolean> {
  let isMine = false;
  await updateDirectory(ports, box.firm, (known) => {
    const now = ports.clock.now();
    isMine = known.holder === undefined || known.holder.until <= now || known.holder.by === box.connection;
    return isMine ? { ...known, holder: { by: box.connection, until: now + ports.settings.leaseMs } } : undefined;
  });
  return isMine;
}

/** The worker that held it has come to its end: what it could not do before is forgotten with it. */
function released(record: DirectoryRecord): DirectoryRecord {
  const { holder: _holder, restUntil: _rest, failures: _failures, code: _code, ...rest } = record;
  return rest;
}

async function nobody({ ports, box }: MailWork, { code }: DirectoryRecord): Promise<Look> {
  if (code !== 'grantLost') await updateDirectory(ports, box.firm, (known) => ({ ...known, code: 'grantLost' }));
  return { kind: 'waits', until: ports.clock.now() + nobodyMs, code: 'grantLost' };
}

async function afterReading(work: MailWork, { name }: Reader, error: unknown): Promise<Look> {
  const { ports, box } = work;
  const isExpired = isSyncError(error) && error.code === 'cursorExpired';
  if (!isSyncError(error) || isExpired || error.code === 'leaseLost') {
    // A pass whose place is not known any more begins anew, like changes that cannot be told.
    await updateDirectory(ports, box.firm, (known) => {
      const { cursor: _cursor, pass: _pass, ...state } = known.readers[name] ?? {};
      return isExpired ? { ...released(known), readers: { ...known.readers, [name]: state } } : released(known);
    });
    if (isExpired) return { kind: 'more' };
    throw error;
  }
  const { code, retryAfterMs } = error;
  ports.log.info('directory.failed', { code, provider: error.provider ?? '' });
  let until = 0;
  await updateDirectory(ports, box.firm, (known) => {
    const failures = (known.failures ?? 0) + 1;
    const isOver = dispositionOf(code) === 'pauseConnection' || dispositionOf(code) === 'stopSync';
    until = isOver
      ? ports.clock.now() + freshMs
      : retryAfterMs === undefined
        ? laterBy(ports, failures)
        : ports.clock.now() + retryAfterMs;
    return { ...released(known), restUntil: until, failures, code };
  });
  return { kind: 'waits', until, code };
}

const maximumPages = 20;

async function readChanges(work: MailWork, { contacts }: OpenReader, reader: Reader, from: string): Promise<Look> {
  const { ports, box, lease, deadline } = work;
  const startedAt = ports.clock.now();
  let page: Pick<ChangesPage, 'cursor' | 'more'> = { cursor: from, more: true };
  let change = noChange;
  for (let pages = 0; pages < maximumPages && page.more && (pages === 0 || ports.clock.now() < deadline); pages += 1) {
    await lease.confirm();
    const next: ChangesPage = await contacts.changes(page.cursor);
    change = sumOf(change, await applySights(ports, box.firm, reader, next.observations));
    page = next;
  }
  const { cursor, more } = page;
  await updateDirectory(ports, box.firm, (known) => {
    const read = more ? {} : { readAt: startedAt };
    const state = { ...known.readers[reader.name], cursor, ...read };
    return {
      ...released(known),
      ...read,
      ...byOf(reader),
      readers: { ...known.readers, [reader.name]: state },
      people: known.people + change.people,
      addresses: known.addresses + change.addresses,
      ...(change.news ? { newAt: ports.clock.now() } : {}),
    };
  });
  return { kind: more ? 'more' : 'fresh' };
}

const byOf = ({ name, connection }: Reader) => (name === sharedReader ? { by: connection } : {});

async function passed(work: MailWork, open: OpenReader, reader: Reader, state: DirectoryReader): Promise<Look> {
  const { ports, box } = work;
  const step: PassStep = await passStep(work, open, reader, state);
  await updateDirectory(ports, box.firm, (known) => {
    const now = known.readers[reader.name] ?? {};
    // Somebody else took this pass further, or began another one.
    if (now.pass?.id !== state.pass?.id || now.pass?.page !== state.pass?.page) return released(known);
    const { pass: _pass, ...rest } = now;
    // What changes tell from here on was told since before the pass began.
    const cursor = rest.cursor ?? step.cursor;
    const readAt = step.readAt === undefined ? rest.readAt : Math.max(rest.readAt ?? 0, step.readAt);
    const next: DirectoryReader = {
      ...rest,
      ...(cursor === undefined ? {} : { cursor }),
      ...(readAt === undefined ? {} : { readAt }),
      ...(step.next === undefined ? { passedAt: step.startedAt } : { pass: step.next }),
    };
    const people = step.counted?.people ?? known.people + step.change.people;
    const addresses = step.counted?.addresses ?? known.addresses + step.change.addresses;
    const isNews = step.change.news && rest.readAt !== undefined;
    return {
      ...released(known),
      ...byOf(reader),
      readers: { ...known.readers, [reader.name]: next },
      ...(readAt === undefined ? {} : { readAt: Math.max(known.readAt ?? 0, readAt) }),
      people,
      addresses,
      ...(isNews ? { newAt: ports.clock.now() } : {}),
    };
  });
  if (step.next === undefined && state.pass !== undefined) await forgetPass(ports, box.firm, state.pass);
  return { kind: 'more' };
}
