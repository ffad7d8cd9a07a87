import { type Contact, emailElement, type List, phoneElement } from '@concord/core';
import type { FirmSplit } from '../../packages/sandbox/src/seed/index.ts';

/** What the matching looks at, read the short way: the real lenses have their own tests. */
export function fromClio(input: FirmSplit['clio'][number]): Contact {
  const isCompany = input.type === 'Company';
  return made({
    kind: isCompany ? 'company' : 'person',
    firstName: input.first_name,
    lastName: input.last_name,
    company: isCompany ? input.name : input.company,
    emails: elements(input.email_addresses?.map(({ address }) => emailElement(address))),
    phones: elements(input.phone_numbers?.map(({ number }) => phoneElement(number, 'US'))),
  });
}

export function fromOutlook(input: FirmSplit['outlook'][number]): Contact {
  const numbers = [...(input.businessPhones ?? []), ...(input.homePhones ?? []), input.mobilePhone];
  return made({
    kind: input.givenName || input.surname ? 'person' : 'company',
    firstName: input.givenName,
    lastName: input.surname,
    company: input.companyName,
    emails: elements(input.emailAddresses?.map(({ address }) => emailElement(address))),
    phones: elements(numbers.map((number) => phoneElement(number, 'US'))),
  });
}

const elements = (list: readonly (List[number] | undefined)[] = []): List =>
  list.filter((element) => element !== undefined);

const made = (fields: Record<string, unknown>): Contact =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== null)) as Contact;
