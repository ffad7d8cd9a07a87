import {
  type Base,
  type Capabilities,
  contactPolicy,
  contactType,
  type FieldValue,
  type Item,
  type List,
  mergeItems,
  notFitting,
  type Policy,
  restrict,
  sameBase,
} from '@concord/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { edited, itemAndTwoEdits } from './arbitrary-edits.ts';
import { anyCapabilities, anyItem, itemAndEdit, listNames, replaced, soundItem, textNames } from './arbitrary-items.ts';
import { lawsOf } from './law-cases.ts';
import { clioLike, outlookLike } from './simulated-sides.ts';
import { plainWords } from './vocabulary.ts';

const laws = lawsOf('core/merge-laws');

const roomy: Capabilities = Object.fromEntries(
  Object.entries(clioLike).map(([name, held]) => [name, { ...held, clearable: undefined, ...roomOf(held) }]),
) as Capabilities;
function roomOf(held: Capabilities[string]): object {
  return held.shape === 'list' ? { max: 100, slots: { work: 99, home: 99, mobile: 99, other: 99 } } : {};
}
const both = { left: roomy, right: roomy };
const real = { left: clioLike, right: outlookLike };
const anyBoth = fc.record({ left: anyCapabilities, right: anyCapabilities });
const policies = (['left', 'right', 'ask'] as const).map((conflicts): Policy => ({ ...contactPolicy, conflicts }));
const anyPolicy = fc.constantFrom(...policies);
/** Where a side wins: whom to ask is a question of texts only, in lists the left wins then too. */
const anyWinner = fc.constantFrom(...policies.filter(({ conflicts }) => conflicts !== 'ask'));

const mirrored = (policy: Policy): Policy => ({
  conflicts: policy.conflicts === 'ask' ? 'ask' : policy.conflicts === 'left' ? 'right' : 'left',
  deletes: { left: policy.deletes.right, right: policy.deletes.left },
});

/** A base as `commit` leaves it: both halves the same but for what a side cannot hold. */
const stepOf = (item: Item, capabilities: typeof both): Base => ({
  left: restrict(item, capabilities.left),
  right: restrict(item, capabilities.right),
});

const asSet = (value: FieldValue | undefined): readonly string[] =>
  typeof value === 'object' ? value.map(({ key, slot }) => `${slot ?? ''}:${key}`).sort() : [value ?? ''];
const keysOf = (value: FieldValue | undefined): readonly string[] =>
  typeof value === 'object' ? value.map(({ key }) => key) : [];
const asSets = (item: Item): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(Object.entries(item).map(([name, value]) => [name, asSet(value)]));
const shuffled = (item: Item, by: number): Item =>
  Object.fromEntries(
    Object.entries(item).map(([name, value]) => [name, typeof value === 'object' ? rotated(value, by) : value]),
  );
const rotated = (list: List, by: number): List => [...list.slice(by % list.length), ...list.slice(0, by % list.length)];

