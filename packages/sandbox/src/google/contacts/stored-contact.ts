import type { Fields } from './fields.ts';

/** What Google knows of somebody whose profile it linked with a contact. */
export type Profile = { readonly id: string; readonly givenName: string; readonly familyName: string };

/** One version of a contact. Never changed in place: a write makes the next version. A deleted one is kept, as trash and as tombstone. */
export type StoredContact = {
  /** Of its CONTACT source, in hexadecimal digits: stays when the resource name changes. */
  readonly id: string;
  readonly resourceName: string;
  readonly formerNames: readonly string[];
  readonly fields: Fields;
  /** Resource names of its contact groups: never none. */
  readonly groups: readonly string[];
  readonly profile?: Profile | undefined;
  readonly createdAt: number;
  readonly changedAt: number;
  /** Its place in the account's sequence of changes. */
  readonly seq: number;
  readonly deleted?: true;
  /** Not in the trash any more. */
  readonly emptied?: true;
};

export type StoredGroup = {
  readonly resourceName: string;
  readonly name: string;
  readonly formattedName: string;
  readonly groupType: 'USER_CONTACT_GROUP' | 'SYSTEM_CONTACT_GROUP';
  readonly changedAt: number;
};

/** What became of a contact, whoever did it. */
export type ContactChange = {
  readonly kind: 'created' | 'changed' | 'renamed' | 'deleted' | 'restored';
  readonly before?: StoredContact;
  readonly after?: StoredContact;
};
