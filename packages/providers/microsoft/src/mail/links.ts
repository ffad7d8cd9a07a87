import { garbled } from '../errors.ts';
import type { DeltaPage } from '../graph-requests.ts';

/**
 * What of the link after a page must be kept: that it leads to Graph was checked when it was parsed, and its path is that of the
 * list it belongs to. A mailbox can have hundreds of folders, each with a link.
 */
export function queryAfter({ nextLink, deltaLink }: Pick<DeltaPage, 'nextLink' | 'deltaLink'>): string {
  const query = (nextLink ?? deltaLink ?? '').split('?')[1];
  if (query === undefined || query === '') throw garbled('a link without a token');
  return query;
}
