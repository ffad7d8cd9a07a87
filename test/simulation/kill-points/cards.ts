import type {
  ClioContactEdit,
  ClioContactInput,
  ClioContactView,
  GoogleContact,
  GoogleContactInput,
  OutlookContact,
  OutlookContactInput,
} from '@concord/sandbox';
import type { Scene } from './scene.ts';

/** A person of the name Berg with an e-mail address of their own, unless told otherwise. */
export const clioPerson = (first_name: string, rest: ClioContactEdit = {}): ClioContactInput => ({
  type: 'Person',
  first_name,
  last_name: 'Berg',
  email_addresses: [{ name: 'Work', address: emailOf(first_name) }],
  ...rest,
});

export const outlookPerson = (givenName: string, rest: OutlookContactInput = {}): OutlookContactInput => ({
  givenName,
  surname: 'Berg',
  emailAddresses: [{ address: emailOf(givenName) }],
  ...rest,
});

const emailOf = (name: string): string => `${name.toLowerCase()}@example.org`;

export const addToClio = ({ sandbox }: Scene, ...people: readonly ClioContactInput[]): void => {
  for (const one of people) sandbox.clio.contacts.add(one);
};
export const addToOutlook = ({ outlook }: Scene, ...people: readonly OutlookContactInput[]): void => {
  for (const one of people) outlook.add(one);
};

/** The card of this first name, or company. */
export function inClio({ sandbox }: Scene, name: string): number {
  const found = sandbox.clio.contacts.list().find((one) => (one.first_name ?? one.name) === name);
  if (found === undefined) throw new Error(`Clio has no ${name}`);
  return found.id;
}

/** In any folder. */
export function inOutlook({ outlook }: Scene, name: string): string {
  const all = outlook.folders().flatMap(({ displayName }) => outlook.list(displayName));
  const found = all.find((one) => (one.givenName ?? one.companyName) === name);
  if (found === undefined) throw new Error(`Outlook has no ${name}`);
  return found.id;
}

export const editInClio = (scene: Scene, name: string, edit: ClioContactEdit): void =>
  scene.sandbox.clio.contacts.edit(inClio(scene, name), edit);
export const editInOutlook = (scene: Scene, name: string, edit: OutlookContactInput): void =>
  void scene.outlook.edit(inOutlook(scene, name), edit);
export const removeFromClio = (scene: Scene, name: string): void =>
  scene.sandbox.clio.contacts.remove(inClio(scene, name));
export const removeFromOutlook = (scene: Scene, name: string): void => scene.outlook.remove(inOutlook(scene, name));
export const moveInOutlook = (scene: Scene, name: string, folder: string): void =>
  void scene.outlook.move(inOutlook(scene, name), folder);

export const googlePerson = (givenName: string, rest: GoogleContactInput = {}): GoogleContactInput => ({
  names: [{ givenName, familyName: 'Berg' }],
  emailAddresses: [{ value: emailOf(givenName) }],
  ...rest,
});

export const addToGoogle = ({ google }: Scene, ...people: readonly GoogleContactInput[]): void => {
  for (const one of people) google.add(one);
};

/** The resource name of the card with this first name. */
export function inGoogle({ google }: Scene, name: string): string {
  const found = google.list().find(({ names }) => names?.[0]?.givenName === name);
  if (found === undefined) throw new Error(`Google has no ${name}`);
  return found.resourceName;
}
export const editInGoogle = (scene: Scene, name: string, edit: GoogleContactInput): void =>
  void scene.google.edit(inGoogle(scene, name), edit);
export const removeFromGoogle = (scene: Scene, name: string): void => scene.google.remove(inGoogle(scene, name));

/** Every card of the Google account that is not in the trash. */
export const googleLines = ({ google }: Scene): readonly string[] => google.list().map(googleLine).sort();

function googleLine({ names, organizations, emailAddresses, phoneNumbers }: GoogleContact): string {
  const [name] = names ?? [];
  const [employer] = organizations ?? [];
  const isCompany = !name?.givenName && !name?.familyName;
  const called = isCompany
    ? `[${employer?.name ?? ''}]`
    : nameOf(name?.honorificPrefix, name?.givenName, name?.familyName);
  const valuesOf = (list: readonly { readonly value?: Text }[] = []): readonly string[] =>
    list.flatMap(({ value }) => value ?? []);
  return lineOf(
    called,
    employer?.title,
    isCompany ? undefined : employer?.name,
    valuesOf(emailAddresses),
    valuesOf(phoneNumbers),
  );
}

/** Every card of Clio on a line of its own, sorted. */
export const clioLines = ({ sandbox }: Scene): readonly string[] => sandbox.clio.contacts.list().map(clioLine).sort();

/** Every card of the mailbox, but for the deleted ones; those of another folder with its name. */
export const outlookLines = ({ outlook }: Scene): readonly string[] =>
  outlook
    .folders()
    .filter(({ displayName }) => displayName !== 'Deleted Items')
    .flatMap(({ displayName }) => outlook.list(displayName).map((card) => inFolder(displayName, outlookLine(card))))
    .sort();

const inFolder = (folder: string, line: string): string => (folder === 'Contacts' ? line : `${folder}: ${line}`);

/** `Dr Anna Berg, Notary @ Acme <anna@example.org> 4165550100`; what is not there is left out, a company is `[Acme]`. */
function clioLine(card: ClioContactView): string {
  const name = card.type === 'Company' ? `[${card.name}]` : nameOf(card.prefix, card.first_name, card.last_name);
  const emails = card.email_addresses.map(({ address }) => address);
  const numbers = card.phone_numbers.map(({ number }) => number);
  return lineOf(name, card.title, card.type === 'Company' ? undefined : card.company?.name, emails, numbers);
}

function outlookLine(card: OutlookContact): string {
  const isCompany = !card.givenName && !card.surname;
  const name = isCompany ? `[${card.companyName ?? ''}]` : nameOf(card.title, card.givenName, card.surname);
  const emails = (card.emailAddresses ?? []).map(({ address }) => address ?? '');
  const mobile = card.mobilePhone ? [card.mobilePhone] : [];
  const numbers = [...(card.businessPhones ?? []), ...(card.homePhones ?? []), ...mobile];
  return lineOf(name, card.jobTitle, isCompany ? undefined : card.companyName, emails, numbers);
}

type Text = string | null | undefined;

const nameOf = (...parts: readonly Text[]): string => parts.filter(Boolean).join(' ');

function lineOf(
  name: string,
  title: Text,
  company: Text,
  emails: readonly string[],
  numbers: readonly string[],
): string {
  const parts = [
    title ? `${name}, ${title}` : name,
    ...(company ? [`@ ${company}`] : []),
    ...emails.toSorted().map((email) => `<${email}>`),
    ...numbers.map((number) => number.replace(/\D/gu, '')).sort(),
  ];
  return parts.join(' ');
}
