import type { ClioContactView } from '@concord/sandbox';
import { type Card, type Entry, type ListName, readOnce } from './card.ts';
import { clioExtras } from './extras.ts';
import { plainEntry, plainText } from './spelling.ts';

export const fromClio = readOnce((view: ClioContactView): Card => {
  const isCompany = view.type === 'Company';
  const slotted = (list: ListName, row: { readonly name: string }, value: string, primary = false): Entry => ({
    value: plainEntry[list](value),
    slot: row.name.toLowerCase(),
    primary,
  });
  return {
    id: String(view.id),
    isCompany,
    tags: view.instant_messengers.map(({ address }) => address),
    texts: {
      prefix: plainText(view.prefix),
      firstName: plainText(view.first_name),
      middleName: plainText(view.middle_name),
      lastName: plainText(view.last_name),
      company: plainText(isCompany ? view.name : view.company?.name),
      jobTitle: plainText(view.title),
      birthday: view.date_of_birth ?? '',
    },
    lists: {
      emails: view.email_addresses.map((row) => ({ ...slotted('emails', row, row.address, row.primary), slot: '' })),
      phones: view.phone_numbers.map((row) => slotted('phones', row, row.number, row.primary)),
      addresses: view.addresses.map((row) => slotted('addresses', row, row.street ?? '')),
      sites: view.web_sites.map((row) => ({ ...slotted('sites', row, row.address, row.default_web_site), slot: '' })),
    },
    extras: clioExtras(view),
  };
});
