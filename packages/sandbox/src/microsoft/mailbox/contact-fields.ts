import type { Contact, PhysicalAddress } from '@microsoft/microsoft-graph-types';

/** How a field looks on the wire when it is not set: text and date `null`, lists `[]`, addresses `{}`. */
export type FieldShape = 'text' | 'date' | 'texts' | 'emails' | 'address';

/** Every field of a contact that a client may set, in the order of the service's own answers. */
export const fieldShapes = {
  categories: 'texts',
  birthday: 'date',
  fileAs: 'text',
  displayName: 'text',
  givenName: 'text',
  initials: 'text',
  middleName: 'text',
  nickName: 'text',
  surname: 'text',
  title: 'text',
  yomiGivenName: 'text',
  yomiSurname: 'text',
  yomiCompanyName: 'text',
  generation: 'text',
  emailAddresses: 'emails',
  imAddresses: 'texts',
  jobTitle: 'text',
  companyName: 'text',
  department: 'text',
  officeLocation: 'text',
  profession: 'text',
  businessHomePage: 'text',
  assistantName: 'text',
  manager: 'text',
  homePhones: 'texts',
  mobilePhone: 'text',
  businessPhones: 'texts',
  homeAddress: 'address',
  businessAddress: 'address',
  otherAddress: 'address',
  spouseName: 'text',
  personalNotes: 'text',
  children: 'texts',
} as const satisfies Partial<Record<keyof Contact, FieldShape>>;

export type FieldName = keyof typeof fieldShapes;
export const fieldNames = Object.keys(fieldShapes) as readonly FieldName[];

/** What a person types into Outlook or a client sends: any of Graph's contact fields. */
export type OutlookContactInput = { readonly [F in FieldName]?: Contact[F] | undefined };

/** The fields that are set; one that is not set is absent. */
export type Fields = OutlookContactInput;

export const addressParts = [
  'street',
  'city',
  'state',
  'countryOrRegion',
  'postalCode',
] as const satisfies readonly (keyof PhysicalAddress)[];

/** The most entries a list takes. E-mails and business phones were observed; the others are assumed from MAPI's slots. */
export const maxEntries: Readonly<Partial<Record<FieldName, number>>> = {
  emailAddresses: 3,
  businessPhones: 2,
  homePhones: 2,
  imAddresses: 3,
};

const unset = { text: null, date: null, texts: [], emails: [], address: {} } as const;

/** The value as an answer shows it, set or not. */
export function shownValue(fields: Fields, name: FieldName): unknown {
  return fields[name] ?? unset[fieldShapes[name]];
}

export function isFieldName(name: string): name is FieldName {
  return Object.hasOwn(fieldShapes, name);
}

/** The fields in which two versions differ. */
export function changedFields(before: Fields, after: Fields): readonly FieldName[] {
  return fieldNames.filter(
    (name) => before[name] !== after[name] && JSON.stringify(before[name]) !== JSON.stringify(after[name]),
  );
}
