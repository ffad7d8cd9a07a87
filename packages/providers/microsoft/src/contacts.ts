import {
  addressElement,
  type Contact,
  type Element,
  emailElement,
  folded,
  type Item,
  type Keep,
  type List,
  messengerElement,
  phoneElement,
  restrict,
  siteElement,
  tidy,
} from '@concord/core';
import type { EmailAddress, Contact as Native, PhysicalAddress } from '@microsoft/microsoft-graph-types';
import { displayNameOf, fileAsOf, isCompanyCard, keptNames, type Names } from './names.ts';
import { placed } from './placed.ts';
import { capabilities } from './profile.ts';

export type Known = { readonly item: Item; readonly keep?: Keep };

const scalarProperties = {
  prefix: 'title',
  firstName: 'givenName',
  middleName: 'middleName',
  lastName: 'surname',
  company: 'companyName',
  jobTitle: 'jobTitle',
} as const satisfies Readonly<Record<string, keyof Native>>;

/** Reads a whole card. Blank is absent; an e-mail entry without an address (observed) is passed over. */
export function readContact(native: Native, region: string): { readonly item: Contact; readonly keep?: Keep } {
  const keep = keptNames(native);
  const item: Contact = {
    kind: isCompanyCard(native) ? 'company' : 'person',
    ...readScalars(native),
    ...readLists(native, region),
  };
  return { item, ...(keep ? { keep } : {}) };
}

function readScalars(native: Native): Readonly<Record<string, string>> {
  const read: Record<string, string> = {};
  for (const [field, property] of Object.entries(scalarProperties)) {
    const text = native[property];
    if (text && tidy(text) !== '') read[field] = text.trim();
  }
  const birthday = dateOf(native.birthday);
  if (birthday) read.birthday = birthday;
  return read;
}

/** A moment that means a date: its UTC day, whatever the time. Without a zone it is taken as it stands, if there is such a day. */
function dateOf(moment: string | null | undefined): string | undefined {
  const hasNoZone = /^\d{4}-\d\d-\d\d(?:T[\d:.]*)?$/u.test(moment ?? '');
  const instant = Date.parse(hasNoZone ? (moment ?? '').slice(0, 10) : (moment ?? ''));
  if (Number.isNaN(instant)) return undefined;
  const day = new Date(instant).toISOString().slice(0, 10);
  return /^\d{4}-/u.test(day) ? day : undefined;
}

function readLists(native: Native, region: string): Readonly<Record<string, List>> {
  const phones = [
    ...(native.businessPhones ?? []).map((number) => phoneElement(number, region, { slot: 'work' })),
    ...(native.homePhones ?? []).map((number) => phoneElement(number, region, { slot: 'home' })),
    phoneElement(native.mobilePhone, region, { slot: 'mobile' }),
  ];
  const lists: Readonly<Record<string, readonly (Element | undefined)[]>> = {
    emails: (native.emailAddresses ?? []).map((email) => readEmail(email)),
    phones,
    addresses: Object.entries(addressProperties).map(([slot, property]) => readAddress(native[property], slot)),
    sites: [siteElement(native.businessHomePage)],
    messengers: (native.imAddresses ?? []).map((address) => messengerElement(address)),
  };
  const read = Object.entries(lists).map(([field, list]) => [field, list.filter((element) => element !== undefined)]);
  return Object.fromEntries(read.filter(([, list]) => list !== undefined && list.length > 0));
}

/** The display name goes along as `ref`, so that the array can be written again without losing it. */
function readEmail(email: EmailAddress): Element | undefined {
  return emailElement(email.address, email.name ? { ref: email.name } : {});
}

const addressProperties = { work: 'businessAddress', home: 'homeAddress', other: 'otherAddress' } as const;

function readAddress(address: PhysicalAddress | null | undefined, slot: string): Element | undefined {
  const { street, city, state, postalCode, countryOrRegion } = address ?? {};
  return addressElement({ street, city, province: state, postalCode, country: countryOrRegion }, { slot });
}

/**
 * The smallest PATCH (or, without `known`, the body of a POST) after which the card shows `target`, as far as Outlook can
 * hold it. Undefined when there is nothing to write. Arrays and addresses go whole, and only when they changed; the order
 * of a list is nobody's edit. Unmapped properties are never sent.
 */
export function writeContact(known: Known | undefined, target: Item): Native | undefined {
  const wanted = restrict(target, capabilities);
  const before = known?.item ?? {};
  const patch: Native = {
    ...writeScalars(before, wanted),
    ...writePhones(before, wanted),
    ...writeAddresses(before, wanted),
  };
  if (!sameList(before.emails, wanted.emails)) patch.emailAddresses = writeEmails(before, wanted, known?.keep);
  if (!sameList(before.messengers, wanted.messengers)) patch.imAddresses = listOf(wanted.messengers).map(textOf);
  if (!sameList(before.sites, wanted.sites)) patch.businessHomePage = listOf(wanted.sites).map(textOf)[0] ?? null;
  if (Object.keys(patch).length === 0) return undefined;
  return { ...patch, ...writeNames(patch, wanted, known) };
}

