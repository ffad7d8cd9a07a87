import {
  type Capabilities,
  type FieldValue,
  type Item,
  type ItemType,
  type List,
  type Scalar,
  type SideName,
  sideNames,
} from './items.ts';
import type { Base, MappingSide } from './mapping.ts';
import { mergeLists } from './merge-list.ts';
import type { Policy } from './policy.ts';
import { shorten } from './restrict.ts';
import { tidy } from './spelling.ts';

export type SideCapabilities = { readonly left: Capabilities; readonly right: Capabilities };

export type FieldMerge = {
  readonly name: string;
  readonly left: FieldValue | undefined;
  readonly right: FieldValue | undefined;
  /** What each side should hold now. */
  readonly targets: { readonly left: FieldValue | undefined; readonly right: FieldValue | undefined };
  readonly writes: { readonly left: boolean; readonly right: boolean };
  /** A value that somebody set and that does not survive; kept in history. */
  readonly conflict?: { readonly winner: SideName | 'ask' };
};

/** Only the fields in which something was edited, or in which the sides have never been in step. */
export type Merge = {
  readonly fields: readonly FieldMerge[];
  readonly targets: { readonly left: Item; readonly right: Item };
  readonly writes: { readonly left: boolean; readonly right: boolean };
};

/**
 * Merges what two sides show, given what each held when they were last in step. Without a base the lists are united and
 * the blanks filled. Pure and total.
 */
export function mergeItems(
  type: ItemType,
  base: Base | undefined,
  left: Item,
  right: Item,
  policy: Policy,
  capabilities: SideCapabilities,
): Merge {
  const fields: FieldMerge[] = [];
  for (const name of Object.keys(type.fields)) {
    const merged = mergeField(type, name, base, left[name], right[name], policy, capabilities);
    if (merged) fields.push(merged);
  }
  return {
    fields,
    targets: { left: withTargets(left, fields, 'left'), right: withTargets(right, fields, 'right') },
    writes: { left: fields.some(({ writes }) => writes.left), right: fields.some(({ writes }) => writes.right) },
  };
}

function mergeField(
  type: ItemType,
  name: string,
  base: Base | undefined,
  left: FieldValue | undefined,
  right: FieldValue | undefined,
  policy: Policy,
  capabilities: SideCapabilities,
): FieldMerge | undefined {
  const field = type.fields[name];
  if (field === undefined) return undefined;
  const was = base && { left: base.left[name], right: base.right[name] };
  if (field.shape === 'scalar') return mergeScalar(field, name, was, text(left), text(right), policy, capabilities);
  if (was && was.left === left && was.right === right) return undefined;
  const capability = {
    left: listCapability(capabilities.left, name),
    right: listCapability(capabilities.right, name),
  };
  const states = {
    base: was && { left: list(was.left), right: list(was.right) },
    left: list(left),
    right: list(right),
  };
  const merged = mergeLists(field, states, policy.conflicts === 'right' ? 'right' : 'left', capability);
  if (!merged.edited.left && !merged.edited.right) return undefined;
  return {
    name,
    left,
    right,
    targets: merged.targets,
    writes: merged.writes,
    ...(merged.conflicts.length > 0 ? { conflict: { winner: policy.conflicts === 'right' ? 'right' : 'left' } } : {}),
  };
}

