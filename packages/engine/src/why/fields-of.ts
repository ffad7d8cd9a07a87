import { type FieldValue, type ItemType, type Mapping, type SideName, sameBase, type WhyField } from '@concord/core';
import { spelled } from '../sync/history.ts';

/** Each detail that either side has: what both say, what both last agreed on, and where it was changed since. */
export function fieldsOf(type: ItemType, mapping: Mapping): readonly WhyField[] {
  return Object.entries(type.fields).flatMap(([name, field]) => {
    if (field.shape === 'scalar' && field.fixed) return [];
    const on = (side: SideName): string => spelled(field, mapping[side]?.shown[name]);
    const [left, right] = [on('left'), on('right')];
    const base = spelled(field, mapping.base?.left[name]);
    if (left === '' && right === '' && base === '') return [];
    return [
      {
        label: field.label,
        ...(left === '' ? {} : { left }),
        ...(right === '' ? {} : { right }),
        ...(base === '' ? {} : { base }),
        standing: standingOf(type, mapping, name),
      },
    ];
  });
}

function standingOf(type: ItemType, { left, right, base }: Mapping, name: string): WhyField['standing'] {
  const isSame = (one: FieldValue | undefined, other: FieldValue | undefined): boolean =>
    sameBase(type, one === undefined ? {} : { [name]: one }, other === undefined ? {} : { [name]: other });
  if (left === undefined || right === undefined) return 'oneSided';
  if (base === undefined) return isSame(left.shown[name], right.shown[name]) ? 'same' : 'differs';
  const changed = {
    left: !isSame(base.left[name], left.shown[name]),
    right: !isSame(base.right[name], right.shown[name]),
  };
  if (changed.left && changed.right) return 'changedBoth';
  if (changed.left) return 'changedLeft';
  if (changed.right) return 'changedRight';
  return isSame(left.shown[name], right.shown[name]) ? 'same' : 'differs';
}
