/** What the pages show of calendars: the JSON of the HTTP API, whose paths stand in `views.ts`. */
import type { ItemDate, SideName } from './items.ts';
import type { Listed } from './ports/provider.ts';
import type { PreviewRow } from './views.ts';

/** The calendars of Clio and of one other account, in the order in which people know them. A worker reads them when the page asks. */
export type CalendarsView = {
  readonly left: readonly CalendarView[];
  readonly right: readonly CalendarView[];
  /** Epoch milliseconds; absent before the first time. */
  readonly readAt?: number;
  /** Somebody asked for them to be read, or for a new one, and no worker has answered yet. */
  readonly isAsked: boolean;
  /** The one that is being made. */
  readonly making?: NewCalendar;
  /** Why the last try came to nothing, as a sentence. */
  readonly failure?: string;
};
export type CalendarView = Omit<Listed, 'writable'> & {
  /** Why it cannot be chosen, as a sentence; absent when it can be. */
  readonly unavailable?: string;
  /** The caller's own syncs that have it. */
  readonly syncs: readonly string[];
};
/** `name`: at most 120 characters. One of that very name that the account has already is taken instead. */
export type NewCalendar = { readonly side: SideName; readonly name: string };

/** What the plan says of a span of time: at most 500 entries, in order. Of a series each date is one; other dates are where they were moved to. */
export type WeekView = {
  /** Epoch milliseconds: inclusive, exclusive. */
  readonly from: number;
  readonly to: number;
  readonly entries: readonly WeekEntry[];
  /** There are more. */
  readonly isCut: boolean;
};
export type WeekEntry = ItemDate & {
  /** As in `PreviewRow`; of the dates of a series it is the same. */
  readonly id: string;
  readonly outcome: PreviewRow['outcome'];
  /** Where it stands now. */
  readonly on: readonly SideName[];
  /** Where it will be put. */
  readonly appearsOn?: SideName;
  /** Where it will be removed. */
  readonly leaves?: SideName;
  /** It is carried one way only, as a sentence. */
  readonly oneWay?: string;
};
