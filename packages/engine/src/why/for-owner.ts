import { type ActivityRow, goneSideOf, type Item, type Mapping, type Search, type WhyRecord } from '@concord/core';
import type { SyncContext } from './sync-context.ts';

/**
 * The account owner may ask about the whole firm, but another member's address book is that one's own. Told is what stands in
 * Clio, and what Concord does with it: nobody who is not there, no detail of the other side, and no finding by one.
 */
export function isForOwner(mapping: Mapping, text: string, search: Search): boolean {
  const { left } = mapping;
  if (left === undefined || goneSideOf(mapping) === 'left') return false;
  return left.id === text || mapping.id === text || search.fits(left.shown);
}

export function recordForOwner({ deciding }: SyncContext, mapping: Mapping, record: WhyRecord): WhyRecord {
  const item: Item = mapping.left?.shown ?? {};
  const title = deciding.type.title(item);
  return {
    ...record,
    title,
    subtitle: deciding.type.subtitle(item),
    // What is to be written in Clio stands in the member's book only, until it is.
    writes: [],
    fields: record.fields.flatMap(({ label, left, standing }) =>
      left === undefined ? [] : [{ label, left, standing }],
    ),
    candidates: [],
    history: record.history.map((line) => ({ ...line, title, fields: reachedClio(line) })),
  };
}

/** Of a write that was refused, Clio has nothing. */
function reachedClio({ what, side, fields }: ActivityRow): ActivityRow['fields'] {
  if (side !== 'left' || !written.has(what)) return [];
  return fields.flatMap(({ name, label, side: where, before, after }) =>
    where === 'left' ? [{ name, label, side: where, before, after }] : [],
  );
}

const written: ReadonlySet<ActivityRow['what']> = new Set(['added', 'changed', 'deleted']);
