import type { Address, AddressPart, Card, Label } from '../card.ts';
import { addAddress } from '../card.ts';

/** `whole`: the address in one text, which only counts when its parts are not given. */
export type GroupPart = AddressPart | 'whole';

/** Gathers the parts of addresses that stand in separate columns; `key` says which belong together. */
export type AddressGroups = {
  readonly add: (key: string, label: Label, part: GroupPart, text: string) => void;
  readonly moveInto: (card: Card) => void;
};

export function createAddressGroups(): AddressGroups {
  const groups = new Map<string, { address: Address; whole?: string }>();
  return {
    add: (key, label, part, text) => {
      const group = groups.get(key) ?? { address: { label } };
      groups.set(key, group);
      if (part === 'whole') group.whole = text;
      else group.address[part] = group.address[part] === undefined ? text : `${group.address[part]}\n${text}`;
    },
    moveInto: (card) => {
      for (const { address, whole } of groups.values()) {
        const isEmpty = Object.keys(address).length === 1;
        addAddress(card, isEmpty && whole !== undefined ? { ...address, street: whole } : address);
      }
    },
  };
}
