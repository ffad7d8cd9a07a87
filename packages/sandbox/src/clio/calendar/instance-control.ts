import type { Clio } from '../call.ts';
import { type ClioAct, existingEntry, saveEdited, tell } from './entry-acts.ts';
import { type ClioEntryEdit, editedEntry } from './entry-input.ts';
import { timeText, viewEntry } from './entry-view.ts';
import { horizonMs, occurrenceAt, occurrencesOf, shownId } from './occurrences.ts';
import type { Entry } from './records.ts';
import { exdateSlots, slotsOf } from './recurrence.ts';
import { branchOff, cancelInstance, endBefore } from './series.ts';
import { readInstant } from './wall-time.ts';

export type ClioInstance = {
  /** As the API shows it by default: with two parts unless the instance was changed. */
  readonly id: string;
  readonly start: string;
  readonly end: string;
  readonly summary: string;
};
/** Single instances of series. Their starts are the ones that the series gives them: ISO 8601, or `YYYY-MM-DD` of an all-day series. */
export type ClioInstanceControl = {
  /** What shows in a calendar's view, in the order of time; by default from the series' start to two years ahead. */
  readonly instances: (id: string, span?: { readonly from?: string; readonly to?: string }) => readonly ClioInstance[];
  /** "Only this": returns the id of the entry that the instance has become, or its own when nothing changed. */
  readonly editInstance: (seriesId: string, start: string, edit: ClioEntryEdit, act?: ClioAct) => string;
  readonly cancelInstance: (seriesId: string, start: string, act?: ClioAct) => void;
  /** "This and following": the series ends before it, and another one begins there, whose id is returned. */
  readonly editFollowing: (seriesId: string, start: string, edit: ClioEntryEdit, act?: ClioAct) => string;
  readonly cancelFollowing: (seriesId: string, start: string, act?: ClioAct) => void;
};

export function instanceActs(clio: Clio): ClioInstanceControl {
  const existing = existingEntry(clio);
  const instance = (seriesId: string, start: string): Entry => {
    const series = existing(seriesId);
    const slot = slotNamed(series, start);
    const changed = clio.entries.all(series.firm).find((entry) => entry.parent === series.id && entry.slot === slot);
    const found = changed ?? occurrenceAt(series, slot);
    if (found === undefined) throw new Error(`The entry ${seriesId} has no instance at ${start}`);
    return found;
  };
  return {
    instances: (id, { from, to } = {}) => {
      const series = existing(id);
      const [first, last] = [from ?? timeText(series, series.start_at), to].map(
        (text) => text && slotNamed(series, text),
      );
      const until = Number(last ?? Math.max(clio.world.now(), series.start_at) + horizonMs);
      const changed = clio.entries.all(series.firm).filter((entry) => entry.parent === series.id);
      const shown = series.recurrence_rule === null ? [series] : occurrencesOf(series, Number(first), until);
      const within = changed.filter(({ start_at }) => start_at >= Number(first) && start_at <= until);
      return [...shown, ...within].sort((a, b) => a.start_at - b.start_at).map((entry) => instanceOf(clio, entry));
    },
    editInstance: (seriesId, start, edit, act = {}) => {
      const before = instance(seriesId, start);
      const after = saveEdited(clio, before, editedEntry(clio, before, edit));
      tell(clio, before, after, act);
      return shownId(after, false);
    },
    cancelInstance: (seriesId, start, act = {}) => {
      const before = instance(seriesId, start);
      cancelInstance(clio, before);
      tell(clio, before, undefined, act);
    },
    editFollowing: (seriesId, start, edit, act = {}) => {
      const series = existing(seriesId);
      const before = instance(seriesId, start);
      endBefore(clio, before);
      const begun = followingOf(clio, series, before);
      const { revision: _revision, ...changed } = editedEntry(clio, begun, edit);
      const after = { ...changed, gone: exdateSlots(changed), revision: 1 };
      clio.entries.save(after);
      tell(clio, before, after, act);
      return String(after.id);
    },
    cancelFollowing: (seriesId, start, act = {}) => {
      const before = instance(seriesId, start);
      endBefore(clio, before);
      tell(clio, before, undefined, act);
    },
  };
}

/** The series that begins with an instance of another one, as often as that one was still to come. */
function followingOf(clio: Clio, series: Entry, first: Entry): Entry {
  const before = slotsOf(series).between(series.start_at, (first.slot ?? series.start_at) - 1).length;
  const rule = series.recurrence_rule?.replace(/COUNT=(\d+)/u, (_text, count) => `COUNT=${Number(count) - before}`);
  const { exdates } = series;
  return { ...branchOff(clio, first, false), recurrence_rule: rule ?? null, exdates, parent: null, slot: null };
}

function instanceOf(clio: Clio, entry: Entry): ClioInstance {
  const { id, start, end, summary } = viewEntry(clio, entry);
  return { id, start, end, summary };
}

function slotNamed({ all_day, start_at_time_zone }: Entry, text: string): number {
  return readInstant(text, all_day ? 'UTC' : start_at_time_zone);
}