function mergeScalar(
  field: Scalar,
  name: string,
  was: { readonly left: FieldValue | undefined; readonly right: FieldValue | undefined } | undefined,
  left: string,
  right: string,
  policy: Policy,
  capabilities: SideCapabilities,
): FieldMerge | undefined {
  const same = (a: string, b: string): boolean => sameScalar(field, a, b);
  const edited = {
    left: was === undefined ? left !== '' : !same(text(was.left), left),
    right: was === undefined ? right !== '' : !same(text(was.right), right),
  };
  if (!edited.left && !edited.right) return undefined;
  const fit = (side: SideName, value: string): string => fitting(value, name, capabilities[side]);
  const agree = same(fit('right', left), right) || same(left, fit('left', right));
  const outcome = agree
    ? { conflict: false }
    : scalarWinner(was !== undefined, edited, left, right, policy, readOnlySide(name, capabilities));
  const target = (side: SideName, current: string): string => {
    if (outcome.winner === undefined || outcome.winner === side || field.fixed) return current;
    const value = side === 'left' ? right : left;
    const capability = capabilities[side][name];
    if (capability?.shape !== 'scalar' || capability.readOnly) return current;
    return value === '' && capability.clearable === false ? current : fit(side, value);
  };
  const targets = { left: target('left', left), right: target('right', right) };
  return {
    name,
    left: left || undefined,
    right: right || undefined,
    targets,
    writes: { left: !same(targets.left, left), right: !same(targets.right, right) },
    ...(outcome.conflict ? { conflict: { winner: outcome.winner ?? 'ask' } } : {}),
  };
}

/** No winner: a person is asked. A side that is never written wins where both changed, for the other cannot. */
function scalarWinner(
  linkedBefore: boolean,
  edited: { readonly left: boolean; readonly right: boolean },
  left: string,
  right: string,
  policy: Policy,
  readOnly: SideName | undefined,
): { readonly winner?: SideName; readonly conflict: boolean } {
  if (edited.left !== edited.right) return { winner: edited.left ? 'left' : 'right', conflict: false };
  if (!linkedBefore && left === '') return { winner: 'right', conflict: false };
  if (!linkedBefore && right === '') return { winner: 'left', conflict: false };
  if (linkedBefore && readOnly) return { winner: readOnly, conflict: true };
  return policy.conflicts === 'ask' ? { conflict: true } : { winner: policy.conflicts, conflict: true };
}

/** Texts are compared NFC and trimmed; case matters. */
export const sameText = (a: string, b: string): boolean => a === b || tidy(a) === tidy(b);

/** Whether two texts of a field mean the same. */
export const sameScalar = ({ key }: Pick<Scalar, 'key'>, a: string, b: string): boolean =>
  sameText(a, b) || (key !== undefined && a !== '' && b !== '' && key(a) === key(b));

const readOnlySide = (name: string, capabilities: SideCapabilities): SideName | undefined =>
  sideNames.find((side) => capabilities[side][name]?.readOnly);

/** What a side can hold of this very item: what is closed there is only read. */
export function openOf(capabilities: Capabilities, { oneWay, closed = [] }: Pick<MappingSide, 'oneWay' | 'closed'>) {
  if (!oneWay && closed.length === 0) return capabilities;
  const shut = Object.entries(capabilities).map(([name, capability]) => [
    name,
    oneWay || closed.includes(name) ? { ...capability, readOnly: true as const } : capability,
  ]);
  return Object.fromEntries(shut) as Capabilities;
}

const text = (value: FieldValue | undefined): string => (typeof value === 'string' ? value : '');
const list = (value: FieldValue | undefined): List => (typeof value === 'object' ? value : []);

function listCapability(capabilities: Capabilities, name: string) {
  const capability = capabilities[name];
  return capability?.shape === 'list' && !capability.readOnly ? capability : undefined;
}

function fitting(value: string, name: string, capabilities: Capabilities): string {
  const capability = capabilities[name];
  return capability?.shape === 'scalar' ? shorten(value, capability.maxLength) : value;
}

function withTargets(item: Item, fields: readonly FieldMerge[], side: SideName): Item {
  const changed = fields.filter(({ writes }) => writes[side]);
  if (changed.length === 0) return item;
  const target: Record<string, FieldValue | undefined> = { ...item };
  for (const { name, targets } of changed) {
    const value = targets[side];
    if (value === undefined || value.length === 0) delete target[name];
    else target[name] = value;
  }
  return target;
}
