import type { Capabilities, CollectionProfile, ProviderProfile } from '@concord/core';

export const profile = {
  label: 'Memory',
  collections: { contact: 'Memory contacts' },
  hosts: { app: { variable: 'CONCORD_MEMORY_URL', url: 'https://memory.invalid' } },
} as const satisfies ProviderProfile;

const scalar = { shape: 'scalar' } as const;
const everySlot = (...slots: readonly string[]): Readonly<Record<string, number>> =>
  Object.fromEntries(slots.map((slot) => [slot, 20]));

/** Holds every field of a contact, twenty elements a list, with slots and a primary flag. */
export const roomyCapabilities: Capabilities = {
  kind: scalar,
  prefix: scalar,
  firstName: scalar,
  middleName: scalar,
  lastName: scalar,
  company: scalar,
  jobTitle: scalar,
  birthday: scalar,
  emails: { shape: 'list', max: 20, slots: everySlot('work', 'home', 'other'), primary: true },
  phones: {
    shape: 'list',
    max: 20,
    slots: everySlot('work', 'home', 'mobile', 'fax', 'pager', 'skype', 'other'),
    primary: true,
  },
  addresses: { shape: 'list', max: 20, slots: everySlot('work', 'home', 'billing', 'other'), primary: false },
  sites: { shape: 'list', max: 20, slots: everySlot('work', 'personal', 'other'), primary: false },
  messengers: { shape: 'list', max: 20, slots: everySlot('work', 'personal', 'other'), primary: false },
};

/** Holds every field of an event, as many exceptions as a series can have, and guests to be read. */
export const eventCapabilities: Capabilities = {
  title: scalar,
  when: scalar,
  location: scalar,
  description: scalar,
  exceptions: { shape: 'list', max: 200, anySlot: true, primary: false },
  showAs: scalar,
  privacy: scalar,
  guests: { shape: 'scalar', readOnly: true },
};

export const roomyProfile: CollectionProfile = {
  capabilities: roomyCapabilities,
  pageSize: 50,
  batchSize: 20,
  readLagMs: 0,
  deletes: 'changes',
  markers: true,
  requestTimeoutMs: 1_000,
  writesPerMinute: 60_000,
  subscriptionMs: 86_400_000,
};
