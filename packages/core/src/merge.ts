import type { Capabilities, FieldValue, Item, ItemType, List, Scalar, SideName } from './items.ts';
import type { Base } from './mapping.ts';
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
  const edited = {
    left: was === undefined ? left !== '' : !sameText(text(was.left), left),
    right: was === undefined ? right !== '' : !sameText(text(was.right), right),
  };
  if (!edited.left && !edited.right) return undefined;
  const fit = (side: SideName, value: string): string => fitting(value, name, capabilities[side]);
  const outcome = scalarWinner(was !== undefined, edited, left, right, policy, fit);
  const target = (side: SideName, current: string): string => {
    if (outcome.winner === undefined || outcome.winner === side || field.fixed) return current;
    const value = side === 'left' ? right : left;
    const capability = capabilities[side][name];
    if (capability?.shape !== 'scalar' || (value === '' && capability.clearable === false)) return current;
    return fit(side, value);
  };
  const targets = { left: target('left', left), right: target('right', right) };
  return {
    name,
    left: left || undefined,
    right: right || undefined,
    targets,
    writes: { left: !sameText(targets.left, left), right: !sameText(targets.right, right) },
    ...(outcome.conflict ? { conflict: { winner: outcome.winner ?? 'ask' } } : {}),
  };
}

/** No winner: the sides agree, or a person is asked. */
function scalarWinner(
  linkedBefore: boolean,
  edited: { readonly left: boolean; readonly right: boolean },
  left: string,
  right: string,
  policy: Policy,
  fit: (side: SideName, value: string) => string,
): { readonly winner?: SideName; readonly conflict: boolean } {
  if (sameText(fit('right', left), right) || sameText(left, fit('left', right))) return { conflict: false };
  if (edited.left !== edited.right) return { winner: edited.left ? 'left' : 'right', conflict: false };
  if (!linkedBefore && left === '') return { winner: 'right', conflict: false };
  if (!linkedBefore && right === '') return { winner: 'left', conflict: false };
  return policy.conflicts === 'ask' ? { conflict: true } : { winner: policy.conflicts, conflict: true };
}

/** Texts are compared NFC and trimmed; case matters. */
export const sameText = (a: string, b: string): boolean => a === b || tidy(a) === tidy(b);

const text = (value: FieldValue | undefined): string => (typeof value === 'string' ? value : '');
const list = (value: FieldValue | undefined): List => (typeof value === 'object' ? value : []);

function listCapability(capabilities: Capabilities, name: string) {
  const capability = capabilities[name];
  return capability?.shape === 'list' ? capability : undefined;
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
