import { addressElement, type Element, type Item, type List, type ListCapability, restrictList } from '@concord/core';
import { contactCapabilities, factsOf, type ListName, slotWhenNone } from './contact-fields.ts';
import type { Json, JsonRecord } from './json.ts';

export const listOf = (value: Item[string]): List => (typeof value === 'object' ? value : []);

/**
 * The nested rows that turn `known` into `target`: a row with an id is changed in place, one without is appended, and one
 * that Clio is not told about stays as it is (handbook, associations). So every row is sent by its id or not at all.
 */
export function writeRows(name: ListName, known: List, target: List): readonly JsonRecord[] {
  if (known.length === 0 && target.length === 0) return [];
  const rows = pairRows(known, fitting(name, known, target));
  return [
    ...rows.changed.map(([before, after]) => changedRow(name, before, after)).filter((row) => row !== undefined),
    ...rows.dropped.map(({ ref }): JsonRecord => ({ id: Number(ref), _destroy: true })),
    ...rows.added.map((element) => newRow(name, element)),
  ];
}

/** When there is too much, rows that Clio already has stay before new ones come. */
function fitting(name: ListName, known: List, target: List): List {
  const refs = new Set(known.map(({ ref }) => ref));
  const has = ({ ref }: Element): boolean => ref !== undefined && refs.has(ref);
  return restrictList([...target.filter(has), ...target.filter((element) => !has(element))], capabilityOf(name));
}

const capabilityOf = (name: ListName): ListCapability => contactCapabilities[name] as ListCapability;

type RowPairs = {
  readonly changed: readonly (readonly [Element, Element])[];
  readonly dropped: List;
  readonly added: List;
};

/** By row id; and a row that the target says again without its id (it came back from the other side) is the same row. */
function pairRows(known: List, target: List): RowPairs {
  const free = new Map(
    known.flatMap((element) => (element.ref === undefined ? [] : [[element.ref, element] as const])),
  );
  const changed: (readonly [Element, Element])[] = [];
  const take = (element: Element, row: Element | undefined): boolean => {
    if (row?.ref === undefined || !free.delete(row.ref)) return false;
    changed.push([row, element]);
    return true;
  };
  const withoutRow = target.filter((element) => !take(element, free.get(element.ref ?? '')));
  const steps: readonly ((row: Element, element: Element) => boolean)[] = [
    (row, element) => row.key === element.key && row.slot === element.slot,
    (row, element) => row.key === element.key,
  ];
  const added = steps.reduce<List>(
    (left, matches) =>
      left.filter(
        (element) =>
          !take(
            element,
            [...free.values()].find((row) => matches(row, element)),
          ),
      ),
    withoutRow,
  );
  return { changed, dropped: [...free.values()], added };
}

function changedRow(name: ListName, before: Element, after: Element): JsonRecord | undefined {
  const { slots, flag } = factsOf(name);
  const changed: JsonRecord = {
    ...(after.slot === undefined || after.slot === before.slot ? {} : { name: slots[after.slot] ?? 'Other' }),
    ...changedTexts(name, before, after),
    ...(flag && after.primary === true && before.primary !== true ? { [flag.write]: true } : {}),
  };
  return Object.keys(changed).length === 0 ? undefined : { id: Number(before.ref), ...changed };
}

/** Another spelling of the same is no change, also of one part of an address: each side keeps its own. */
function changedTexts(name: ListName, before: Element, after: Element): JsonRecord {
  if (before.key === after.key) return {};
  if (typeof after.value === 'string') return textsOf(name, after);
  const old = textsOf(name, before);
  const changed = Object.entries(textsOf(name, after)).filter(
    ([text, value]) => spelling(old[text]) !== spelling(value),
  );
  return Object.fromEntries(changed);
}

const spelling = (value: Json | undefined): string =>
  typeof value === 'string' ? (addressElement({ street: value })?.key ?? '') : '';

function newRow(name: ListName, element: Element): JsonRecord {
  const { slots, flag } = factsOf(name);
  const filled = Object.entries(textsOf(name, element)).filter(([, value]) => value !== null);
  return {
    name: slots[element.slot ?? slotWhenNone] ?? 'Other',
    ...Object.fromEntries(filled),
    ...(flag && element.primary === true ? { [flag.write]: true } : {}),
  };
}

/** By Clio's names; null for the parts of an address that it does not have. */
function textsOf(name: ListName, { value }: Element): JsonRecord {
  if (typeof value === 'string') return { [factsOf(name).texts[0] ?? 'address']: value };
  const { street, city, province, postalCode, country } = value;
  return {
    street: street ?? null,
    city: city ?? null,
    province: province ?? null,
    postal_code: postalCode ?? null,
    country: country ?? null,
  };
}
