import type { Clio } from '../call.ts';
import { invalidRecord } from '../refusal.ts';
import { occurrenceAt } from './occurrences.ts';
import { dayMs, type Entry, isOccurrence } from './records.ts';
import { endingAt, exdateSlots, slotsOf } from './recurrence.ts';

/** What becomes of a series and its instances: the API and people's own hands share it. */

export const nextVersion = (entry: Entry, now: number): Pick<Entry, 'revision' | 'updated_at'> => ({
  revision: entry.revision + 1,
  updated_at: now,
});

/** Saves an entry as it is to be. Of a series whose times or rule changed, every changed and cancelled instance is lost (documented: "those edits will be lost"). */
export function saveEntry(clio: Clio, before: Entry, after: Entry): Entry {
  if (after === before) return before;
  if (before.recurrence_rule === null) return put(clio, withExdates(after));
  const isReset = hasNewTimes(before, after) || clio.world.awkward.strikes('clio.calendar.anySeriesEditDiscards');
  const children = childrenOf(clio, before);
  if (isReset) for (const child of children) clio.entries.remove(child);
  else if (before.calendar !== after.calendar) {
    const { calendar } = after;
    for (const child of children) put(clio, { ...child, calendar, ...nextVersion(child, clio.world.now()) });
  }
  return put(clio, isReset ? withExdates(after) : after);
}

const put = (clio: Clio, entry: Entry): Entry => {
  clio.entries.save(entry);
  return entry;
};

const withExdates = (entry: Entry): Entry => ({ ...entry, gone: exdateSlots(entry) });

const timing = ['start_at', 'end_at', 'all_day', 'start_at_time_zone', 'recurrence_rule', 'exdates'] as const;

function hasNewTimes(before: Entry, after: Entry): boolean {
  return timing.some((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]));
}

/** The instances that became entries of their own. */
export function childrenOf({ entries }: Pick<Clio, 'entries'>, series: Entry): readonly Entry[] {
  return entries.all(series.firm).filter((entry) => entry.parent === series.id);
}

/** Makes an entry of its own of an instance. That it takes over everything but external properties is assumed. */
export function branchOff(clio: Clio, instance: Entry, copiesProperties: boolean): Entry {
  const now = clio.world.now();
  return {
    ...instance,
    id: clio.state.nextEntryId(),
    recurrence_rule: null,
    exdates: [],
    gone: [],
    external_properties: copiesProperties ? instance.external_properties : [],
    created_at: now,
    updated_at: now,
    revision: 1,
  };
}

/** Saves the exception, after which its instance no longer shows. */
export function saveException(clio: Clio, exception: Entry): void {
  clio.entries.save(exception);
  hide(clio, exception);
}

/** Takes one instance out, changed before or not. Of an entry that does not recur nothing is left; of a series its first. */
export function cancelInstance(clio: Clio, entry: Entry): void {
  const { entries } = clio;
  if (entry.recurrence_rule !== null && !isOccurrence(entry)) {
    const first = firstShown(entry);
    if (first === undefined) throw invalidRecord('There is no instance left');
    hide(clio, first);
  } else if (isOccurrence(entry)) hide(clio, entry);
  else entries.remove(entry);
}

function firstShown(series: Entry): Entry | undefined {
  const slot = slotsOf(series)
    .between(series.start_at, series.start_at + 20 * 366 * dayMs)
    .find((one) => !series.gone.includes(one));
  return slot === undefined ? undefined : occurrenceAt(series, slot);
}

/** Whether that moves the series' own etag and time on is not documented: it does not, unless the habit strikes. */
function hide(clio: Clio, { firm, parent, slot }: Entry): void {
  const series = parent === null ? undefined : clio.entries.get(firm, parent);
  if (series === undefined || slot === null) return;
  const isSeen = clio.world.awkward.strikes('clio.calendar.exceptionTouchesSeries');
  const version = isSeen ? nextVersion(series, clio.world.now()) : {};
  clio.entries.save({ ...series, gone: [...series.gone, slot], ...version });
}

/** Whether nothing happened to a series but that an instance of it no longer shows. */
export const isInstanceHidden = (before: Entry, after: Entry): boolean =>
  before.revision === after.revision && before.gone !== after.gone;

/** Ends a series before an instance, and returns what is left of it: nothing, when that was the first. Earlier changed instances stay (assumption). */
export function endBefore(clio: Clio, entry: Entry): Entry | undefined {
  const { entries, world } = clio;
  const series = entry.parent === null ? entry : entries.get(entry.firm, entry.parent);
  const slot = entry.parent === null ? entry.start_at : entry.slot;
  if (series === undefined || slot === null) return undefined;
  const first = series.recurrence_rule === null ? undefined : slotsOf(series).firstFrom(series.start_at);
  if (first === undefined || first >= slot) {
    removeWhole(clio, series);
    return undefined;
  }
  for (const child of childrenOf(clio, series)) if ((child.slot ?? 0) >= slot) entries.remove(child);
  const recurrence_rule = endingAt(series.recurrence_rule ?? '', slot - 1_000, series.all_day);
  const gone = series.gone.filter((one) => one < slot);
  return put(clio, { ...series, recurrence_rule, gone, ...nextVersion(series, world.now()) });
}

/** An entry with all that hangs on it. */
export function removeWhole(clio: Clio, entry: Entry): void {
  if (isOccurrence(entry)) return cancelInstance(clio, entry);
  if (entry.recurrence_rule !== null) for (const child of childrenOf(clio, entry)) clio.entries.remove(child);
  return clio.entries.remove(entry);
}
