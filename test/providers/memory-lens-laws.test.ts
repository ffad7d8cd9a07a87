import type { List } from '@concord/core';
import { roomyCapabilities } from '@concord/provider-memory';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyEdit, itemOf, namedItem } from '../core/arbitrary-edits.ts';
import { listNames, textNames } from '../core/arbitrary-items.ts';
import { lawsOf } from '../core/law-cases.ts';
import { lawsOfLens } from '../core/lens-laws.ts';
import { memoryLens, tightCapabilities } from '../core/memory-lens.ts';
import { awkwardWords, plainWords } from '../core/vocabulary.ts';

const laws = lawsOf('providers/memory-lens-laws');
const edits = fc.array(fc.oneof(anyEdit(plainWords), anyEdit(awkwardWords)), { maxLength: 4 });
const items = fc.oneof(itemOf('person', plainWords), itemOf('person', awkwardWords), itemOf('company', awkwardWords));

describe.each([
  ['much room', roomyCapabilities],
  ['little room', tightCapabilities],
])('the memory book with %s', (_, capabilities) => {
  const lens = memoryLens(capabilities);
  const lensLaws = lawsOfLens(lens);

  it('reads back what was created', () => {
    laws.hold(
      fc.property(items, (item) => {
        expect(lensLaws.createsAll(item)).toBeUndefined();
      }),
      1_000,
    );
  });

  it('reads back what was written over anything', () => {
    laws.hold(
      fc.property(lens.natives, edits, (native, all) => {
        expect(lensLaws.writesAll(native, all)).toBeUndefined();
      }),
      1_000,
    );
  });

  it('writes nothing back that it read', () => {
    laws.hold(
      fc.property(lens.natives, (native) => {
        expect(lensLaws.sendsNothingBack(native, 0, false)).toBeUndefined();
      }),
      1_000,
    );
  });

  it('leaves alone what an edit is not about, takes away what is cleared, and shows only what it can hold', () => {
    const fields = fc.subarray([...textNames, ...listNames], { minLength: 1 });
    laws.hold(
      fc.property(lens.natives, edits, fields, (native, all, cleared) => {
        expect(lensLaws.doesNoHarm(native, all)).toBeUndefined();
        expect(lensLaws.clears(native, cleared)).toBeUndefined();
        expect(lensLaws.readsSoundly(native)).toBeUndefined();
      }),
      1_000,
    );
  });
});

describe('the memory book', () => {
  it('gives every entry a place where there is one, a handle, and one of them the flag', () => {
    const items = fc.oneof(namedItem(plainWords), namedItem(awkwardWords));
    laws.hold(
      fc.property(items, fc.constantFrom(roomyCapabilities, tightCapabilities), (item, capabilities) => {
        const lens = memoryLens(capabilities);
        const shown = lens.read(lens.saved(lens.empty, item)).item;
        for (const name of listNames) {
          const list = (shown[name] ?? []) as List;
          const capability = capabilities[name];
          if (capability?.shape !== 'list' || list.length === 0) continue;
          const { slots, primary } = capability;
          for (const [slot, max] of Object.entries(slots ?? {}))
            expect(list.filter((one) => one.slot === slot).length).toBeLessThanOrEqual(max);
          expect(list.filter(({ slot }) => slot === undefined).length).toBe(slots === undefined ? list.length : 0);
          expect(new Set(list.map(({ ref }) => ref)).size).toBe(list.length);
          expect(list.filter((one) => one.primary).length).toBe(primary ? 1 : 0);
          const wanted = (item[name] as List).find((one) => one.primary);
          if (primary && wanted) expect(list.find((one) => one.primary)?.key).toBe(wanted.key);
        }
      }),
      1_000,
    );
  });
});

laws.countUp();
