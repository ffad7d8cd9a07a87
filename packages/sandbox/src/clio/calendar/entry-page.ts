import { parseFields, type Selection } from '../fields.ts';
import { addresses, readLimit } from '../listing.ts';
import { invalidArgument } from '../refusal.ts';
import { placeOf } from './entry-list.ts';
import { entryResource } from './entry-resource.ts';
import type { Entry } from './records.ts';

export type EntryListing = {
  readonly url: URL;
  readonly address: string;
  /** In the order of their places. */
  readonly entries: readonly Entry[];
  readonly show: (entry: Entry, selection: Selection) => Record<string, unknown>;
};

const maxLimit = 200;

/** One page as `{ data, meta }`. Entries have no `order` and no numbers that could be counted on: a page begins after a place. */
export function entryPage({ url, address, entries, show }: EntryListing): object {
  const selection = parseFields(url.searchParams.get('fields'), entryResource);
  const limit = readLimit(url, maxLimit);
  const [side, place] = readToken(url.searchParams.get('page_token'));
  const index = entries.findIndex((entry) => isAfter(placeOf(entry), place, side === 'after'));
  const edge = index === -1 ? entries.length : index;
  const from = side === 'after' ? edge : Math.max(0, edge - limit);
  const until = side === 'after' ? from + limit : edge;
  const rows = entries.slice(from, until);
  const [first, last] = [rows[0], rows.at(-1)];
  const neighbours = {
    ...(last !== undefined && until < entries.length ? { next: tokenOf('after', last) } : {}),
    ...(first !== undefined && from > 0 ? { previous: tokenOf('before', first) } : {}),
  };
  return {
    data: rows.map((entry) => show(entry, selection)),
    meta: { paging: addresses({ url, address }, neighbours), records: entries.length },
  };
}

type Place = readonly [number, number];

function isAfter([id, slot]: Place, [otherId, otherSlot]: Place, isStrict: boolean): boolean {
  if (id !== otherId) return id > otherId;
  return isStrict ? slot > otherSlot : slot >= otherSlot;
}

const tokenOf = (side: 'after' | 'before', entry: Entry): string => [side, ...placeOf(entry)].join(':');

const beginning: Place = [0, 0];

function readToken(token: string | null): readonly ['after' | 'before', Place] {
  if (token === null) return ['after', beginning];
  const text = Buffer.from(token, 'base64url').toString();
  const [, side, id, slot] = /^(after|before):(\d+):(-?\d+)$/u.exec(text) ?? [];
  if (side !== 'after' && side !== 'before') throw invalidArgument("'page_token' is not valid");
  return [side, [Number(id), Number(slot)]];
}