describe('a merge', () => {
  it('of two sides that are as they were writes nothing', () => {
    laws.hold(
      fc.property(anyItem, anyBoth, anyPolicy, (item, capabilities, policy) => {
        const base = stepOf(item, capabilities);
        const merge = mergeItems(contactType, base, base.left, base.right, policy, capabilities);
        expect(merge.writes).toEqual({ left: false, right: false });
        expect(merge.fields).toEqual([]);
      }),
      4_000,
    );
  });

  it('is at rest once its targets are there and remembered, whatever the sides can hold', () => {
    laws.hold(
      fc.property(anyItem, anyItem, anyBoth, anyPolicy, (left, right, capabilities, policy) => {
        const first = mergeItems(contactType, undefined, left, right, policy, capabilities);
        const held = {
          left: first.writes.left ? first.targets.left : left,
          right: first.writes.right ? first.targets.right : right,
        };
        const again = mergeItems(contactType, held, held.left, held.right, policy, capabilities);
        expect(again.writes).toEqual({ left: false, right: false });
      }),
      4_000,
    );
  });

  it('proposes to a side only what that side can hold', () => {
    laws.hold(
      fc.property(itemAndEdit, soundItem, anyPolicy, ([item, left], right, policy) => {
        const base = stepOf(item, real);
        const merge = mergeItems(contactType, base, left, restrict(right, outlookLike), policy, real);
        if (!merge.writes.right) return;
        const written = merge.fields.filter(({ writes }) => writes.right).map(({ name }) => name);
        const target = Object.fromEntries(written.map((name) => [name, merge.targets.right[name]]));
        expect(notFitting(contactType, target, outlookLike)).toEqual([]);
      }),
      4_000,
    );
  });

  it('mirrors when the sides, the policy and the abilities are mirrored', () => {
    laws.hold(
      fc.property(itemAndEdit, itemAndEdit, anyWinner, fc.boolean(), ([item, left], [, other], policy, linked) => {
        const right = inSlots(replaced(item, other, ['phones', 'jobTitle', 'emails']));
        const base = linked ? stepOf(inSlots(item), both) : undefined;
        const one = mergeItems(contactType, base, inSlots(left), right, policy, both);
        const back = base && { left: base.right, right: base.left };
        const two = mergeItems(contactType, back, right, inSlots(left), mirrored(policy), both);
        expect({ left: asSets(two.targets.right), right: asSets(two.targets.left), writes: two.writes }).toEqual({
          left: asSets(one.targets.left),
          right: asSets(one.targets.right),
          writes: { left: one.writes.right, right: one.writes.left },
        });
      }),
      6_000,
    );
  });

  it('does not depend on the order of lists', () => {
    laws.hold(
      fc.property(itemAndEdit, soundItem, fc.nat(3), anyPolicy, ([item, left], other, by, policy) => {
        const right = replaced(item, other, ['phones', 'sites']);
        const base = stepOf(item, both);
        const one = mergeItems(contactType, base, left, right, policy, both);
        const two = mergeItems(contactType, base, shuffled(left, by), shuffled(right, by + 1), policy, both);
        expect(asSets(two.targets.left)).toEqual(asSets(one.targets.left));
        expect(asSets(two.targets.right)).toEqual(asSets(one.targets.right));
        expect(two.writes).toEqual(one.writes);
      }),
      6_000,
    );
  });

  it('keeps edits of different fields, each on both sides', () => {
    const fields = [...textNames, ...listNames];
    const twoFields = fc.tuple(fc.nat(fields.length - 1), fc.integer({ min: 1, max: fields.length - 1 }));
    laws.hold(
      fc.property(soundItem, soundItem, twoFields, anyPolicy, (item, other, [index, further], policy) => {
        const ours = fields[index] ?? 'prefix';
        const theirs = fields[(index + further) % fields.length] ?? 'prefix';
        const base = stepOf(item, both);
        const left = replaced(base.left, restrict(other, roomy), [ours]);
        const right = replaced(base.right, restrict(other, roomy), [theirs]);
        const { targets, fields: merged } = mergeItems(contactType, base, left, right, policy, both);
        for (const side of ['left', 'right'] as const) {
          expect(sameBase(contactType, { [ours]: targets[side][ours] }, { [ours]: left[ours] })).toBe(true);
          expect(sameBase(contactType, { [theirs]: targets[side][theirs] }, { [theirs]: right[theirs] })).toBe(true);
        }
        expect(merged.some(({ conflict }) => conflict)).toBe(false);
      }),
      6_000,
    );
  });

  it('drops no value that is not taken away, written over or reported', () => {
    laws.hold(
      fc.property(itemAndEdit, itemAndEdit, anyPolicy, fc.boolean(), ([item, left], [, other], policy, linked) => {
        const right = replaced(item, other, ['emails', 'sites', 'prefix']);
        const base = linked ? stepOf(item, both) : undefined;
        const { targets, fields } = mergeItems(contactType, base, left, right, policy, both);
        for (const name of listNames) {
          const reported = fields.some((field) => field.name === name && field.conflict);
          const before = base ? keysOf(base.left[name]) : [];
          const added = [...keysOf(left[name]), ...keysOf(right[name])].filter((key) => !before.includes(key));
          const kept = [...keysOf(targets.left[name]), ...keysOf(targets.right[name])];
          if (!reported) expect(added.filter((key) => !kept.includes(key))).toEqual([]);
        }
        for (const name of textNames) {
          const reported = fields.some((field) => field.name === name && field.conflict);
          const was = base?.left[name];
          const set = [left[name], right[name]].filter((value) => value !== undefined && tidied(value) !== tidied(was));
          const kept = [targets.left[name], targets.right[name]];
          if (!reported) expect(set.filter((value) => !kept.some((one) => tidied(one) === tidied(value)))).toEqual([]);
        }
      }),
      6_000,
    );
  });

  it('carries a removal, and an entry that nobody removed stays', () => {
    laws.hold(
      fc.property(soundItem, fc.constantFrom(...listNames), fc.nat(3), fc.boolean(), (item, name, at, onLeft) => {
        const list = (item[name] ?? []) as List;
        if (list.length === 0) return;
        const gone = list[at % list.length];
        const base = stepOf(item, both);
        const less = { ...item, [name]: list.filter((element) => element !== gone) };
        const { targets } = onLeft
          ? mergeItems(contactType, base, restrict(less, roomy), base.right, policies[0] ?? contactPolicy, both)
          : mergeItems(contactType, base, base.left, restrict(less, roomy), policies[0] ?? contactPolicy, both);
        const kept = keysOf(less[name]).toSorted();
        for (const side of ['left', 'right'] as const) expect([...keysOf(targets[side][name])].sort()).toEqual(kept);
      }),
      4_000,
    );
  });

  it('lets the policy say who wins an entry that both corrected, and reports the other', () => {
    laws.hold(
      fc.property(soundItem, fc.constantFrom(...listNames), fc.nat(3), anyPolicy, (item, name, at, policy) => {
        const list = (item[name] ?? []) as List;
        if (list.length === 0) return;
        const base = stepOf(item, both);
        const corrected = (value: string): Item => ({
          ...base.left,
          [name]: (base.left[name] as List).map((one, index) =>
            index === at % list.length ? { ...one, key: value, value } : one,
          ),
        });
        const [ours, theirs] = [corrected('ours'), corrected('theirs')];
        const { targets, fields } = mergeItems(contactType, base, ours, theirs, policy, both);
        const wins = policy.conflicts === 'right' ? 'theirs' : 'ours';
        for (const side of ['left', 'right'] as const) {
          expect(keysOf(targets[side][name])).toContain(wins);
          expect(keysOf(targets[side][name])).toHaveLength(list.length);
        }
        expect(fields.find((field) => field.name === name)?.conflict?.winner).toBe(
          policy.conflicts === 'right' ? 'right' : 'left',
        );
      }),
      3_000,
    );
  });

  it('without a base fills the blanks, and takes what was only cut to fit for the same', () => {
    const short = { jobTitle: { shape: 'scalar', maxLength: 3 } } as const;
    const room = { left: roomy, right: { ...roomy, ...short } };
    laws.hold(
      fc.property(soundItem, fc.subarray([...textNames]), anyPolicy, (item, blank, policy) => {
        const long: Item = { ...item, jobTitle: 'Notary public' };
        const right = replaced(restrict(long, room.right), { kind: 'person' }, blank);
        for (const [ours, theirs, abilities] of [
          [long, right, room],
          [right, long, { left: room.right, right: room.left }],
        ] as const) {
          const { fields, targets } = mergeItems(contactType, undefined, ours, theirs, policy, abilities);
          expect(fields.filter(({ conflict, name }) => conflict && name in long && !isList(name))).toEqual([]);
          const full = abilities === room ? targets.left : targets.right;
          for (const name of textNames) expect(tidied(full[name])).toBe(tidied(long[name]));
          for (const side of ['left', 'right'] as const)
            expect(Object.values(targets[side]).filter((value) => value?.length === 0)).toEqual([]);
        }
      }),
      4_000,
    );
  });

  it('clears a text that one side cleared, but none that a side cannot clear, and leaves no blanks behind', () => {
    laws.hold(
      fc.property(soundItem, fc.subarray([...textNames], { minLength: 1 }), anyPolicy, (item, cleared, policy) => {
        const base = stepOf(item, real);
        const right = replaced(base.right, { kind: 'person' }, cleared);
        const { targets, writes } = mergeItems(contactType, base, base.left, right, policy, real);
        for (const name of cleared) expect(targets.left[name]).toBe(name === 'company' ? base.left.company : undefined);
        expect(Object.values(targets.left).filter((value) => value?.length === 0)).toEqual([]);
        if (cleared.every((name) => name === 'company')) expect(writes.left).toBe(false);
      }),
      2_000,
    );
  });

  it('invents no value', () => {
    laws.hold(
      fc.property(anyItem, anyItem, anyItem, anyBoth, anyPolicy, (item, left, right, capabilities, policy) => {
        const { targets } = mergeItems(contactType, stepOf(item, capabilities), left, right, policy, capabilities);
        for (const name of listNames) {
          const known = new Set([...keysOf(left[name]), ...keysOf(right[name])]);
          for (const side of ['left', 'right'] as const)
            expect(keysOf(targets[side][name]).filter((key) => !known.has(key))).toEqual([]);
        }
      }),
      5_000,
    );
  });

  it('doubles nothing, whatever both sides did to the same list', () => {
    laws.hold(
      fc.property(itemAndTwoEdits(plainWords), anyPolicy, fc.boolean(), ({ item, ours, theirs }, policy, linked) => {
        const start = numbered(item);
        const [left, right] = [edited(start, ours), edited(start, theirs)];
        const { targets } = mergeItems(
          contactType,
          linked ? stepOf(start, both) : undefined,
          left,
          right,
          policy,
          both,
        );
        for (const side of ['left', 'right'] as const)
          for (const name of listNames) {
            const keys = keysOf(targets[side][name]);
            expect([name, ...keys]).toEqual([name, ...new Set(keys)]);
          }
      }),
      5_000,
    );
  });

  it('keeps row, place and flag of an entry that the other side corrected', () => {
    laws.hold(
      fc.property(
        itemAndTwoEdits(plainWords),
        fc.constantFrom('emails', 'sites', 'messengers'),
        fc.nat(3),
        anyPolicy,
        ({ item }, name, at, policy) => {
          const left = numbered(inSlots(item));
          const list = (left[name] ?? []) as List;
          const [element] = list.slice(at % Math.max(list.length, 1));
          if (element === undefined) return;
          const room = { left: roomy, right: outlookLike };
          const base = stepOf(left, room);
          const theirs = (base.right[name] ?? []) as List;
          if (!theirs.some(({ key }) => key === element.key)) return;
          const corrected = theirs.map((one) => (one.key === element.key ? { key: 'new', value: 'new' } : one));
          const { targets } = mergeItems(
            contactType,
            base,
            base.left,
            { ...base.right, [name]: corrected },
            policy,
            room,
          );
          const after = ((targets.left[name] ?? []) as List).find(({ ref }) => ref === element.ref);
          if (list.length === 1) expect(after).toEqual({ ...(base.left[name] as List)[0], key: 'new', value: 'new' });
        },
      ),
      3_000,
    );
  });

  it('leaves each side its own flags', () => {
    laws.hold(
      fc.property(itemAndTwoEdits(plainWords), fc.nat(3), anyPolicy, ({ item, ours }, at, policy) => {
        const start = numbered(item);
        const left = edited(start, [...ours, { does: 'flags', list: 'emails', at }]);
        const right = edited(start, [
          { does: 'flags', list: 'emails', at: at + 1 },
          { does: 'adds', list: 'emails', element: { key: 'new', value: 'new' }, slot: 'work' },
        ]);
        const { targets } = mergeItems(contactType, stepOf(start, both), left, right, policy, both);
        const flagOf = (side: Item, ref: string | undefined): boolean | undefined =>
          ((side.emails ?? []) as List).find((one) => one.ref === ref)?.primary;
        for (const { ref } of (targets.left.emails ?? []) as List)
          if (flagOf(left, ref) !== undefined) expect(flagOf(targets.left, ref)).toBe(flagOf(left, ref));
      }),
      1_000,
    );
  });

  it('never lets Outlook move Clio’s primary', () => {
    laws.hold(
      fc.property(soundItem, soundItem, anyPolicy, (item, other, policy) => {
        const base = stepOf(item, real);
        const right = replaced(base.right, restrict(other, outlookLike), ['phones', 'emails']);
        const { targets } = mergeItems(contactType, base, base.left, right, policy, real);
        for (const name of ['phones', 'emails'] as const) {
          const before = (base.left[name] as List | undefined)?.find(({ primary }) => primary);
          const after = (targets.left[name] as List | undefined)?.filter(({ primary }) => primary) ?? [];
          expect(after.length).toBeLessThanOrEqual(before === undefined ? 0 : 1);
          if (before?.ref !== undefined && after[0]?.ref !== undefined) expect(after[0].ref).toBe(before.ref);
        }
      }),
      6_000,
    );
  });
});

