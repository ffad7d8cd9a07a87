import type { Key } from '@concord/core';

/** What a member wishes of a provider, for the worker of that connection. `docs/data-model.md` says who reads and writes each. */
export const wishPartition = (firm: string, connection: string): string => `WISH#${firm}#${connection}`;
type WishName = { readonly firm: string; readonly connection: string; readonly id: string };
const wishPrefix = 'WISH#';
export const wishKey = ({ firm, connection, id }: WishName): Key => ({
  pk: wishPartition(firm, connection),
  sk: `${wishPrefix}${id}`,
});
export const openPrefix = 'OPEN#';
/** There while nobody has fulfilled it, in the order in which somebody is to look at them. */
export const openWishKey = ({ firm, connection, id, at }: WishName & { readonly at: number }): Key => ({
  pk: wishPartition(firm, connection),
  sk: `${openPrefix}${String(at).padStart(15, '0')}#${id}`,
});
/** All rows of that partition. */
export const partsOfWishes = [openPrefix, wishPrefix] as const;
