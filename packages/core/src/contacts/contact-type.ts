import { itemWords } from '../item-words.ts';
import type { Item, ItemType, List } from '../items.ts';
import { tidy } from '../spelling.ts';
import { compareContacts } from './compare.ts';
import type { Contact } from './contact.ts';
import { contactFields } from './fields.ts';
import { contactLikeness, nameKey } from './likeness.ts';
import { searchContacts } from './search.ts';

/** All that the engine knows of contacts. */
export const contactType: ItemType = {
  name: 'contact',
  words: itemWords.contact,
  fields: contactFields,
  matchKeys: (item) => {
    const contact = item as Contact;
    const name = nameKey(contact);
    const emails = (contact.emails ?? []).map(({ key }) => `email:${key}`);
    return [...new Set([...(name === '' ? [] : [`name:${name}`]), ...emails])].map((key) => key.slice(0, 200));
  },
  likeness: contactLikeness,
  compare: compareContacts,
  search: searchContacts,
  title: contactTitle,
  subtitle: contactSubtitle,
  isNameless: (item) => !nameParts(item as Contact).some(isVisible),
  isBare: (item) =>
    Object.entries(item).every(
      ([name, value]) => name === 'kind' || name === 'company' || value === undefined || value.length === 0,
    ),
};

function contactTitle(item: Item): string {
  const contact = item as Contact;
  return contactName(contact) || firstValue(contact.emails) || firstValue(contact.phones) || 'No name';
}

function contactSubtitle(item: Item): string {
  const contact = item as Contact;
  const work = contact.kind === 'person' ? [contact.jobTitle, contact.company].filter(Boolean).join(', ') : 'Company';
  return [work, firstValue(contact.emails), firstValue(contact.phones)].filter(Boolean).join(' · ');
}

function firstValue(list: List | undefined): string {
  const value = list?.[0]?.value;
  return typeof value === 'string' ? value : '';
}

function nameParts({ kind, firstName, middleName, lastName, company }: Contact): readonly (string | undefined)[] {
  return kind === 'person' ? [firstName, middleName, lastName, company] : [company];
}

/** Something that `tidy` would leave: asked of every item in every pass, so without tidying. */
const isVisible = (text: string | undefined): boolean =>
  text !== undefined && /[^\s\u0000-\u001f\u007f\u00ad\u200b\u2060\ufeff]/u.test(text);

function contactName(contact: Contact): string {
  const name = [contact.firstName, contact.middleName, contact.lastName]
    .map((part) => tidy(part ?? ''))
    .filter(Boolean);
  return contact.kind === 'person' && name.length > 0 ? name.join(' ') : tidy(contact.company ?? '');
}
