import type { Decision, Effect, PlannedWrite } from './decision.ts';
import { sameValue } from './edits.ts';
import type { HistoryEntry } from './history-entry.ts';
import {
  type Capabilities,
  type FieldValue,
  type Item,
  type ItemType,
  type SideName,
  sideNames,
  writtenFields,
} from './items.ts';
import type { LeftAlone, LeftAloneReason } from './left-alone.ts';
import { openOf } from './merge.ts';
import { atRest } from './rules/at-rest.ts';
import { lookAgain } from './rules/look-again.ts';
import { openIntent } from './rules/open-intent.ts';
import { type Situation, type View, viewsOf } from './situation.ts';

/** One write of the past that is to be taken back. */
export type UndoStep = Pick<HistoryEntry, 'side' | 'what' | 'item' | 'before' | 'after' | 'version'>;

/** What is to be taken back of one mapping. */
export type Undoing = {
  /** The newest first. */
  readonly steps: readonly UndoStep[];
  /** Why what was added must stay: others have it as well, or it is in use. */
  readonly stays?: Readonly<Partial<Record<SideName, LeftAloneReason>>>;
  /** An undo is undone: it is kept in step again, if both sides are there afterwards. */
  readonly resumes?: true;
};

/**
 * What somebody wants undone. Of the history: a run, or of one record everything, one entry (by the id of its row), or one field.
 * Or what people did on one side, and the brake stopped before it reached the other.
 */
export type UndoWish =
  | { readonly run: string }
  | { readonly stopped: true }
  | { readonly mapping: string; readonly entry?: string; readonly field?: string };

export type UndoDecision = { readonly decision: Decision; readonly leftAlone: readonly LeftAlone[] };

/**
 * Takes back what Concord did to one mapping, where nobody has touched it since, and lets it rest. Like `decide` it is pure and
 * total, and asks for the same looks; deciding again after half of it was done plans the other half.
 */
export function decideUndo(situation: Situation, undoing: Undoing): UndoDecision {
  const views = viewsOf(situation);
  const { mapping } = situation;
  const plain = { views, writes: [], reasons: [], state: mapping.state } as const;
  for (const { name, answer } of [openIntent, lookAgain]) {
    const waiting = answer(situation, views);
    if (waiting) return { decision: { ...plain, rule: name, ...waiting }, leftAlone: [] };
  }
  const sides = sideNames.map((side) => takeBack(situation, views[side], undoing, side));
  const writes = sides.flatMap(({ write }) => (write ? [write] : []));
  const leftAlone = sides.flatMap((side) => side.leftAlone);
  const areThere = sideNames.every((side) => isThereAfter(views[side], writes, side));
  const decision: Decision = {
    ...plain,
    rule: undoRule,
    kind: writes.length > 0 ? 'write' : 'settle',
    effect: effectOf(writes, leftAlone),
    writes,
    reasons: [{ code: 'atRest' }],
    state: undoing.resumes && areThere ? 'linked' : 'undone',
    inStepAsShown: true,
    ...(writes.some(({ kind }) => kind === 'create') ? { reborn: true } : {}),
  };
  return { decision, leftAlone };
}

/** No other decision of this rule writes anything. */
export const undoRule = atRest.name;

type Taken = { readonly write?: PlannedWrite; readonly leftAlone: readonly LeftAlone[] };

function takeBack(situation: Situation, view: View, undoing: Undoing, side: SideName): Taken {
  const steps = undoing.steps.filter((step) => step.side === side && step.what in takenBack);
  if (steps.length === 0) return { leftAlone: [] };
  if (view.status === 'present' && view.side.oneWay) return { leftAlone: [{ side, reason: 'readOnly' }] };
  if (view.status === 'present') return takeBackThere(situation, view, undoing, side, steps);
  if (view.status === 'gone') return recreate(situation, side, steps);
  const reason = view.status === 'hidden' ? 'notVisible' : 'elsewhere';
  return { leftAlone: view.status === 'none' ? [] : [{ side, reason }] };
}

const takenBack: Readonly<Partial<Record<UndoStep['what'], true>>> = { added: true, changed: true, deleted: true };

type Shown = Extract<View, { readonly status: 'present' }>;

/** Goes back step by step as long as it finds what Concord had left there. */
function takeBackThere(
  situation: Situation,
  { side: { id, shown, version, closed = [] } }: Shown,
  { stays }: Undoing,
  side: SideName,
  steps: readonly UndoStep[],
): Taken {
  const { type } = situation;
  const own = steps.filter(({ item }) => item === undefined || item === id);
  const end = own.findIndex(({ what }) => what !== 'changed');
  const changes = end < 0 ? own : own.slice(0, end);
  const held = openOf(situation.capabilities[side], { closed });
  const found = writtenFields(type).map((field) => ({ field, ...unwound(held[field.name], field, shown, changes) }));
  const target = { ...shown, ...Object.fromEntries(found.map(({ field, value }) => [field.name, value])) };
  const leftAlone = found.flatMap(({ field, reason }) => (reason ? [{ side, field: field.name, reason }] : []));
  const birth = own[end];
  if (birth?.what === 'added') {
    const isUntouched = leftAlone.length === 0 && own[0]?.version === version && isAsMade(type, target, birth);
    return remove(side, isUntouched, stays?.[side]);
  }
  const changed = found.filter(({ field, value }) => !sameValue(field, shown[field.name], value));
  if (changed.length === 0) return { leftAlone };
  const overwrites = changed.some(({ field }) => typeof shown[field.name] === 'string' && shown[field.name] !== '');
  return { write: { side, kind: 'update', item: withoutBlanks(target), overwrites }, leftAlone };
}

