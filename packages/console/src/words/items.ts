import type { ItemTypeName } from '@concord/core';

/** What people call the items of each type. */
export const itemWords = {
  contact: { one: 'contact', many: 'contacts', sync: 'Contact sync' },
  event: { one: 'event', many: 'events', sync: 'Calendar sync' },
} as const satisfies Record<ItemTypeName, { one: string; many: string; sync: string }>;

/** Of a record that a run decided anew. */
export const changedSincePreview = 'It had changed since the preview, so it was decided anew.';
