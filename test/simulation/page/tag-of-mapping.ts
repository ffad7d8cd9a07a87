import { type BookName, clioBook } from '../history/happenings.ts';
import { handsOn, type Place } from '../mailboxes/index.ts';
import { cardsOn } from '../people/cards.ts';
import type { Truth } from '../people/truth.ts';
import type { Stage } from '../stage/stage.ts';
import type { Visitor } from './visitor.ts';

export const nobody = 'nobody';

/** A sync by its id, and the mailbox that it keeps in step. */
export type SyncBetween = { readonly sync: string; readonly mailbox: BookName };

/**
 * Whom a waiting row is about. A person sees that by the card itself; here the table is asked which card it is, and the
 * card carries its tag. Only answers are chosen by it, never a verdict. `places` in the mailbox: the synced one by default.
 */
export async function tagOfMapping(
  { clouds, table }: Stage,
  { firm }: Visitor,
  { sync, mailbox }: SyncBetween,
  mapping: string,
  truth: Truth,
  places: readonly (Place | undefined)[] = [undefined],
): Promise<string> {
  const { rows } = await table.query({ pk: `SYNC#${firm.id}#${sync}`, prefix: 'AT#', limit: 100_000 });
  const items = rows.filter((row) => row.mapping === mapping).map(({ item }) => String(item));
  // What Concord knows a card by may be one of several names.
  const ids = new Set(items.map((item) => handsOn(clouds, mailbox).get(item)?.id ?? item));
  const cards = [...cardsOn(clouds, clioBook(firm.id)), ...places.flatMap((place) => cardsOn(clouds, mailbox, place))];
  const card = cards.find(({ id }) => ids.has(id));
  return card === undefined ? nobody : truth.ownerOf(card);
}
