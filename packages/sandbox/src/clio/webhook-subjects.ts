import type { Bookable } from './book.ts';
import { entryResource, showEntry } from './calendar/entry-resource.ts';
import type { Entry } from './calendar/records.ts';
import type { Clio } from './call.ts';
import { type Resource, render, type Selection, type View } from './fields.ts';
import { type Contact, isVisible, type User } from './records.ts';
import { contactResource } from './resources.ts';

/** What webhooks tell of one model. */
export type Subject<T extends Bookable> = {
  readonly model: string;
  readonly resource: Resource<T>;
  /** Only events on records that the user may see are sent (documented). */
  readonly isShown: (clio: Clio, record: T, user: User) => boolean;
  readonly show: (record: T, selection: Selection, view: View) => Record<string, unknown>;
};

export const contactSubject: Subject<Contact> = {
  model: 'contact',
  resource: contactResource,
  isShown: (_clio, contact, user) => isVisible(contact, user),
  show: (contact, selection, view) => render(contactResource, contact, selection, view),
};

export const entrySubject: Subject<Entry> = {
  model: 'calendar_entry',
  resource: entryResource,
  isShown: ({ calendars }, entry, user) => calendars.entryPermission(entry, user) !== 'none',
  show: showEntry,
};
