import { frozen } from '../../kernel/frozen.ts';
import type { Change } from '../book.ts';
import type { Clio } from '../call.ts';
import { entryEtag, shownId } from './occurrences.ts';
import { type Attendee, type Entry, isOccurrence } from './records.ts';
import { childrenOf } from './series.ts';
import { dateOf } from './wall-time.ts';

/** An entry as it is kept, whatever habits the API has, and with what the API never shows. */
export type ClioEntryView = {
  readonly id: string;
  readonly etag: string;
  readonly firm: number;
  readonly calendar: number;
  readonly summary: string;
  readonly description: string | null;
  readonly location: string | null;
  readonly all_day: boolean;
  /** ISO 8601 in UTC (`2026-01-05T14:00:00Z`); of an all-day entry `YYYY-MM-DD`. */
  readonly start: string;
  /** As the start; of an all-day entry the day after its last. */
  readonly end: string;
  readonly time_zone: string;
  /** Without `RRULE:`. */
  readonly recurrence_rule: string | null;
  /** Of a series: the starts of what was cancelled. */
  readonly cancelled: readonly string[];
  /** Of a changed instance: its series. */
  readonly parent: string | null;
  /** Of a changed instance: the start that it would have had. */
  readonly original_start: string | null;
  readonly private: boolean;
  readonly court_rule: boolean;
  readonly matter: number | null;
  readonly event_type: number | null;
  readonly attendees: readonly Pick<Attendee, 'type' | 'id'>[];
  readonly external_properties: readonly { readonly id: number; readonly name: string; readonly value: string }[];
  /** Where its meeting is held, of one that has a meeting. */
  readonly join_url: string | null;
  readonly created_at: string;
  readonly updated_at: string;
};

/** `changed`: more than its version. An instance that was cancelled changes its series. */
export type ClioEntryChange = {
  readonly kind: 'created' | 'changed' | 'touched' | 'deleted';
  readonly firm: number;
  readonly id: string;
  readonly before?: ClioEntryView;
  readonly after?: ClioEntryView;
};

export const timeText = (entry: Pick<Entry, 'all_day'>, time: number): string =>
  entry.all_day ? dateOf(time) : isoText(time);

const isoText = (instant: number): string => `${new Date(instant).toISOString().slice(0, 19)}Z`;

export function viewEntry(clio: Clio, entry: Entry): ClioEntryView {
  const replaced = new Set(entry.recurrence_rule === null ? [] : childrenOf(clio, entry).map(({ slot }) => slot));
  return frozen({
    id: shownId(entry, false),
    etag: entryEtag(entry),
    ...sharedParts(entry),
    start: timeText(entry, entry.start_at),
    end: timeText(entry, entry.end_at),
    time_zone: entry.start_at_time_zone,
    cancelled: isOccurrence(entry)
      ? []
      : entry.gone.filter((slot) => !replaced.has(slot)).map((slot) => timeText(entry, slot)),
    parent: entry.parent === null ? null : String(entry.parent),
    original_start: entry.slot === null ? null : timeText(parentOf(clio, entry), entry.slot),
    private: entry.is_private,
    attendees: entry.attendees.map(({ type, id }) => ({ type, id })),
    external_properties: entry.external_properties.map(({ id, name, value }) => ({ id, name, value })),
    join_url: entry.conference?.join_url ?? null,
    created_at: isoText(entry.created_at),
    updated_at: isoText(entry.updated_at),
  });
}

const sharedParts = ({
  firm,
  calendar,
  summary,
  description,
  location,
  all_day,
  recurrence_rule,
  court_rule,
  matter,
  event_type,
}: Entry) => ({
  firm,
  calendar,
  summary,
  description,
  location,
  all_day,
  recurrence_rule,
  court_rule,
  matter,
  event_type,
});

/** An instance may have been made all day: its slot is told in the measure of its series. */
function parentOf({ entries }: Clio, entry: Entry): Entry {
  return (entry.parent === null ? undefined : entries.get(entry.firm, entry.parent)) ?? entry;
}

/** Calls the listener at once after each change of an entry of any firm, whoever made it. Returns what ends it. */
export function watchEntries(clio: Clio, listener: (change: ClioEntryChange) => void): () => void {
  return clio.entries.watch((change) => {
    const shown = toShown(clio, change);
    if (shown !== undefined) listener(shown);
  });
}

function toShown(clio: Clio, change: Change<Entry>): ClioEntryChange | undefined {
  const { firm, id } = change.kind === 'deleted' ? change.before : change.after;
  const about = { firm, id: String(id) };
  if (change.kind === 'created') return { kind: 'created', ...about, after: viewEntry(clio, change.after) };
  if (change.kind === 'deleted') return { kind: 'deleted', ...about, before: viewEntry(clio, change.before) };
  const [before, after] = [viewEntry(clio, change.before), viewEntry(clio, change.after)];
  if (JSON.stringify(before) === JSON.stringify(after)) return undefined;
  return { kind: isSame(before, after) ? 'touched' : 'changed', ...about, before, after };
}

function isSame(before: ClioEntryView, after: ClioEntryView): boolean {
  const bare = (view: ClioEntryView): string => JSON.stringify({ ...view, etag: '', updated_at: '' });
  return bare(before) === bare(after);
}
