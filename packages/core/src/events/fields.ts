import type { FieldTable } from '../items.ts';
import { sayWhen } from './say-when.ts';
import { whenKey } from './when-key.ts';

/** One row a field: how it is called, compared and merged. To add a field, begin here; the lenses follow. */
export const eventFields = {
  title: { shape: 'scalar', label: 'Title' },
  when: { shape: 'scalar', label: 'When', key: whenKey, say: (text) => sayWhen(text, { locale: 'en-GB' }) },
  location: { shape: 'scalar', label: 'Location' },
  description: { shape: 'scalar', label: 'Description' },
  exceptions: { shape: 'list', label: 'Other dates', pairing: 'unique' },
  showAs: { shape: 'scalar', label: 'Shown as' },
  privacy: { shape: 'scalar', label: 'Privacy' },
  guests: { shape: 'scalar', label: 'Guests' },
} as const satisfies FieldTable;
