import type { PlannedWrite } from '../decision.ts';
import { type Item, type SideName, sideNames } from '../items.ts';
import type { Merge } from '../merge.ts';
import { mergeItems, openOf } from '../merge.ts';
import type { Reason } from '../reasons.ts';
import type { Situation } from '../situation.ts';
import { mergeSource } from '../write-source.ts';
import type { Rule } from './rule.ts';

/** Both sides are there: edits are carried over field by field, and what is in step is remembered. Answers always. */
export const mergeSides: Rule = {
  name: 'merge-sides',
  answer: (situation, { left, right }) => {
    if (left.status !== 'present' || right.status !== 'present')
      return { kind: 'leave', effect: 'agreed', reasons: [{ code: 'inStep' }] };
    const { type, mapping, policy, match } = situation;
    const capabilities = {
      left: openOf(situation.capabilities.left, left.side),
      right: openOf(situation.capabilities.right, right.side),
    };
    const merge = mergeItems(type, mapping.base, left.side.shown, right.side.shown, policy, capabilities);
    const first = mapping.base === undefined;
    const writes = writesOf(merge, situation, { left: left.side.shown, right: right.side.shown });
    const reasons: Reason[] = [{ code: first && match.kind === 'same' ? match.because : editedWhere(merge) }];
    if (merge.fields.some(({ conflict }) => conflict)) reasons.push({ code: 'conflict' });
    const oneWay = left.side.oneWay ?? right.side.oneWay;
    if (oneWay && (first || merge.fields.length > 0)) reasons.push({ code: oneWay });
    const effect = first ? 'linked' : writes.length > 0 ? 'changed' : 'agreed';
    if (writes.length > 0) return { kind: 'write', effect, state: 'linked', writes, merge, reasons };
    const news = first || mapping.state !== 'linked' || left.news || right.news || merge.fields.some(catchesUp);
    return { kind: news ? 'settle' : 'leave', effect, state: 'linked', merge, reasons };
  },
};

/** In step by now, though the base does not say so yet: a crash came between a write and its commit. */
const catchesUp = ({ writes, conflict }: Merge['fields'][number]): boolean =>
  !writes.left && !writes.right && conflict?.winner !== 'ask';

/** The left first: it has room for everything, so what the right must give up is safe there before the right is written over. */
function writesOf(
  merge: Merge,
  { mapping }: Situation,
  shown: Readonly<Record<SideName, Item>>,
): readonly PlannedWrite[] {
  const { parked } = mapping;
  const refusedOn = parked && parked.source === mergeSource(merge, parked.side) ? parked.side : undefined;
  return sideNames.flatMap((side) => {
    const fields = merge.fields.filter((field) => field.writes[side] && !isUnsafe(field, refusedOn));
    if (side === refusedOn || fields.length === 0) return [];
    const kept = merge.fields.flatMap(({ name, writes }) =>
      writes[side] && !fields.some((field) => field.name === name) ? [[name, shown[side][name]] as const] : [],
    );
    const overwrites = fields.some((field) => typeof field[side] === 'string' && field[side] !== '');
    return [
      { side, kind: 'update', item: { ...merge.targets[side], ...Object.fromEntries(kept) }, overwrites } as const,
    ];
  });
}

/** What one side is to give up is safe only once the other has taken it, and that one refuses to. */
const isUnsafe = ({ writes }: Merge['fields'][number], refusedOn: SideName | undefined): boolean =>
  refusedOn !== undefined && writes.left && writes.right;

function editedWhere(merge: Merge): Reason['code'] {
  if (merge.writes.left && merge.writes.right) return 'editedBoth';
  if (merge.writes.right) return 'editedLeft';
  return merge.writes.left ? 'editedRight' : 'inStep';
}
