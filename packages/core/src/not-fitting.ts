import type { Capabilities, Element, Item, ItemType } from './items.ts';
import { restrictList } from './restrict.ts';

export type NotFitting = {
  /** The field. */
  readonly name: string;
  readonly label: string;
  readonly value: Element | string;
  /** `notHeld`: the provider has no such detail. `tooMany`: it has, but no room is left. `tooLong`: it is cut. */
  readonly why: 'notHeld' | 'tooMany' | 'tooLong';
};

/** What a provider will not hold of an item: it stays where it is. */
export function notFitting(type: ItemType, item: Item, capabilities: Capabilities): readonly NotFitting[] {
  return Object.entries(type.fields).flatMap(([name, field]): NotFitting[] => {
    const { label } = field;
    const value = item[name];
    const capability = capabilities[name];
    if (value === undefined || value.length === 0 || (field.shape === 'scalar' && field.aside)) return [];
    if (typeof value === 'string') {
      if (capability?.shape !== 'scalar') return [{ name, label, value, why: 'notHeld' }];
      const tooLong = capability.maxLength !== undefined && value.length > capability.maxLength;
      return tooLong ? [{ name, label, value, why: 'tooLong' }] : [];
    }
    if (capability?.shape !== 'list') return value.map((element) => ({ name, label, value: element, why: 'notHeld' }));
    const kept = restrictList(value, capability);
    const left = value.filter((element) => !kept.some((other) => other.key === element.key));
    return left.map((element) => {
      const hasSlot =
        element.slot === undefined || capability.slots === undefined || (capability.slots[element.slot] ?? 0) > 0;
      return { name, label, value: element, why: hasSlot ? 'tooMany' : 'notHeld' };
    });
  });
}
