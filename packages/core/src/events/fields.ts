import type { FieldTable } from '../items.ts';
import { sayException } from './say-exception.ts';
import { sayWhen } from './say-when.ts';
import { whenKey } from './when-key.ts';

const locale = 'en-GB';
const shownAs: Readonly<Record<string, string>> = {
  free: 'Free',
  tentative: 'Tentative',
  busy: 'Busy',
  away: 'Away',
  elsewhere: 'Working elsewhere',
};

/** One row a field: how it is called, compared and merged. To add a field, begin here; the lenses follow. */
export const eventFields = {
  title: { shape: 'scalar', label: 'Title' },
  when: { shape: 'scalar', label: 'When', key: whenKey, say: (text) => sayWhen(text, { locale }) },
  location: { shape: 'scalar', label: 'Location' },
  description: { shape: 'scalar', label: 'Description' },
  exceptions: {
    shape: 'list',
    label: 'Other dates',
    pairing: 'unique',
    say: (element) => sayException(element, locale),
  },
  showAs: { shape: 'scalar', label: 'Shown as', aside: true, say: (text) => shownAs[text] ?? text },
  privacy: { shape: 'scalar', label: 'Privacy', aside: true, say: (text) => (text === 'private' ? 'Private' : text) },
  guests: { shape: 'scalar', label: 'Guests', aside: true },
} as const satisfies FieldTable;
