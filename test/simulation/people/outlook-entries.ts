import type { OutlookContact, OutlookContactInput } from '@concord/sandbox';
import type { ListName } from './cards.ts';

/** An entry as it is spelt; `name`: what an e-mail address is shown as. */
export type SpeltEntry = { readonly value: string; readonly slot: string; readonly name?: string };

const spelt =
  (slot: string) =>
  (value: string | null | undefined): readonly SpeltEntry[] =>
    value ? [{ value, slot }] : [];

/** The lists of a contact, whatever fields Outlook keeps them in. */
export const outlookEntries = {
  emails: ({ emailAddresses }) =>
    (emailAddresses ?? []).flatMap(({ address, name }) =>
      address ? [{ value: address, slot: '', ...(name ? { name } : {}) }] : [],
    ),
  phones: ({ businessPhones, homePhones, mobilePhone }) => [
    ...(businessPhones ?? []).flatMap(spelt('work')),
    ...(homePhones ?? []).flatMap(spelt('home')),
    ...spelt('mobile')(mobilePhone),
  ],
  addresses: ({ businessAddress, homeAddress, otherAddress }) => [
    ...spelt('work')(businessAddress?.street),
    ...spelt('home')(homeAddress?.street),
    ...spelt('other')(otherAddress?.street),
  ],
  sites: ({ businessHomePage }) => spelt('')(businessHomePage),
} as const satisfies Record<ListName, (contact: OutlookContact) => readonly SpeltEntry[]>;

const of = (entries: readonly SpeltEntry[], slot: string): string[] =>
  entries.filter((entry) => entry.slot === slot).map(({ value }) => value);
const street = (entries: readonly SpeltEntry[], slot: string) => ({ street: of(entries, slot)[0] ?? null });

/** The whole of one list, as its owner leaves it. */
export const outlookList = {
  emails: (entries) => ({
    emailAddresses: entries.map(({ value, name }) => ({ address: value, ...(name ? { name } : {}) })),
  }),
  phones: (entries) => ({
    businessPhones: of(entries, 'work'),
    homePhones: of(entries, 'home'),
    mobilePhone: of(entries, 'mobile')[0] ?? null,
  }),
  addresses: (entries) => ({
    businessAddress: street(entries, 'work'),
    homeAddress: street(entries, 'home'),
    otherAddress: street(entries, 'other'),
  }),
  sites: (entries) => ({ businessHomePage: entries[0]?.value ?? null }),
} as const satisfies Record<ListName, (entries: readonly SpeltEntry[]) => OutlookContactInput>;
