import type { CalendarView, OfferView, SyncView } from '@concord/core';

/** "Clio calendar “Hearings” and Outlook calendar “Court”". */
export const pairOf = ({ left, right }: SyncView): string => `${left.collection} and ${right.collection}`;

/** "Outlook calendars". */
export const manyOf = ({ collection }: OfferView): string => `${collection}s`;

/** What kind of calendar it is, where that helps to tell it from others. */
export const kindWords = {
  mine: undefined,
  firm: 'The calendar of the whole firm',
  shared: 'Shared, or a further one of yours',
} as const satisfies Record<CalendarView['kind'], string | undefined>;
