import type { Clio } from '../call.ts';
import { notifyAttendees } from './mails.ts';
import { findEntry } from './occurrences.ts';
import { type Entry, isOccurrence } from './records.ts';
import { branchOff, saveEntry, saveException } from './series.ts';

/** How a person does it. */
export type ClioAct = {
  /** Ticks "notify attendees"; otherwise nobody is told. */
  readonly notify?: boolean;
};

/** What all of people's acts on entries share. */
export function tell(
  clio: Clio,
  before: Entry | undefined,
  after: Entry | undefined,
  { notify = false }: ClioAct,
): void {
  if (notify) notifyAttendees(clio, before, after, 'a person chose to notify attendees');
}

/** Saves what a person made of an entry; of an instance of a series that is an entry of its own. */
export function saveEdited(clio: Clio, before: Entry, wanted: Entry): Entry {
  if (!isOccurrence(before) || wanted === before) return saveEntry(clio, before, wanted);
  const exception = branchOff(clio, wanted, false);
  saveException(clio, exception);
  return exception;
}

export function entryNamed(clio: Clio, id: string): Entry | undefined {
  for (const firm of clio.state.firms.values()) {
    const found = findEntry(clio.entries, firm.id, id);
    if (found !== undefined) return found;
  }
  return undefined;
}

export const existingEntry =
  (clio: Clio) =>
  (id: string): Entry => {
    const entry = entryNamed(clio, id);
    if (entry === undefined) throw new Error(`There is no entry ${id}`);
    return entry;
  };
