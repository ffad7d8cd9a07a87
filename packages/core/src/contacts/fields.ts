import type { FieldTable } from '../items.ts';

/** One row a field: how it is called, compared and merged. To add a field, begin here; the lenses follow. */
export const contactFields = {
  kind: { shape: 'scalar', label: 'Kind', fixed: true },
  prefix: { shape: 'scalar', label: 'Prefix' },
  firstName: { shape: 'scalar', label: 'First name' },
  middleName: { shape: 'scalar', label: 'Middle name' },
  lastName: { shape: 'scalar', label: 'Last name' },
  company: { shape: 'scalar', label: 'Company' },
  jobTitle: { shape: 'scalar', label: 'Job title' },
  birthday: { shape: 'scalar', label: 'Birthday' },
  emails: { shape: 'list', label: 'E-mail', pairing: 'slot' },
  phones: { shape: 'list', label: 'Phone', pairing: 'slot' },
  addresses: { shape: 'list', label: 'Address', pairing: 'handle' },
  sites: { shape: 'list', label: 'Web site', pairing: 'handle' },
  messengers: { shape: 'list', label: 'Instant messenger', pairing: 'handle' },
} as const satisfies FieldTable;
