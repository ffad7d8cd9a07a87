import { frozen } from '../kernel/frozen.ts';
import type { Book } from './book.ts';
import { type Clio, viewOf } from './call.ts';
import { parseFields, render } from './fields.ts';
import { type Contact, personTexts, type User } from './records.ts';
import { contactResource } from './resources.ts';

/** A contact as the API shows it with all fields that this look-alike keeps. */
export type ClioContactView = {
  readonly id: number;
  readonly etag: string;
  readonly type: 'Person' | 'Company';
  readonly name: string;
  readonly company: { readonly id: number; readonly name: string } | null;
  readonly created_at: string;
  readonly updated_at: string;
  readonly email_addresses: readonly (ShownRow & { readonly address: string; readonly primary: boolean })[];
  readonly phone_numbers: readonly (ShownRow & { readonly number: string; readonly primary: boolean })[];
  readonly addresses: readonly (ShownRow &
    Readonly<Record<'street' | 'city' | 'province' | 'postal_code' | 'country', string | null>>)[];
  readonly web_sites: readonly (ShownRow & { readonly address: string; readonly default_web_site: boolean })[];
  readonly instant_messengers: readonly (ShownRow & { readonly address: string })[];
} & Readonly<Record<(typeof personTexts)[number], string | null>>;
type ShownRow = { readonly id: number; readonly name: string };

const everyField = [
  'id,etag,type,name,created_at,updated_at,company{id,name}',
  ...personTexts,
  'email_addresses{id,name,address,primary},phone_numbers{id,name,number,primary}',
  'addresses{id,name,street,city,province,postal_code,country}',
  'web_sites{id,name,address,default_web_site},instant_messengers{id,name,address}',
].join(',');

/** `among`: the contacts in which a person's company is looked up; without it, those of now. */
export type Show = (contact: Contact, among?: Pick<Book, 'get'>) => ClioContactView;

type Shown = { readonly company: Contact | undefined; readonly owner: User; readonly view: ClioContactView };

/** Shows contacts as the owner of their firm sees them. A view is kept while its contact, company and owner stay as they are. */
export function createShow(clio: Clio): Show {
  const selection = parseFields(everyField, contactResource);
  const known = new WeakMap<Contact, Shown>();
  return (contact, among = clio.book) => {
    const company = contact.company === null ? undefined : among.get(contact.firm, contact.company);
    const owner = ownerOf(clio, contact.firm);
    const shown = known.get(contact);
    if (shown !== undefined && shown.company === company && shown.owner === owner) return shown.view;
    const eyes = { ...viewOf(clio, owner), book: { ...clio.book, get: among.get } };
    const view = frozen(render(contactResource, contact, selection, eyes)) as unknown as ClioContactView;
    known.set(contact, { company, owner, view });
    return view;
  };
}

function ownerOf({ state }: Clio, firm: number): User {
  let first: User | undefined;
  for (const user of state.users.values()) {
    if (user.firm !== firm) continue;
    if (user.account_owner) return user;
    first ??= user;
  }
  if (first === undefined) throw new Error(`Firm ${firm} has no users`);
  return first;
}
