import type { Decision, ItemType, PlannedWrite, SideName } from '@concord/core';
import { changesOf, type HistoryEntry } from './history.ts';
import type { Active } from './prepare.ts';

/** History entries for what happened without a write: a link, a release, something held. */
export function historyOfSettled(type: ItemType, active: Active): readonly HistoryEntry[] {
  const what = settledWhat[active.decision.effect];
  const before = active.stored?.mapping.state;
  if (what === undefined || (before === active.decision.state && active.decision.effect !== 'linked')) return [];
  return [{ ...told(type, active), what, side: stillThere(active.decision), fields: [] }];
}

/** The side on which it still is. */
const stillThere = ({ views }: Decision): SideName =>
  views.left.status === 'present' || views.right.status === 'gone' ? 'left' : 'right';

const settledWhat: Partial<Record<Decision['effect'], HistoryEntry['what']>> = {
  linked: 'linked',
  released: 'released',
  held: 'held',
  deleted: 'deleted',
};

/** A write that a provider confirmed, or refused. */
export function historyOfWrite(
  type: ItemType,
  active: Active,
  write: PlannedWrite,
  what: 'parked' | undefined,
): HistoryEntry {
  return {
    ...told(type, active),
    what: what ?? writtenWhat[write.kind],
    side: write.side,
    fields: changesOf(type, active.decision, write),
  };
}

/** What a write needed first, and nobody had: a company for a person's card. */
export function madeAlongTheWay(mapping: string, title: string, side: SideName): HistoryEntry {
  return { mapping, title, what: 'added', side, rule: 'by-product', reasons: [{ code: 'byProduct' }], fields: [] };
}

const writtenWhat = { create: 'added', update: 'changed', delete: 'deleted' } as const;

function told(
  type: ItemType,
  { entry, decision }: Active,
): Pick<HistoryEntry, 'mapping' | 'title' | 'rule' | 'reasons'> {
  const shown = [decision.views.left, decision.views.right].flatMap((view) =>
    view.status === 'present' ? [view.side.shown] : [],
  );
  const known = shown[0] ?? entry.mapping.left?.shown ?? entry.mapping.right?.shown ?? {};
  return { mapping: entry.mapping.id, title: type.title(known), rule: decision.rule, reasons: decision.reasons };
}
