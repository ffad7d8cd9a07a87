import { isDeepStrictEqual } from 'node:util';
import type { Capabilities, Item } from '@concord/core';
import * as fc from 'fast-check';
import { keepItem } from '../../packages/providers/memory/src/contacts.ts';
import { roomyCapabilities } from '../../packages/providers/memory/src/profile.ts';
import { itemOf } from './arbitrary-edits.ts';
import type { Lens } from './lens.ts';
import { awkwardWords, plainWords } from './vocabulary.ts';

/** Like a mailbox: few slots, no primary. */
export const tightCapabilities: Capabilities = {
  ...roomyCapabilities,
  jobTitle: { shape: 'scalar', maxLength: 12 },
  emails: { shape: 'list', max: 3, primary: false },
  phones: { shape: 'list', max: 5, slots: { work: 2, home: 2, mobile: 1 }, primary: false },
  addresses: { shape: 'list', max: 3, slots: { work: 1, home: 1, other: 1 }, primary: false },
  sites: { shape: 'list', max: 1, slots: { work: 1 }, primary: false },
};

/** The book keeps items as they are, so a patch is the whole item. */
export function memoryLens(capabilities: Capabilities): Lens<Item, Item> {
  let handles = 0;
  const newHandle = (): string => `row${(handles += 1)}`;
  const keep = (item: Item, before: Item | undefined): Item => keepItem(item, before, capabilities, newHandle);
  return {
    name: 'memory',
    capabilities,
    empty: {},
    read: (item) => ({ item }),
    write: (known, item) => (known && isDeepStrictEqual(keep(item, known.item), known.item) ? undefined : item),
    saved: (before, item) => keep(item, before),
    natives: fc
      .oneof(itemOf('person', plainWords), itemOf('person', awkwardWords), itemOf('company', awkwardWords))
      .map((item) => keep(item, undefined)),
    harm: (before, after, known, target) => {
      const moved = Object.entries(known).filter(
        ([name, value]) => target[name] === value && after[name] !== before[name],
      );
      const lost = moved.find(([name]) => !isDeepStrictEqual(after[name], before[name]));
      return lost && `${lost[0]} is no longer ${JSON.stringify(lost[1])}`;
    },
  };
}
