import type { ItemTypeName } from '@concord/core';

/** What people call the items of each type, wherever a sentence would be wrong for another type. */
export const itemWords = {
  contact: {
    one: 'contact',
    many: 'contacts',
    sync: 'Contact sync',
    search: 'Search name, e-mail, phone',
    searchLess: 'Try a part of the name or of the e-mail.',
    matches: 'No one is on both sides with the same first name, last name and e-mail.',
    different: 'different people',
    /** As Clio's own is called. */
    clioSync: 'contact sync',
  },
  event: {
    one: 'event',
    many: 'events',
    sync: 'Calendar sync',
    search: 'Search title, place, date',
    searchLess: 'Try a part of the title or of the place.',
    matches: 'No event is on both sides at the same time, with the same recurrence and title.',
    different: 'different events',
    clioSync: 'calendar sync',
  },
} as const satisfies Record<ItemTypeName, Readonly<Record<string, string>>>;

/** Of a record that a run decided anew. */
export const changedSincePreview = 'It had changed since the preview, so it was decided anew.';