/** Every element somewhere, as on two sides that both have such a notion. */
const inSlots = (item: Item): Item =>
  Object.fromEntries(
    Object.entries(item).map(([name, value]) => [
      name,
      typeof value === 'object' ? value.map((element) => ({ ...element, slot: element.slot ?? 'work' })) : value,
    ]),
  );

/** Every entry in a row of its own, as in Clio. */
const numbered = (item: Item): Item =>
  Object.fromEntries(
    Object.entries(item).map(([name, value]) => [
      name,
      typeof value === 'object' ? value.map((element, index) => ({ ...element, ref: `row${index}` })) : value,
    ]),
  );

const isList = (name: string): boolean => (listNames as readonly string[]).includes(name);

const tidied = (value: unknown): string =>
  String(value ?? '')
    .normalize('NFC')
    .trim();

describe('what a side can hold', () => {
  it('is found in one step', () => {
    laws.hold(
      fc.property(anyItem, anyCapabilities, (item, capabilities) => {
        const once = restrict(item, capabilities);
        expect(restrict(once, capabilities)).toEqual(once);
      }),
      4_000,
    );
  });

  it('keeps the primary, then the oldest, and what is left out is told', () => {
    laws.hold(
      fc.property(soundItem, anyCapabilities, (item, capabilities) => {
        const held = restrict(item, capabilities);
        const out = notFitting(contactType, item, capabilities);
        for (const name of listNames) {
          const capability = capabilities[name];
          const list = (item[name] ?? []) as List;
          const kept = new Set(keysOf(held[name]));
          if (capability?.shape !== 'list') continue;
          const primary = list.find((element) => element.primary);
          const fits =
            capability.max > 0 &&
            (primary?.slot === undefined ||
              capability.slots === undefined ||
              (capability.slots[primary.slot] ?? 0) > 0);
          if (primary && fits) expect(kept.has(primary.key)).toBe(true);
          for (const [index, element] of list.entries()) {
            const older = list.slice(0, index).filter((one) => !one.primary && one.slot === element.slot);
            if (kept.has(element.key) && !element.primary)
              expect(older.filter(({ key }) => !kept.has(key))).toEqual([]);
          }
          const label = contactType.fields[name]?.label;
          expect(out.filter((one) => one.label === label)).toHaveLength(list.length - kept.size);
        }
      }),
      4_000,
    );
  });
});

laws.countUp();
