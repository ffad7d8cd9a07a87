import { isRecord, isTrue, readText } from './body.ts';
import type { ExternalProperty } from './calendar/records.ts';
import type { Resource } from './fields.ts';
import { invalidArgument, invalidRecord } from './refusal.ts';
import { etagOf } from './state.ts';

/** Names and values that an app keeps on a record. Documented of entries and of communications: at most five. */
const maxProperties = 5;

export type PropertyRules = { readonly nextId: () => number; readonly now: number };

type Change = Readonly<Record<string, unknown>>;

/** Without `id` appended, with `id` changed or, by `_destroy`, taken off. Returns the same array when nothing changes. Throws a 422. */
export function applyProperties(
  properties: readonly ExternalProperty[],
  changes: unknown,
  rules: PropertyRules,
): readonly ExternalProperty[] {
  const result = readRows(changes, 'external_properties').reduce(
    (list, change) => applyProperty(list, change, rules),
    properties,
  );
  if (result.length > maxProperties)
    throw invalidRecord(`There can be at most ${maxProperties} external properties on a record`);
  return result;
}

function applyProperty(
  properties: readonly ExternalProperty[],
  change: Change,
  rules: PropertyRules,
): readonly ExternalProperty[] {
  const isNew = change.id === undefined || change.id === null;
  const known = properties.find(({ id }) => id === Number(change.id));
  if (!isNew && known === undefined) throw invalidRecord('There is no such external property on this record');
  if (isTrue(change['_destroy'])) return properties.filter((property) => property !== known);
  const name = change.name === undefined ? known?.name : readText(change.name, 'name');
  const value = change.value === undefined ? known?.value : readText(change.value, 'value');
  if (!name || !value) throw invalidRecord("Name and value of an external property can't be blank");
  if (known === undefined) return [...properties, newProperty(name, value, rules)];
  if (known.name === name && known.value === value) return properties;
  const changed = { ...known, name, value, updated_at: rules.now, revision: known.revision + 1 };
  return properties.map((property) => (property === known ? changed : property));
}

export function newProperty(name: string, value: string, rules: PropertyRules): ExternalProperty {
  return { id: rules.nextId(), name, value, created_at: rules.now, updated_at: rules.now, revision: 1 };
}

/** Nested rows as they were sent. Throws a 422. */
export function readRows(changes: unknown, field: string): readonly Change[] {
  if (changes === undefined || changes === null) return [];
  if (!Array.isArray(changes) || !changes.every(isRecord))
    throw invalidArgument(`'${field}' must be an array of objects`);
  return changes;
}

/** Which records a list asks for. A value without a name asks for nothing (documented: "Requires external property name as well"). */
export function hasProperty(query: URLSearchParams): (properties: readonly ExternalProperty[]) => boolean {
  const name = query.get('external_property_name');
  const value = query.get('external_property_value');
  if (name === null) return () => true;
  return (properties) => properties.some((one) => one.name === name && (value === null || one.value === value));
}

export const propertyResource: Resource<ExternalProperty> = {
  scalars: {
    id: (property) => property.id,
    etag: (property) => etagOf('external_property', property),
    name: (property) => property.name,
    value: (property) => property.value,
    created_at: (property, view) => view.time(property.created_at),
    updated_at: (property, view) => view.time(property.updated_at),
  },
  nested: {},
};
