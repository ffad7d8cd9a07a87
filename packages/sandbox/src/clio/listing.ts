import { parseFields, type Resource, render, type Selection, type View } from './fields.ts';
import { invalidArgument } from './refusal.ts';

export type Listing<T> = {
  readonly url: URL;
  /** Where this list is found, without query: next and previous pages are absolute. */
  readonly address: string;
  readonly resource: Resource<T>;
  readonly records: readonly T[];
  readonly view: View;
  readonly maxLimit: number;
  /** How records may be ordered; `id` is the default and the only one that pages without end. Empty: no `order` at all. */
  readonly orders: Readonly<Record<string, (record: T) => string | number>>;
  /** Where it is another than that of the ids. */
  readonly defaultOrder?: string;
  readonly renderOne?: (record: T, selection: Selection) => Record<string, unknown>;
};

type Place =
  | { readonly kind: 'after'; readonly id: number }
  | { readonly kind: 'before'; readonly id: number }
  | { readonly kind: 'offset'; readonly offset: number };

/** The end of paging by offset. Documented in the handbook, paging. */
const maxOffset = 10_000;

/** One page as `{ data, meta }`. Throws a 400 for fields, and a 422 for a limit (assumption), an order or an offset that Clio has not. */
export function listPage<T extends { readonly id: number }>(listing: Listing<T>): object {
  const { url, resource, view, records } = listing;
  const selection = parseFields(url.searchParams.get('fields'), resource);
  const limit = readLimit(url, listing.maxLimit);
  const order = readOrder(url, listing);
  const place = readPlace(url, order);
  const sorted = order === undefined ? records : ordered(records, listing.orders, order);
  const from = startOf(sorted, place, limit);
  const until = place.kind === 'before' ? indexAfter(sorted, place.id - 1) : from + limit;
  const rows = sorted.slice(from, until);
  const shown = rows.map((record) =>
    listing.renderOne ? listing.renderOne(record, selection) : render(resource, record, selection, view),
  );
  const neighbours = {
    next: until < sorted.length ? rows.at(-1) : undefined,
    previous: from > 0 ? rows[0] : undefined,
  };
  const paging = place.kind === 'offset' ? byOffset(from, limit, sorted.length) : byId(neighbours);
  return { data: shown, meta: { paging: addresses(listing, paging), records: sorted.length } };
}

export function readLimit(url: URL, maxLimit: number): number {
  const limit = Number(url.searchParams.get('limit') ?? maxLimit);
  if (!Number.isInteger(limit) || limit < 1 || limit > maxLimit) {
    throw invalidArgument(`'limit' must lie between 1 and ${maxLimit}`);
  }
  return limit;
}

/** Undefined for the default order; lists without `order` ignore it, as Clio ignores every unknown parameter. */
function readOrder<T>(
  url: URL,
  { orders, defaultOrder = 'id(asc)' }: Listing<T>,
): { by: string; descending: boolean } | undefined {
  const text = url.searchParams.get('order') ?? defaultOrder;
  if (text === 'id(asc)' || Object.keys(orders).length === 0) return undefined;
  const [, by = '', direction = 'asc'] = /^([a-z_]+)(?:\((asc|desc)\))?$/u.exec(text) ?? [];
  if (!Object.hasOwn(orders, by)) throw invalidArgument(`'${text}' is not a valid order`);
  return { by, descending: direction === 'desc' };
}

function ordered<T extends { readonly id: number }>(
  records: readonly T[],
  orders: Listing<T>['orders'],
  { by, descending }: { by: string; descending: boolean },
): readonly T[] {
  const keyed = records.map((record) => ({ record, key: orders[by]?.(record) ?? 0 }));
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.record.id - b.record.id));
  const sorted = keyed.map(({ record }) => record);
  return descending ? sorted.toReversed() : sorted;
}

function readPlace(url: URL, order: object | undefined): Place {
  const token = url.searchParams.get('page_token');
  const place = token === null ? firstPlace(url, order) : readToken(token);
  if (place.kind === 'offset' && (!Number.isInteger(place.offset) || place.offset < 0 || place.offset > maxOffset)) {
    throw invalidArgument(`'offset' must lie between 0 and ${maxOffset}`);
  }
  return place;
}

function firstPlace(url: URL, order: object | undefined): Place {
  const offset = url.searchParams.get('offset');
  if (offset !== null || order !== undefined) return { kind: 'offset', offset: Number(offset ?? 0) };
  return { kind: 'after', id: 0 };
}

function readToken(token: string): Place {
  const [, kind, number] = /^(after|before|offset):(\d+)$/u.exec(Buffer.from(token, 'base64url').toString()) ?? [];
  if (kind === 'offset') return { kind, offset: Number(number) };
  if (kind === 'after' || kind === 'before') return { kind, id: Number(number) };
  throw invalidArgument("'page_token' is not valid");
}

function startOf(records: readonly { readonly id: number }[], place: Place, limit: number): number {
  if (place.kind === 'offset') return place.offset;
  if (place.kind === 'after') return indexAfter(records, place.id);
  return Math.max(0, indexAfter(records, place.id - 1) - limit);
}

/** Index of the first record with a greater id; records are in the order of their ids. */
function indexAfter(records: readonly { readonly id: number }[], id: number): number {
  let low = 0;
  let high = records.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((records[middle]?.id ?? 0) > id) high = middle;
    else low = middle + 1;
  }
  return low;
}

export type Neighbours = { readonly next?: string; readonly previous?: string };

function byId(rows: { next: { id: number } | undefined; previous: { id: number } | undefined }): Neighbours {
  return {
    ...(rows.next ? { next: `after:${rows.next.id}` } : {}),
    ...(rows.previous ? { previous: `before:${rows.previous.id}` } : {}),
  };
}

function byOffset(from: number, limit: number, count: number): Neighbours {
  return {
    ...(from + limit < count ? { next: `offset:${from + limit}` } : {}),
    ...(from > 0 ? { previous: `offset:${Math.max(0, from - limit)}` } : {}),
  };
}

export function addresses(
  { url, address }: Pick<Listing<unknown>, 'url' | 'address'>,
  neighbours: Neighbours,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(neighbours).map(([name, place]) => {
      const query = new URLSearchParams(url.searchParams);
      query.set('page_token', Buffer.from(place).toString('base64url'));
      return [name, `${address}?${query.toString()}`];
    }),
  );
}