function writeScalars(before: Item, wanted: Item): Native {
  const patch: Native = {};
  for (const [field, property] of Object.entries(scalarProperties)) {
    if (before[field] !== wanted[field]) patch[property] = scalarOf(wanted[field]) ?? null;
  }
  if (before.birthday !== wanted.birthday) {
    const date = scalarOf(wanted.birthday);
    // Just before noon UTC is the same day nearly everywhere (as Evolution writes it).
    patch.birthday = date === undefined ? null : `${date}T11:59:00Z`;
  }
  return patch;
}

/** Sent when they may be made anew (a name changes) or must survive (a person chose them). */
function writeNames(patch: Native, wanted: Item, known: Known | undefined): Native {
  const names = namesOf(wanted, known?.keep);
  const renamed = known === undefined || nameProperties.some((property) => patch[property] !== undefined);
  const displayName = known?.keep?.displayName ?? (renamed ? displayNameOf(names) : undefined);
  const fileAs = known?.keep?.fileAs ?? (renamed ? fileAsOf(names) : undefined);
  return { ...(displayName ? { displayName } : {}), ...(fileAs ? { fileAs } : {}) };
}

const nameProperties = ['title', 'givenName', 'middleName', 'surname', 'companyName'] as const;

function namesOf(item: Item, keep: Keep | undefined): Names {
  return {
    givenName: scalarOf(item.firstName) ?? null,
    middleName: scalarOf(item.middleName) ?? null,
    surname: scalarOf(item.lastName) ?? null,
    generation: keep?.generation ?? null,
    // A person without any name must not be shown by the company alone: it would read as the company.
    companyName: (item.kind === 'company' && scalarOf(item.company)) || null,
  };
}

function writeEmails(before: Item, wanted: Item, keep: Keep | undefined): EmailAddress[] {
  const name = keep?.displayName ?? displayNameOf(namesOf(wanted, keep));
  return listOf(wanted.emails).map((element) => ({
    address: textOf(element),
    name: emailName(element, listOf(before.emails)) ?? name ?? textOf(element),
  }));
}

/**
 * An address keeps its name (listed twice, each its own), and a corrected one takes it over, unless the name was only the
 * old address again.
 */
function emailName(element: Element, before: List): string | undefined {
  const same = before.filter((known) => known.key === element.key);
  if (same.length > 0) return (same.find(({ ref }) => ref === element.ref) ?? same[0])?.ref;
  const corrected = before.find((known) => known.ref !== undefined && known.ref === element.ref);
  return corrected?.ref !== undefined && folded(corrected.ref) !== corrected.key ? corrected.ref : undefined;
}

function writePhones(before: Item, wanted: Item): Native {
  const slots = capabilities.phones.slots;
  const old = placed(listOf(before.phones), slots);
  const now = placed(listOf(wanted.phones), slots, listOf(before.phones));
  return {
    ...(sameList(old.work, now.work) ? {} : { businessPhones: listOf(now.work).map(textOf) }),
    ...(sameList(old.home, now.home) ? {} : { homePhones: listOf(now.home).map(textOf) }),
    ...(sameList(old.mobile, now.mobile) ? {} : { mobilePhone: listOf(now.mobile).map(textOf)[0] ?? null }),
  };
}

function writeAddresses(before: Item, wanted: Item): Native {
  const slots = capabilities.addresses.slots;
  const old = placed(listOf(before.addresses), slots);
  const now = placed(listOf(wanted.addresses), slots, listOf(before.addresses));
  const patch: Native = {};
  for (const [slot, property] of Object.entries(addressProperties)) {
    if (!sameList(old[slot], now[slot])) patch[property] = writeAddress(listOf(now[slot])[0]);
  }
  return patch;
}

/** Every part, so that it comes out the same whether Graph replaces an address or merges into it (not documented). */
function writeAddress(element: Element | undefined): PhysicalAddress {
  const parts = typeof element?.value === 'object' ? element.value : {};
  return {
    street: parts.street ?? null,
    city: parts.city ?? null,
    state: parts.province ?? null,
    postalCode: parts.postalCode ?? null,
    countryOrRegion: parts.country ?? null,
  };
}

type Value = Item[string];

function listOf(value: Value): List {
  return typeof value === 'object' ? value : [];
}

function scalarOf(value: Value): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function textOf(element: Element): string {
  return typeof element.value === 'string' ? element.value : '';
}

function sameList(before: Value, now: Value): boolean {
  const spelt = (value: Value) =>
    listOf(value)
      .map((element) => JSON.stringify(element.value))
      .sort();
  return JSON.stringify(spelt(before)) === JSON.stringify(spelt(now));
}