type NamedField = ReturnType<typeof writtenFields>[number];
type Unwound = { readonly value: FieldValue | undefined; readonly reason?: LeftAloneReason };

/** What a field was before these changes, as far back as each finds what it had left there. */
function unwound(
  capability: Capabilities[string] | undefined,
  field: NamedField,
  shown: Item,
  changes: readonly UndoStep[],
): Unwound {
  const { name } = field;
  const own = changes.filter(({ before = {}, after = {} }) => name in before || name in after);
  const [newest] = own;
  const now = shown[name];
  if (newest === undefined) return { value: now };
  const value = valueBefore(field, newest.after?.[name], own);
  if (sameValue(field, now, value)) return { value: now };
  if (!sameValue(field, now, newest.after?.[name])) return { value: now, reason: 'editedSince' };
  if (capability?.readOnly) return { value: now, reason: 'readOnly' };
  const stays = capability?.shape === 'scalar' && capability.clearable === false && value === undefined;
  return stays ? { value: now, reason: 'cannotBeBlank' } : { value };
}

function valueBefore(field: NamedField, last: FieldValue | undefined, changes: readonly UndoStep[]) {
  let value = last;
  for (const { before, after } of changes) {
    // Somebody had written over what Concord left: that is theirs.
    if (!sameValue(field, value, after?.[field.name])) break;
    value = before?.[field.name];
  }
  return value;
}

const isAsMade = (type: ItemType, item: Item, { after = {} }: UndoStep): boolean =>
  writtenFields(type).every((field) => sameValue(field, item[field.name], after[field.name]));

/** Only what nobody has touched: neither what is kept in step nor, by its version, anything else of it. */
function remove(side: SideName, isUntouched: boolean, stays: LeftAloneReason | undefined): Taken {
  if (isUntouched && stays === undefined) return { write: { side, kind: 'delete' }, leftAlone: [] };
  return { leftAlone: [{ side, reason: isUntouched && stays ? stays : 'editedSince' }] };
}

/** What an undo makes anew on a side, if that is what it does. */
export const recreatedItem = (type: ItemType, { steps }: Undoing, side: SideName): Item | undefined =>
  itemBefore(
    type,
    steps.filter((step) => step.side === side && step.what in takenBack),
  );

/** What Concord deleted is made anew, as it was before anything that is to be taken back. */
function recreate({ type, mapping }: Situation, side: SideName, steps: readonly UndoStep[]): Taken {
  const [newest] = steps;
  // It is gone, and was to go.
  if (newest?.what === 'added') return { leftAlone: [] };
  const isOurs = newest?.what === 'deleted' && (newest.item === undefined || newest.item === mapping[side]?.id);
  const item = isOurs ? itemBefore(type, steps) : undefined;
  return item === undefined
    ? { leftAlone: isOurs ? [] : [{ side, reason: 'editedSince' }] }
    : { write: { side, kind: 'create', item }, leftAlone: [] };
}

/** Undefined when it did not exist before either. */
function itemBefore(type: ItemType, [deletion, ...older]: readonly UndoStep[]): Item | undefined {
  if (deletion?.what !== 'deleted' || deletion.before === undefined) return undefined;
  const { before: shown } = deletion;
  const end = older.findIndex(({ what }) => what !== 'changed');
  if (older[end]?.what === 'added') return undefined;
  const changes = end < 0 ? older : older.slice(0, end);
  const values = writtenFields(type).map((field) => {
    const own = changes.filter(({ before = {}, after = {} }) => field.name in before || field.name in after);
    return [field.name, valueBefore(field, shown[field.name], own)] as const;
  });
  return withoutBlanks({ ...shown, ...Object.fromEntries(values) });
}

const withoutBlanks = (item: Readonly<Record<string, FieldValue | undefined>>): Item =>
  Object.fromEntries(Object.entries(item).filter(([, value]) => value !== undefined && value.length > 0));

function isThereAfter(view: View, writes: readonly PlannedWrite[], side: SideName): boolean {
  const write = writes.find((one) => one.side === side);
  return write === undefined ? view.status === 'present' : write.kind !== 'delete';
}

function effectOf(writes: readonly PlannedWrite[], leftAlone: readonly LeftAlone[]): Effect {
  const [write] = writes;
  if (write === undefined) return leftAlone.length > 0 ? 'leftOut' : 'agreed';
  if (write.kind === 'create') return write.side === 'left' ? 'addedLeft' : 'addedRight';
  return write.kind === 'delete' ? 'deleted' : 'changed';
}
