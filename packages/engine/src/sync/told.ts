import {
  type Decision,
  type HistoryEntry,
  type Item,
  type ItemType,
  type Mapping,
  type NativeRecord,
  type Outcome,
  otherSide,
  type PlannedWrite,
  type Present,
  type SideName,
  sameValue,
  undoRule,
  writtenFields,
} from '@concord/core';
import type { Active } from './prepare.ts';
import { differs } from './promised.ts';

/** History entries for what happened without a write: a link, a release, something held. */
export function historyOfSettled(type: ItemType, active: Active): readonly HistoryEntry[] {
  const what = settledWhat[active.decision.effect];
  const before = active.stored?.mapping.state;
  // Whom nobody had linked is not told of one by one: a choice may leave out thousands.
  if (active.decision.effect === 'leftOut' && before !== 'linked') return [];
  if (what === undefined || (before === active.decision.state && active.decision.effect !== 'linked')) return [];
  return [told(type, active, what, stillThere(active.decision))];
}

/** The side on which it still is. */
const stillThere = ({ views }: Decision): SideName =>
  views.left.status === 'present' || views.right.status === 'gone' ? 'left' : 'right';

const settledWhat: Partial<Record<Decision['effect'], HistoryEntry['what']>> = {
  linked: 'linked',
  released: 'released',
  leftOut: 'released',
  held: 'held',
  deleted: 'deleted',
};

/** What the history is to tell of a write if it happens. `native`: of a delete, what the provider has. */
export function plannedEntry(
  type: ItemType,
  active: Active,
  write: PlannedWrite,
  native: NativeRecord | undefined,
): HistoryEntry {
  const before = write.kind === 'create' ? {} : shownOn(active.decision, write.side);
  const after = write.kind === 'delete' ? {} : write.item;
  const names = write.kind === 'update' ? changedFields(type, before, after) : Object.keys(type.fields);
  return {
    ...told(type, active, writtenWhat[write.kind], write.side),
    ...kept({ before: picked(before, names), after: picked(after, names) }),
    ...(write.kind === 'update' ? sourceOf(type, active, write.side, names, { before, after }) : {}),
    ...(native ? { native } : {}),
  };
}

const writtenWhat = { create: 'added', update: 'changed', delete: 'deleted' } as const;

/** The entry once the provider has answered; undefined when nothing of it happened, or nobody knows. */
export function answeredEntry(entry: HistoryEntry, outcome: Outcome): HistoryEntry | undefined {
  if (outcome.kind === 'deleted') return entry;
  if (outcome.kind === 'refused') return { ...entry, what: 'parked', refusal: outcome.detail };
  if (outcome.kind !== 'written') return undefined;
  const { observation } = outcome;
  const { after: _, ...rest } = foundOutEntry(entry, observation);
  const names = entry.what === 'added' ? Object.keys(observation.item) : namesIn(entry);
  return { ...rest, ...kept({ after: picked(observation.item, names) }) };
}

/** The same when it was found out later: somebody may have edited it since, so what was sent is what is told. */
export function foundOutEntry(entry: HistoryEntry, { id, version }: Pick<Present, 'id' | 'version'>): HistoryEntry {
  return { ...entry, item: id, version };
}

/** Whether it was made nobody knows before a person has said who is who. */
export function doubtedEntry({ mapping, title, side, rule }: HistoryEntry): HistoryEntry {
  return { mapping, title, what: 'held', side, rule, reasons: [{ code: 'mayBeTheLost' }] };
}

/** What a write needed first, and nobody had: a company for a person's card. */
export function madeAlongTheWay(mapping: string, title: string, side: SideName, item: string): HistoryEntry {
  return { mapping, title, what: 'added', side, item, rule: 'by-product', reasons: [{ code: 'byProduct' }] };
}

function told(type: ItemType, { entry, decision }: Active, what: HistoryEntry['what'], side: SideName): HistoryEntry {
  const shown = [decision.views.left, decision.views.right].flatMap((view) =>
    view.status === 'present' ? [view.side.shown] : [],
  );
  const known = shown[0] ?? entry.mapping.left?.shown ?? entry.mapping.right?.shown ?? {};
  const item = what === 'added' ? undefined : idOn(entry.mapping, decision, side);
  const { rule, reasons } = decision;
  // Who is sent again was promised as that: that it is gone is told on the way.
  const isOther = differs(entry, decision) && !(entry.resend === true && what === 'released');
  return {
    mapping: entry.mapping.id,
    title: type.title(known),
    what,
    side,
    ...(item ? { item } : {}),
    rule,
    reasons,
    ...(isOther ? { sincePreview: true } : {}),
  };
}

function idOn(mapping: Mapping, { views }: Decision, side: SideName): string | undefined {
  const view = views[side];
  return view.status === 'present' ? view.side.id : mapping[side]?.id;
}

/** What made it different: what the other side shows, where it is not simply the same, and what lost against it here. */
function sourceOf(
  type: ItemType,
  { entry, decision }: Active,
  side: SideName,
  names: readonly string[],
  own: { readonly before: Item; readonly after: Item },
): Pick<HistoryEntry, 'lost' | 'other' | 'first'> {
  const { base } = entry.mapping;
  if (decision.rule === undoRule) return {};
  if (base === undefined) return { first: true };
  const there = otherSide(side);
  const fields = decision.merge?.fields ?? [];
  const lost = fields
    .filter(({ name, conflict }) => conflict && conflict.winner !== side && names.includes(name) && own.before[name])
    .map(({ name }) => name);
  const other = kept({
    before: whereDifferent(type, names, base[there], own.before),
    after: whereDifferent(type, names, shownOn(decision, there), own.after),
  });
  return { ...(lost.length > 0 ? { lost } : {}), ...(Object.keys(other).length > 0 ? { other } : {}) };
}

/** Blank ones are empty, because what is left out is the same. */
function whereDifferent(type: ItemType, names: readonly string[], there: Item, here: Item): Item {
  const different = changedFields(type, there, here).filter((name) => names.includes(name));
  return Object.fromEntries(different.map((name) => [name, there[name] ?? '']));
}

const changedFields = (type: ItemType, before: Item, after: Item): readonly string[] =>
  writtenFields(type)
    .filter((field) => !sameValue(field, before[field.name], after[field.name]))
    .map(({ name }) => name);

function shownOn({ views }: Decision, side: SideName): Item {
  const view = views[side];
  return view.status === 'present' ? view.side.shown : {};
}

const namesIn = ({ before = {}, after = {} }: HistoryEntry): readonly string[] => [
  ...new Set([...Object.keys(before), ...Object.keys(after)]),
];

/** Blank ones are left out. */
const picked = (item: Item, names: readonly string[]): Item =>
  Object.fromEntries(names.flatMap((name) => (item[name] === undefined ? [] : [[name, item[name]]])));

/** Without the parts that say nothing. */
const kept = (parts: Pick<HistoryEntry, 'before' | 'after'>): Pick<HistoryEntry, 'before' | 'after'> =>
  Object.fromEntries(Object.entries(parts).filter(([, item]) => Object.keys(item).length > 0));
