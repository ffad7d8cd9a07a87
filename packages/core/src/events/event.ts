import type { Item, List } from '../items.ts';

/** An appointment or a series of them, as every provider's lens reads it. */
export type Event = Item & {
  readonly title?: string;
  /** Start, end, zone and recurrence in one text, which never merge apart: see `when.ts`. */
  readonly when: string;
  readonly location?: string;
  /** Plain text. */
  readonly description?: string;
  /** The dates of a series that differ from it: see `exceptions.ts`. */
  readonly exceptions?: List;
  /** Absent: no opinion. */
  readonly showAs?: 'free' | 'tentative' | 'busy' | 'away' | 'elsewhere';
  /** Absent: not private. */
  readonly privacy?: 'private';
  /** Who else takes part, one a line, for people to read. */
  readonly guests?: string;
};
