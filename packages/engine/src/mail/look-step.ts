import { isSyncError, type MailChanges, type MailMessage } from '@concord/core';
import { answerMailBell, readMailBell } from './bell.ts';
import { readDirectoryRecord } from './directory-record.ts';
import { noteMail } from './note-mail.ts';
import { type MailWork, remember } from './open-mailbox.ts';
import { type Look, readDirectory } from './read-directory.ts';
import type { StepResult } from './step.ts';

/** A mailbox is looked into this often, whether somebody rings or not. */
export const lookMs = 60 * 60_000;
/** A queue and a poll are not exact. */
const earlyMs = 2 * 60_000;

/** Nothing is judged before somebody has read the contacts, or while new messages wait for that. */
export async function directoryStep(work: MailWork): Promise<StepResult> {
  const { memory, ports, box } = work;
  const isWaiting = memory.loaded.record.waitsForDirectory === true;
  if (!isWaiting && (await readDirectoryRecord(ports, box.firm)).readAt !== undefined) return 'idle';
  return waitFor(work, await readDirectory(work));
}

/** `idle` when the directory is fresh. Until then the mailbox remembers that it waits. */
export function waitFor(work: MailWork, look: Look): StepResult {
  const isWaiting = work.memory.loaded.record.waitsForDirectory === true;
  if (look.kind === 'fresh') {
    if (isWaiting) remember(work, ({ waitsForDirectory: _, ...record }) => record);
    return 'idle';
  }
  if (!isWaiting) remember(work, (record) => ({ ...record, waitsForDirectory: true }));
  return look.kind === 'waits' ? { waitUntil: look.until } : 'more';
}

/** What somebody rang for, or what is due every hour. */
export async function lookStep(work: MailWork): Promise<StepResult> {
  const { ports, box, memory } = work;
  const bell = await readMailBell(ports, box);
  const isDue = ports.clock.now() - (memory.loaded.record.lookedAt ?? 0) >= lookMs - earlyMs;
  if (bell === undefined) return isDue ? (await readChanges(work)).result : 'idle';
  const ids = bell.all || bell.ids.length > work.mail.batchSize ? [] : bell.ids;
  const messages = ids.length === 0 ? [] : await work.mailbox.read(ids);
  const isAllThere = ids.length > 0 && messages.length === ids.length;
  const { result, isDone } = isAllThere ? await noteRung(work, messages) : await readChanges(work);
  if (isDone) await answerMailBell(ports, box, bell);
  return result;
}

type Looked = { readonly result: StepResult; readonly isDone: boolean };

/** The messages that a push named. The cursor stays: the changes tell of them once more, and nothing is counted twice. */
async function noteRung(work: MailWork, messages: readonly MailMessage[]): Promise<Looked> {
  const { kept, look } = await noteMail(work, messages);
  count(work, kept, 0);
  const waits = waitFor(work, look);
  return { result: waits === 'idle' ? 'more' : waits, isDone: waits === 'idle' };
}

const maximumPages = 100;

/** Everything since the cursor, which moves on only when what came before it is kept. */
async function readChanges(work: MailWork): Promise<Looked> {
  const { ports, lease, deadline, memory } = work;
  for (let pages = 0; pages < maximumPages && (pages === 0 || ports.clock.now() < deadline); pages += 1) {
    await lease.confirm();
    const askedAt = ports.clock.now();
    const page = await nextChanges(work, memory.loaded.record.cursor ?? '');
    if (page === undefined) return { result: 'more', isDone: false };
    const { kept, leftOut, look } = await noteMail(work, page.messages);
    const waits = waitFor(work, look);
    count(work, kept, waits === 'idle' ? leftOut : 0);
    if (waits !== 'idle') return { result: waits, isDone: false };
    remember(work, ({ stopped: _, ...record }) => ({
      ...record,
      cursor: page.cursor,
      ...(page.more ? {} : { lookedAt: askedAt }),
    }));
    if (!page.more) return { result: 'more', isDone: true };
  }
  return { result: 'more', isDone: false };
}

/** Undefined when the mailbox does not know the cursor any more: it begins anew, and looks through the time since. */
async function nextChanges(work: MailWork, cursor: string): Promise<MailChanges | undefined> {
  try {
    return await work.mailbox.changes(cursor);
  } catch (error) {
    if (!isSyncError(error) || error.code !== 'cursorExpired') throw error;
    remember(work, ({ cursor: _, ...record }) => record);
    return undefined;
  }
}

export function count(work: MailWork, kept: number, leftOut: number): void {
  if (kept === 0 && leftOut === 0) return;
  remember(work, (record) => ({
    ...record,
    counts: { kept: record.counts.kept + kept, leftOut: record.counts.leftOut + leftOut },
  }));
}
