import { clioBook, outlookBook } from '../history/happenings.ts';
import { cardsOn } from '../people/cards.ts';
import type { Truth } from '../people/truth.ts';
import type { Stage } from '../stage/stage.ts';
import type { Visitor } from './visitor.ts';

export const nobody = 'nobody';

/**
 * Whom a waiting row is about. A person sees that by the card itself; here the table is asked which card it is, and the
 * card carries its tag. Only answers are chosen by it, never a verdict. `folders` of the mailbox: the synced one by default.
 */
export async function tagOfMapping(
  { clouds, table }: Stage,
  { firm, member }: Visitor,
  sync: string,
  mapping: string,
  truth: Truth,
  folders: readonly (string | undefined)[] = [undefined],
): Promise<string> {
  const { rows } = await table.query({ pk: `SYNC#${firm.id}#${sync}`, prefix: 'AT#', limit: 100_000 });
  const items = new Set(rows.filter((row) => row.mapping === mapping).map(({ item }) => String(item)));
  const mailbox = outlookBook(member.id);
  const cards = [
    ...cardsOn(clouds, clioBook(firm.id)),
    ...folders.flatMap((folder) => cardsOn(clouds, mailbox, folder)),
  ];
  const card = cards.find(({ id }) => items.has(id));
  return card === undefined ? nobody : truth.ownerOf(card);
}
