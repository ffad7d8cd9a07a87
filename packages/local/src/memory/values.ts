/**
 * Row values as DynamoDB holds them: JSON and `Uint8Array`. Copies keep callers and the table from sharing anything.
 * Sizes follow "Item sizes and formats" of the DynamoDB developer guide, because units are counted from them.
 */
const maximumDepth = 32;

/** A deep copy without undefined members. Throws for what DynamoDB's marshaller refuses. */
export function copyValue(value: unknown, depth = 0): unknown {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value;
  if (typeof value === 'number') return checkedNumber(value);
  if (typeof value !== 'object') throw new TypeError(`A row cannot hold a ${typeof value}.`);
  if (depth > maximumDepth) throw new RangeError(`A row cannot nest deeper than ${maximumDepth} levels.`);
  if (value instanceof Uint8Array) return new Uint8Array(value);
  if (Array.isArray(value)) return value.filter(isDefined).map((element) => copyValue(element, depth + 1));
  return copyMembers(value, depth);
}

/** Bytes of a value, without its attribute name. */
export function bytesOf(value: unknown): number {
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (typeof value === 'number') return numberBytes(value);
  if (value === null || typeof value !== 'object') return 1;
  if (value instanceof Uint8Array) return value.byteLength;
  if (Array.isArray(value)) return value.reduce((sum: number, element) => sum + 1 + bytesOf(element), 3);
  let sum = 3;
  for (const [name, member] of Object.entries(value)) sum += 1 + Buffer.byteLength(name) + bytesOf(member);
  return sum;
}

/** Bytes of a whole row: names and values of its attributes. */
export function rowBytes(row: Readonly<Record<string, unknown>>): number {
  let sum = 0;
  for (const name in row) sum += Buffer.byteLength(name) + bytesOf(row[name]);
  return sum;
}

function copyMembers(value: object, depth: number): Record<string, unknown> {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    throw new TypeError(`A row cannot hold a ${value.constructor.name}.`);
  }
  const copy: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(value)) {
    if (member !== undefined) copy[name] = copyValue(member, depth + 1);
  }
  return copy;
}

function checkedNumber(value: number): number {
  if (!Number.isFinite(value) || Math.abs(value) > Number.MAX_SAFE_INTEGER) {
    throw new RangeError('A row cannot hold a number that is not finite and safe.');
  }
  return value;
}

/** About one byte for every two digits, one more, and one for the sign. */
function numberBytes(value: number): number {
  const digits = String(Math.abs(value)).replace(/e.*$/, '').replace('.', '').replace(/^0+/, '').replace(/0+$/, '');
  return Math.ceil(digits.length / 2) + 1 + (value < 0 ? 1 : 0);
}

const isDefined = (value: unknown): boolean => value !== undefined;
