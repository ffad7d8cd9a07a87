import type { ClioContactView, OutlookContact, OutlookContactInput } from '@concord/sandbox';
import type { Card } from './cards.ts';

/** Details of an Outlook contact that Concord has no field for. */
const outlookTexts = [
  'assistantName',
  'department',
  'generation',
  'initials',
  'manager',
  'nickName',
  'officeLocation',
  'personalNotes',
  'profession',
  'spouseName',
  'yomiCompanyName',
  'yomiGivenName',
  'yomiSurname',
] as const satisfies readonly (keyof OutlookContactInput)[];
const outlookLists = ['categories', 'children'] as const satisfies readonly (keyof OutlookContactInput)[];

export type OutlookExtra = (typeof outlookTexts)[number] | (typeof outlookLists)[number];

export function outlookExtras(contact: OutlookContact): Readonly<Record<string, string>> {
  const extras: Record<string, string> = {};
  for (const name of outlookTexts) if (contact[name]) extras[name] = contact[name];
  if (contact.displayName?.startsWith(alias)) extras.displayName = contact.displayName;
  for (const name of outlookLists) if (contact[name]?.length) extras[name] = contact[name].join(', ');
  return extras;
}

/** How people of a story begin a display name of their own choice, which Outlook would not make of the other names. */
export const alias = 'aka ';

/** As somebody types it. */
export const outlookExtra = (name: OutlookExtra, text: string): OutlookContactInput => ({
  [name]: name === 'categories' || name === 'children' ? [text] : text,
});

/** Clio keeps little else: what people call their rows, where Outlook has no slots of that kind. */
export function clioExtras(view: ClioContactView): Readonly<Record<string, string>> {
  const extras: Record<string, string> = {};
  const called = ({ id, name }: { readonly id: number; readonly name: string }): void => {
    extras[`${rowOf}${id}`] = name;
  };
  for (const rows of [view.email_addresses, view.web_sites, view.instant_messengers]) rows.forEach(called);
  for (const rows of [view.phone_numbers, view.addresses])
    rows.filter(({ name }) => !slotNames.has(name)).forEach(called);
  return extras;
}

/** Begins what belongs to one entry of a list, and may go with it. */
export const rowOf = 'the name of row ';
/** Slots of phones and addresses that both clouds have: a number may move from one to another, and then its row is called anew. */
const slotNames: ReadonlySet<string> = new Set(['Work', 'Home', 'Mobile', 'Other']);

/** What Concord may not have done: details of `before` that `after` shows otherwise. What belonged to a row went with its row. */
export function spoiltExtras(before: Card, after: Card): readonly string[] {
  return Object.keys(before.extras).filter((name) => {
    const now = after.extras[name];
    return now !== before.extras[name] && !(now === undefined && name.startsWith(rowOf));
  });
}
