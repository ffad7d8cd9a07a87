import type { SideName, SyncView } from '@concord/core';

/** What tells the sides of this sync from those of others: of calendars there may be several pairs between two accounts. */
export const nameOfSide = (sync: SyncView, side: SideName): string =>
  sync.itemType === 'event' ? sync[side].collection : sync[side].label;
