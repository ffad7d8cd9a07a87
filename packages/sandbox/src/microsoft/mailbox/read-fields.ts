import type { EmailAddress, PhysicalAddress } from '@microsoft/microsoft-graph-types';
import { badRequest } from '../graph/refusal.ts';
import {
  addressParts,
  type FieldName,
  type FieldShape,
  type Fields,
  fieldShapes,
  isFieldName,
  maxEntries,
} from './contact-fields.ts';

/** What a write asks for: values to set, fields to clear, and extended properties. Everything else in the body is ignored. */
export type FieldPatch = {
  readonly set: Fields;
  readonly clear: readonly FieldName[];
  /** By the property's id; `null` removes it. */
  readonly properties: Readonly<Record<string, string | null>>;
};

/**
 * Reads the body of a create or an update. One value that does not fit refuses the whole write. Unknown and read-only
 * properties are passed over: a contact is an open type, and a new parentFolderId is no move.
 */
export function readFields(body: unknown): FieldPatch {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw badRequest('Empty Payload. JSON content expected.');
  }
  const set: Record<string, unknown> = {};
  const clear: FieldName[] = [];
  for (const [name, value] of Object.entries(body)) {
    if (!isFieldName(name)) continue;
    const read = value === null ? undefined : readers[fieldShapes[name]](name, value);
    if (read === undefined) clear.push(name);
    else set[name] = read;
  }
  return { set, clear, properties: readProperties(body) };
}

/** Each returns undefined for a value that means "nothing". */
const readers = {
  text: (name, value) => {
    if (typeof value !== 'string') throw wrongKind(name, 'Edm.String');
    return value === '' ? undefined : value;
  },
  date: (name, value) => {
    const instant = typeof value === 'string' && /^\d{4}-\d\d-\d\d(T|$)/u.test(value) ? Date.parse(value) : Number.NaN;
    if (Number.isNaN(instant)) throw wrongKind(name, 'Edm.DateTimeOffset');
    // Outlook keeps a date without a time; clients see it at 11:59 UTC (Evolution's Microsoft 365 back end relies on it).
    return `${new Date(instant).toISOString().slice(0, 10)}T11:59:00Z`;
  },
  texts: (name, value) => {
    const entries = entriesOf(name, value);
    if (!entries.every((entry) => typeof entry === 'string')) throw wrongKind(name, 'Collection(Edm.String)');
    return entries.length === 0 ? undefined : [...entries];
  },
  emails: (name, value) => {
    const entries = entriesOf(name, value).map((entry) => readEmail(name, entry));
    return entries.length === 0 ? undefined : entries;
  },
  address: (name, value) => {
    const record = recordOf(name, value);
    const address: PhysicalAddress = {};
    for (const part of addressParts) {
      const text = record[part] ?? '';
      if (typeof text !== 'string') throw wrongKind(name, 'microsoft.graph.physicalAddress');
      if (text !== '') address[part] = text;
    }
    return Object.keys(address).length === 0 ? undefined : address;
  },
} as const satisfies Record<FieldShape, (name: FieldName, value: unknown) => unknown>;

/** The name falls back to the address, as Outlook on the web does it. */
function readEmail(field: FieldName, entry: unknown): EmailAddress {
  const { name, address } = recordOf(field, entry);
  const texts = [name ?? null, address ?? null];
  if (!texts.every((text) => text === null || typeof text === 'string')) {
    throw wrongKind(field, 'microsoft.graph.emailAddress');
  }
  const [nameText, addressText] = texts;
  return { name: nameText || addressText || '', ...(addressText ? { address: addressText } : {}) };
}

function entriesOf(name: FieldName, value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw wrongKind(name, 'Collection');
  const max = maxEntries[name];
  if (max !== undefined && value.length > max) {
    const property = name.charAt(0).toUpperCase() + name.slice(1);
    // The text was observed; its code was not, so that nobody may lean on it.
    throw badRequest(
      `The multi value property ${property} has ${value.length} entries, that exceeds the max allowed value of ${max}`,
      'ErrorInvalidRequest',
    );
  }
  return value;
}

function recordOf(name: FieldName, value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrongKind(name, 'complex value');
  return value as Record<string, unknown>;
}

function wrongKind(name: FieldName, type: string) {
  return badRequest(
    `Cannot convert the value of property '${name}' to the expected type '${type}'.`,
    'RequestBodyRead',
  );
}

/** The extended properties of a body; null takes one away. */
export function readProperties(body: object): Record<string, string | null> {
  const list = 'singleValueExtendedProperties' in body ? body.singleValueExtendedProperties : undefined;
  if (list === undefined || list === null) return {};
  if (!Array.isArray(list)) throw badRequest('Invalid extended properties.', 'ErrorInvalidProperty');
  return Object.fromEntries(list.map(readProperty));
}

function readProperty(entry: unknown): [string, string | null] {
  const { id, value } = (entry ?? {}) as { id?: unknown; value?: unknown };
  if (typeof id !== 'string' || !propertyIdPattern.test(id)) {
    throw badRequest('The extended property id is not in the correct format.', 'ErrorInvalidProperty');
  }
  if (value !== null && value !== undefined && typeof value !== 'string') {
    throw badRequest('The extended property value is not a string.', 'ErrorInvalidProperty');
  }
  return [canonicalPropertyId(id), value ?? null];
}

const propertyIdPattern = /^\w+ (\{[0-9a-f-]{36}\} (Name .+|Id 0x[0-9a-f]+)|0x[0-9a-f]+)$/iu;

/** The GUID's letters may be of either case; the name's may not. A tag's number is told without leading zeros (observed). */
export function canonicalPropertyId(id: string): string {
  return id
    .replace(/\{[0-9a-f-]{36}\}/iu, (guid) => guid.toLowerCase())
    .replace(/ 0x0*([0-9a-f]+)$/iu, (_, digits: string) => ` 0x${digits.toLowerCase()}`);
}
