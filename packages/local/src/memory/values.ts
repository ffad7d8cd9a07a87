/**
 * Row values as DynamoDB holds them: JSON and `Uint8Array`. What is kept is a frozen copy, so that it can be handed out
 * again and again without being copied; bytes, which nobody can freeze, are copied for each reader.
 * Sizes follow "Item sizes and formats" of the DynamoDB developer guide, because units are counted from them.
 */
export type KeptRow<R> = {
  readonly row: R;
  readonly bytes: number;
  /** Attributes that hold bytes, however deep. */
  readonly binary: readonly string[];
};

const maximumDepth = 32;

/** A frozen copy without undefined members, and its size. Throws for what DynamoDB's marshaller refuses. */
export function keepRow<R extends object>(row: R): KeptRow<R> {
  const tally = { bytes: 0, arrays: 0 };
  const binary: string[] = [];
  const kept: Record<string, unknown> = {};
  const given = membersOf(row);
  for (const name of Object.keys(given)) {
    if (given[name] === undefined) continue;
    const { arrays } = tally;
    tally.bytes += nameBytes(name);
    kept[name] = keepValue(given[name], 1, tally);
    if (tally.arrays > arrays) binary.push(name);
  }
  return { row: Object.freeze(kept) as R, bytes: tally.bytes, binary };
}

/** What a reader may have of a kept row: the row itself, or, when it holds bytes, a copy with bytes of its own. */
export function handOut<R extends Readonly<Record<string, unknown>>>({ row, binary }: KeptRow<R>): R {
  if (binary.length === 0) return row;
  const copy: Record<string, unknown> = { ...row };
  for (const name of binary) copy[name] = withOwnBytes(copy[name]);
  return copy as R;
}

/** Bytes so far, and how many of the values were arrays of bytes. */
type Tally = { bytes: number; arrays: number };

/** Adds the size of the value, without its attribute name, to the tally. */
function keepValue(value: unknown, depth: number, tally: Tally): unknown {
  if (typeof value === 'string') {
    tally.bytes += Buffer.byteLength(value);
    return value;
  }
  if (typeof value === 'number') {
    tally.bytes += numberBytes(checkedNumber(value));
    return value;
  }
  if (typeof value === 'boolean' || value === null) {
    tally.bytes += 1;
    return value;
  }
  if (typeof value !== 'object') throw new TypeError(`A row cannot hold a ${typeof value}.`);
  if (depth > maximumDepth) throw new RangeError(`A row cannot nest deeper than ${maximumDepth} levels.`);
  if (value instanceof Uint8Array) return keepBytes(value, tally);
  tally.bytes += 3;
  return Array.isArray(value) ? keepElements(value, depth, tally) : keepMembers(value, depth, tally);
}

function keepBytes(value: Uint8Array, tally: Tally): Uint8Array {
  tally.bytes += value.byteLength;
  tally.arrays += 1;
  return new Uint8Array(value);
}

function keepElements(values: readonly unknown[], depth: number, tally: Tally): readonly unknown[] {
  const kept: unknown[] = [];
  for (const element of values) {
    if (element === undefined) continue;
    tally.bytes += 1;
    kept.push(keepValue(element, depth + 1, tally));
  }
  return Object.freeze(kept);
}

function keepMembers(value: object, depth: number, tally: Tally): object {
  const kept: Record<string, unknown> = {};
  const given = membersOf(value);
  for (const name of Object.keys(given)) {
    if (given[name] === undefined) continue;
    tally.bytes += 1 + nameBytes(name);
    kept[name] = keepValue(given[name], depth + 1, tally);
  }
  return Object.freeze(kept);
}

function membersOf(value: object): Readonly<Record<string, unknown>> {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    throw new TypeError(`A row cannot hold a ${value.constructor.name}.`);
  }
  return value as Readonly<Record<string, unknown>>;
}

function withOwnBytes(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Uint8Array) return new Uint8Array(value);
  if (Array.isArray(value)) return Object.freeze(value.map(withOwnBytes));
  const members = Object.entries(value).map(([name, member]) => [name, withOwnBytes(member)]);
  return Object.freeze(Object.fromEntries(members));
}

function checkedNumber(value: number): number {
  if (!Number.isFinite(value) || Math.abs(value) > Number.MAX_SAFE_INTEGER) {
    throw new RangeError('A row cannot hold a number that is not finite and safe.');
  }
  return value;
}

/** About one byte for every two significant digits, one more, and one for the sign. */
function numberBytes(value: number): number {
  const size = Math.abs(value);
  return Math.ceil(significantDigits(size) / 2) + 1 + (value < 0 ? 1 : 0);
}

function significantDigits(size: number): number {
  if (!Number.isInteger(size)) return fractionDigits(size);
  let rest = size;
  while (rest !== 0 && rest % 10 === 0) rest /= 10;
  let digits = 0;
  for (let power = 1; power <= rest; power *= 10) digits += 1;
  return digits;
}

function fractionDigits(size: number): number {
  return String(size).replace(/e.*$/, '').replace('.', '').replace(/^0+/, '').replace(/0+$/, '').length;
}

const nameSizes = new Map<string, number>();
const maximumNames = 10_000;

/** Rows have few names, and many of each. */
function nameBytes(name: string): number {
  const known = nameSizes.get(name);
  if (known !== undefined) return known;
  const bytes = Buffer.byteLength(name);
  if (nameSizes.size < maximumNames) nameSizes.set(name, bytes);
  return bytes;
}
