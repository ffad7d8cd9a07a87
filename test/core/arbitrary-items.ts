import {
  addressElement,
  type Capabilities,
  type Element,
  emailElement,
  type FieldValue,
  type Item,
  type List,
  messengerElement,
  phoneElement,
  siteElement,
} from '@concord/core';
import * as fc from 'fast-check';

/** Few values, so that two sides often say the same, or the same in another spelling; shrinks to nothing at all. */
const text = fc.constantFrom('', 'Ada', 'ada', ' Ada ', 'Zoë', 'Zoe\u0308', 'Bo', 'Cy');

const slots = fc.constantFrom(undefined, 'work', 'home', 'mobile', 'other');
const noted = fc.constantFrom(undefined, 'row1', 'row2', 'row3');

function list(values: readonly string[], toElement: (value: string) => Element | undefined): fc.Arbitrary<List> {
  const one = fc.tuple(fc.constantFrom(...values), slots, fc.boolean(), noted).map(([value, slot, primary, ref]) => ({
    ...(toElement(value) as Element),
    ...(slot === undefined ? {} : { slot }),
    ...(primary ? { primary } : {}),
    ...(ref === undefined ? {} : { ref }),
  }));
  return fc.array(one, { maxLength: 4 });
}

const lists = {
  emails: list(['a@x.org', 'A@X.org', 'b@x.org', 'c@x.org', 'd@x.org'], (value) => emailElement(value)),
  phones: list(['416 555 0101', '+1 416-555-0101', '416 555 0102', '416 555 0103', '0104'], (value) =>
    phoneElement(value, 'CA'),
  ),
  addresses: list(['1 Main St', '1 main st', '2 Main St'], (street) => addressElement({ street })),
  sites: list(['x.org', 'https://www.x.org/', 'y.org'], (value) => siteElement(value)),
  messengers: list(['anna', 'Anna', 'bo'], (value) => messengerElement(value)),
} as const;
export type ListName = keyof typeof lists;
export const listNames = Object.keys(lists) as readonly ListName[];
export const textNames = ['prefix', 'firstName', 'middleName', 'lastName', 'company', 'jobTitle', 'birthday'] as const;
export type TextName = (typeof textNames)[number];

/** Any duplicates, any flags, any slots: what a lens could ever read, and more. */
export const anyItem: fc.Arbitrary<Item> = fc
  .record({ ...Object.fromEntries(textNames.map((name) => [name, text])), ...lists }, { requiredKeys: [] })
  .map((fields) => ({ kind: 'person', ...withoutBlanks(fields as Readonly<Record<string, FieldValue>>) }));

/** Without what no provider shows: one element twice in a list, two primaries, two rows of one handle. */
export const soundItem: fc.Arbitrary<Item> = anyItem.map((item) =>
  Object.fromEntries(
    Object.entries(item).map(([name, value]) => [name, typeof value === 'object' ? sound(value) : value]),
  ),
);

function sound(elements: List): List {
  const keys = new Set<string>();
  const refs = new Set<string>();
  let hasPrimary = false;
  return elements.flatMap((element) => {
    if (keys.has(element.key)) return [];
    keys.add(element.key);
    const { ref, primary, ...rest } = element;
    const own = ref !== undefined && !refs.has(ref) ? { ref } : {};
    if (ref !== undefined) refs.add(ref);
    const flag = primary && !hasPrimary ? { primary } : {};
    hasPrimary ||= primary === true;
    return [{ ...rest, ...own, ...flag }];
  });
}

/** One item, and what somebody made of it: most fields as they were. */
export const itemAndEdit: fc.Arbitrary<readonly [Item, Item]> = fc
  .tuple(soundItem, soundItem, fc.subarray([...textNames, ...listNames]))
  .map(([item, other, fields]) => [item, replaced(item, other, fields)]);

export function replaced(item: Item, other: Item, fields: readonly string[]): Item {
  const edited: Record<string, FieldValue | undefined> = { ...item };
  for (const name of fields) {
    if (other[name] === undefined) delete edited[name];
    else edited[name] = other[name];
  }
  return edited;
}

/** What some provider can hold: anything from nothing to everything. */
export const anyCapabilities: fc.Arbitrary<Capabilities> = fc
  .tuple(
    fc.subarray([...textNames], { minLength: 5 }),
    fc.array(fc.tuple(fc.nat(4), fc.nat(2), fc.boolean(), fc.boolean()), {
      minLength: listNames.length,
      maxLength: listNames.length,
    }),
    fc.constantFrom(undefined, 2, 5),
  )
  .map(([texts, held, maxLength]) => ({
    kind: { shape: 'scalar' as const },
    ...Object.fromEntries(
      texts.map((name) => [name, { shape: 'scalar' as const, ...(maxLength === undefined ? {} : { maxLength }) }]),
    ),
    ...Object.fromEntries(
      listNames.map((name, index) => {
        const [max, each, hasSlots, primary] = held[index] ?? [0, 0, false, false];
        const places = hasSlots ? { slots: { work: each, home: 1, mobile: each } } : {};
        return [name, { shape: 'list' as const, max, primary, ...places }];
      }),
    ),
  }));

function withoutBlanks(fields: Readonly<Record<string, FieldValue | undefined>>): Item {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value.length > 0));
}
