import {
  addressElement,
  type Element,
  type ElementTraits,
  emailElement,
  folded,
  type List,
  messengerElement,
  phoneElement,
  siteElement,
} from '@concord/core';
import type { people_v1 } from 'googleapis/build/src/apis/people/v1.js';
import { factsOf, type ListName, slotOf } from './contact-fields.ts';
import { ownEntries, type Person, withoutBlanks } from './person.ts';

/** Every property that an entry of any of the lists may have. */
type ListEntry = people_v1.Schema$EmailAddress &
  people_v1.Schema$PhoneNumber &
  people_v1.Schema$Address &
  people_v1.Schema$Url &
  people_v1.Schema$ImClient;

type Value = {
  readonly read: (entry: ListEntry, traits: ElementTraits, region: string) => Element | undefined;
  /** The entry with another value, and everything else of it as it was. */
  readonly put: (entry: ListEntry, value: Element['value']) => ListEntry;
};

const text = (value: Element['value']): string => (typeof value === 'string' ? value : '');
const putValue: Value['put'] = (entry, value) => ({ ...entry, value: text(value) });

const values = {
  emails: { read: ({ value }, traits) => emailElement(value, traits), put: putValue },
  phones: {
    read: ({ value }, traits, region) => phoneElement(value, region, traits),
    put: ({ canonicalForm: _, ...entry }, value) => putValue(entry, value),
  },
  addresses: { read: readAddress, put: putAddress },
  sites: { read: ({ value }, traits) => siteElement(value, traits), put: putValue },
  messengers: {
    read: ({ username }, traits) => messengerElement(username, traits),
    put: (entry, value) => ({ ...entry, username: text(value) }),
  },
} as const satisfies Record<ListName, Value>;
const valueOf = (name: ListName): Value => values[name];

/** An address that nobody has taken apart yet is read as its street, rather than not at all. */
function readAddress(entry: ListEntry, traits: ElementTraits): Element | undefined {
  const { streetAddress, city, region, postalCode, country, formattedValue } = entry;
  const parts = { street: streetAddress, city, province: region, postalCode, country };
  return addressElement(parts, traits) ?? addressElement({ street: formattedValue }, traits);
}

/** Google makes the formatted address anew when none is given; the old one would contradict its parts. */
function putAddress({ formattedValue: _, countryCode, ...entry }: ListEntry, value: Element['value']): ListEntry {
  const { street, city, province, postalCode, country } = typeof value === 'object' ? value : {};
  const isSameCountry = folded(country ?? '') === folded(entry.country ?? '');
  const parts = { streetAddress: street, city, region: province, postalCode, country };
  return { ...entry, ...parts, ...(isSameCountry ? { countryCode } : {}) } as ListEntry;
}

export function readList(name: ListName, person: Person, region: string): List {
  return entriesOf(name, person).flatMap((entry) => elementOf(name, entry, region) ?? []);
}

export function entriesOf(name: ListName, person: Person): readonly ListEntry[] {
  return ownEntries(person[factsOf(name).property]);
}

function elementOf(name: ListName, entry: ListEntry, region: string): Element | undefined {
  const slot = slotOf(name, entry.type);
  return valueOf(name).read(entry, slot === undefined ? {} : { slot }, region);
}

/**
 * The whole field after which the person shows `wanted`. Every entry that stays keeps all that it has: its own type, its
 * display name, its protocol. One that is not in `known` was not shown to whoever decided, and stays.
 */
export function writeList(
  name: ListName,
  person: Person,
  { known, wanted }: { readonly known: List; readonly wanted: List },
  region: string,
): readonly ListEntry[] {
  const entries = entriesOf(name, person).map((entry) => ({ entry, element: elementOf(name, entry, region) }));
  const isKnown = ({ key }: Element): boolean => known.some((element) => element.key === key);
  const shown = entries.flatMap(({ element }) => element ?? []);
  const { pairs, onlyB: fresh } = paired(shown, wanted, [...matches, (a, b) => isKnown(a) && slotsAgree(a, b)]);
  const kept = entries.flatMap(({ entry, element }) => {
    if (element === undefined) return hasText(entry) ? [entry] : [];
    const target = pairs.get(element);
    if (target === undefined) return isKnown(element) ? [] : [entry];
    return [changed(name, entry, element, target)];
  });
  return [...kept, ...fresh.map((element) => typed(name, valueOf(name).put({}, element.value), element.slot))].map(
    (entry) => withoutBlanks(entry),
  );
}

function changed(name: ListName, entry: ListEntry, before: Element, after: Element): ListEntry {
  const valued = before.key === after.key ? entry : valueOf(name).put(entry, after.value);
  return before.slot === after.slot ? valued : typed(name, valued, after.slot);
}

function typed(name: ListName, entry: ListEntry, slot: string | undefined): ListEntry {
  const type = slot === undefined ? undefined : factsOf(name).slots[slot];
  return type === undefined ? entry : { ...entry, type };
}

function hasText({ type: _, formattedType: __, ...entry }: ListEntry): boolean {
  return Object.values(entry).some((value) => typeof value === 'string' && value !== '');
}

/** Order and spelling are nobody's edit, nor is a slot of which one of the two has no opinion. */
export function sameList(before: List, now: List): boolean {
  if (before.length !== now.length) return false;
  const { onlyB, pairs } = paired(before, now, matches);
  return onlyB.length === 0 && [...pairs].every(([a, b]) => slotsAgree(a, b));
}

type Matches = (a: Element, b: Element) => boolean;

const sameKey: Matches = (a, b) => a.key === b.key;
const slotsAgree: Matches = (a, b) => a.slot === undefined || b.slot === undefined || a.slot === b.slot;
/** From the surest to the least sure, so that what is listed twice finds its own place. */
const matches: readonly Matches[] = [
  (a, b) => sameKey(a, b) && a.slot === b.slot && a.value === b.value,
  (a, b) => sameKey(a, b) && a.slot === b.slot,
  (a, b) => sameKey(a, b) && slotsAgree(a, b),
  sameKey,
];

/** One to one. */
function paired(a: List, b: List, steps: readonly Matches[]) {
  const pairs = new Map<Element, Element>();
  const onlyB = [...b];
  for (const isMatch of steps) {
    for (const element of a) {
      if (pairs.has(element)) continue;
      const index = onlyB.findIndex((other) => isMatch(element, other));
      if (index >= 0) pairs.set(element, ...(onlyB.splice(index, 1) as [Element]));
    }
  }
  return { pairs, onlyB };
}
