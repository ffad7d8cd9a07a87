import type { EmailAddress } from '@microsoft/microsoft-graph-types';
import { addressParts, type Fields, type OutlookContactInput } from '../mailbox/contact-fields.ts';
import { composedDisplayName, composedFileAs } from '../mailbox/names.ts';
import type { OutlookContact } from '../people.ts';

/** Input name → what a person typed: `givenName`, `email.0.address`, `businessAddress.city` ... */
export type PersonForm = Readonly<Record<string, string>>;

export const nameTexts = ['title', 'givenName', 'middleName', 'surname'] as const;
export const workTexts = ['companyName', 'jobTitle', 'businessHomePage'] as const;
export const composedTexts = ['displayName', 'fileAs'] as const;
/** Typed with commas between them. */
export const categoriesText = 'categories';
const texts = [...nameTexts, ...workTexts, ...composedTexts, 'mobilePhone'] as const;
export const addressNames = ['businessAddress', 'homeAddress', 'otherAddress'] as const;
/** List field → how many inputs the form has for it. */
export const listSizes = { businessPhones: 2, homePhones: 2, imAddresses: 3 } as const;
type ListName = keyof typeof listSizes;
export const emailInputs = 3;

const listNames = Object.keys(listSizes) as readonly ListName[];

export function formOfContact(contact: OutlookContact): PersonForm {
  const form: Record<string, string> = { changeKey: contact.changeKey, birthday: contact.birthday?.slice(0, 10) ?? '' };
  for (const name of texts) form[name] = contact[name] ?? '';
  form[categoriesText] = contact.categories?.join(', ') ?? '';
  for (const name of listNames) contact[name]?.forEach((text, index) => (form[`${name}.${index}`] = text));
  contact.emailAddresses?.forEach(({ address, name }, index) => {
    form[`email.${index}.address`] = address ?? '';
    form[`email.${index}.name`] = name === address ? '' : (name ?? '');
  });
  for (const name of addressNames) {
    for (const part of addressParts) form[`${name}.${part}`] = contact[name]?.[part] ?? '';
  }
  return form;
}

export function readForm(body: URLSearchParams): PersonForm {
  return Object.fromEntries(body);
}

/**
 * What the form asks for. Display name and "file as" go along when a person wrote them; left blank, or left as Outlook
 * had composed them, they are composed anew.
 */
export function inputOfForm(form: PersonForm, before: Fields | undefined): OutlookContactInput {
  const typed = (name: string): string => form[name]?.trim() ?? '';
  const input: Record<string, unknown> = { birthday: typed('birthday') || null };
  for (const name of texts) input[name] = typed(name) || null;
  input.categories = [...new Set(typed(categoriesText).split(/\s*,\s*/u))].filter(Boolean);
  for (const name of listNames) {
    input[name] = Array.from({ length: listSizes[name] }, (_, index) => typed(`${name}.${index}`)).filter(Boolean);
  }
  input.emailAddresses = Array.from({ length: emailInputs }, (_, index) => emailOf(typed, index)).flat();
  for (const name of addressNames) {
    input[name] = Object.fromEntries(addressParts.map((part) => [part, typed(`${name}.${part}`)]));
  }
  if (before && input.displayName === composedDisplayName(before)) delete input.displayName;
  if (before && input.fileAs === composedFileAs(before)) delete input.fileAs;
  return input;
}

function emailOf(typed: (name: string) => string, index: number): EmailAddress[] {
  const address = typed(`email.${index}.address`);
  const name = typed(`email.${index}.name`);
  return address === '' && name === '' ? [] : [{ address, name }];
}
