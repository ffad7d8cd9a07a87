import { contactPolicy, type Item, type Policy, restrict, type SideName, sentenceOf } from '@concord/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { listNames, replaced, soundItem, type TextName, textNames } from './arbitrary-items.ts';
import { lawsOf } from './law-cases.ts';
import { clioLike, createWorld, outlookLike, type World } from './simulated-sides.ts';

const laws = lawsOf('core/decide-laws');

type Act =
  | { readonly kind: 'edit'; readonly side: SideName; readonly fields: readonly string[]; readonly to: Item }
  | { readonly kind: 'settle' }
  | { readonly kind: 'crash'; readonly remembered: boolean };

const edit: fc.Arbitrary<Act> = fc.record({
  kind: fc.constant('edit' as const),
  side: fc.constantFrom<SideName>('left', 'right'),
  fields: fc.subarray([...textNames.filter((name) => name !== 'company'), ...listNames], {
    minLength: 1,
    maxLength: 3,
  }),
  to: soundItem,
});
const acts = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: edit },
    { weight: 2, arbitrary: fc.constant<Act>({ kind: 'settle' }) },
    { weight: 2, arbitrary: fc.boolean().map((remembered): Act => ({ kind: 'crash', remembered })) },
  ),
  { maxLength: 6 },
);

/** Always somebody to be called by, so that the name is never what keeps them apart. */
const named = (item: Item): Item => restrict(inSlots({ ...item, lastName: 'Berg' }), clioLike);

/** Clio has a slot for everything, and Outlook for what has fixed places. */
const inSlots = (item: Item): Item =>
  Object.fromEntries(
    Object.entries(item).map(([name, value]) => [
      name,
      typeof value === 'object' ? value.map((element) => ({ ...element, slot: element.slot ?? 'work' })) : value,
    ]),
  );

function act(world: World, one: Act): void {
  if (one.kind === 'settle') world.settle();
  else if (one.kind === 'crash') world.crash(one.remembered);
  else {
    const now = world.items[one.side];
    if (now === undefined) return;
    const abilities = one.side === 'left' ? clioLike : outlookLike;
    world.edit(one.side, restrict(named(replaced(now, one.to, one.fields)), abilities));
  }
}

/** Providers that trim, reformat, reorder, and silently drop. */
const habits = {
  none: undefined,
  drops: (_: SideName, item: Item): Item => {
    const { birthday: _birthday, sites: _sites, ...rest } = item;
    return rest;
  },
  reformats: (side: SideName, item: Item): Item =>
    Object.fromEntries(
      Object.entries(item).map(([name, value]) => [
        name,
        typeof value === 'object'
          ? [...value]
              .reverse()
              .map((one) => ({ ...one, value: typeof one.value === 'string' ? `${one.value} ` : one.value }))
          : side === 'right'
            ? ` ${value} `
            : value,
      ]),
    ),
} as const;
const anyHabit = fc.constantFrom(...Object.values(habits));
const anyPolicy = fc
  .constantFrom<Policy['conflicts']>('left', 'right', 'ask')
  .map((conflicts): Policy => ({ ...contactPolicy, conflicts }));

describe('deciding, and doing what was decided', () => {
  it('leaves nothing to be done, whatever people, crashes and the habits of providers do', () => {
    laws.hold(
      fc.property(soundItem, acts, anyHabit, anyPolicy, (item, all, save, policy) => {
        const world = createWorld(named(item), undefined, { policy, ...(save ? { save } : {}) });
        for (const one of all) act(world, one);
        world.settle();
        const after = world.settle();
        expect(after.map(({ kind, writes }) => [kind, writes])).toEqual([['leave', []]]);
      }),
      6_000,
    );
  });

  it('brings both sides to say the same, within what they can hold', () => {
    laws.hold(
      fc.property(soundItem, acts, fc.constantFrom<Policy['conflicts']>('left', 'right'), (item, all, conflicts) => {
        const world = createWorld(named(item), undefined, { policy: { ...contactPolicy, conflicts } });
        for (const one of all) act(world, one);
        world.settle();
        const { left = {}, right = {} } = world.items;
        for (const name of textNames.filter((one) => one !== 'company'))
          expect(tidied(right[name])).toBe(tidied(left[name]));
        const held = restrict(left, outlookLike);
        for (const name of listNames) {
          const keys = keysOf(left, name);
          expect(keysOf(right, name).filter((key) => !keys.includes(key))).toEqual([]);
          expect(keysOf(right, name).length).toBe(keysOf(held, name).length);
        }
      }),
      6_000,
    );
  });

  it('loses no value: each survives, was replaced later, was taken away later, or is reported', () => {
    laws.hold(
      fc.property(soundItem, acts, anyPolicy, (item, all, policy) => {
        const world = createWorld(named(item), undefined, { policy });
        const reported = new Set<string>();
        const noteConflicts = (decisions: ReturnType<World['settle']>): void => {
          for (const { merge } of decisions)
            for (const { name, conflict } of merge?.fields ?? []) if (conflict) reported.add(name);
        };
        world.settle();
        const edits: { readonly name: TextName; readonly value: string; readonly isNew: boolean }[] = [];
        const known = new Set(textNames.flatMap((name) => [`${name} `, `${name} ${tidied(item[name])}`]));
        for (const one of all) {
          if (one.kind === 'settle') noteConflicts(world.settle());
          else if (one.kind === 'crash') noteConflicts([world.crash(one.remembered)]);
          else {
            const before = world.items[one.side];
            act(world, one);
            const after = world.items[one.side];
            // What was there before and comes back cannot be told from what was never touched.
            for (const name of textNames) {
              const value = tidied(after?.[name]);
              const isNew = !known.has(`${name} ${value}`);
              known.add(`${name} ${value}`);
              if (value !== tidied(before?.[name])) edits.push({ name, value, isNew });
            }
          }
        }
        noteConflicts(world.settle());
        for (const [index, { name, value, isNew }] of edits.entries()) {
          const later = edits.slice(index + 1).some((other) => other.name === name);
          const there = (['left', 'right'] as const).some((side) => tidied(world.items[side]?.[name]) === value);
          if (isNew && !later && !reported.has(name))
            expect({ name, value, there }).toEqual({ name, value, there: true });
        }
      }),
      6_000,
    );
  });

  it('loses no entry of a list that nobody took away, and doubles none', () => {
    laws.hold(
      fc.property(soundItem, acts, anyPolicy, (item, all, policy) => {
        const world = createWorld(named(item), undefined, { policy });
        const reported = new Set<string>();
        const noteConflicts = (decisions: ReturnType<World['settle']>): void => {
          for (const { merge } of decisions)
            for (const { name, conflict } of merge?.fields ?? []) if (conflict) reported.add(name);
        };
        world.settle();
        const taken = new Set<string>();
        const given = new Set(
          listNames.flatMap((name) => keysOf(world.items.left ?? {}, name).map((key) => `${name} ${key}`)),
        );
        for (const one of all) {
          if (one.kind === 'settle') noteConflicts(world.settle());
          else if (one.kind === 'crash') {
            noteConflicts([world.crash(one.remembered)]);
            // Nothing remembers what a lost write of a list was, so it must be looked at before anybody edits on.
            if (!one.remembered) noteConflicts(world.settle());
          }
          if (one.kind === 'edit') {
            const before = world.items[one.side] ?? {};
            act(world, one);
            const after = world.items[one.side] ?? {};
            for (const name of listNames) {
              for (const key of keysOf(after, name)) given.add(`${name} ${key}`);
              for (const key of keysOf(before, name))
                if (!keysOf(after, name).includes(key)) taken.add(`${name} ${key}`);
            }
          }
        }
        noteConflicts(world.settle());
        for (const name of listNames) {
          const there = keysOf(world.items.left ?? {}, name);
          const kept = [...given].filter((one) => one.startsWith(`${name} `) && !taken.has(one));
          if (!reported.has(name))
            expect(kept.filter((one) => !there.includes(one.slice(name.length + 1)))).toEqual([]);
          const list = world.items.left?.[name];
          const said = typeof list === 'object' ? list.map(({ key, slot }) => `${slot} ${key}`) : [];
          expect(new Set(said).size).toBe(said.length);
        }
      }),
      6_000,
    );
  });

  it('remembers as agreed only what each side has held', () => {
    laws.hold(
      fc.property(soundItem, acts, anyHabit, anyPolicy, (item, all, save, policy) => {
        const world = createWorld(named(item), undefined, { policy, ...(save ? { save } : {}) });
        const held = { left: new Set<string>(), right: new Set<string>() };
        const look = (): void => {
          for (const side of ['left', 'right'] as const)
            for (const said of sayings(world.items[side])) held[side].add(said);
        };
        look();
        for (const one of [...all, { kind: 'settle' } as const]) {
          const watched = one.kind === 'settle' ? watchSettle(world, look) : act(world, one);
          look();
          expect(watched).toBeUndefined();
          for (const side of ['left', 'right'] as const)
            expect(sayings(world.mapping.base?.[side]).filter((said) => !held[side].has(said))).toEqual([]);
        }
      }),
      6_000,
    );
  });

  it('gives each reason a sentence without blanks to fill in', () => {
    laws.hold(
      fc.property(soundItem, acts, anyPolicy, (item, all, policy) => {
        const world = createWorld(named(item), undefined, { policy });
        for (const one of all) act(world, one);
        for (const { reasons, rule } of world.settle()) {
          expect(rule).not.toBe('');
          expect(reasons.length).toBeGreaterThan(0);
          for (const reason of reasons)
            expect(sentenceOf(reason, { left: 'Clio', right: 'Outlook' })).toMatch(/^[A-Z][^{}]+\.$/u);
        }
      }),
      3_000,
    );
  });
});

/** Settles in single steps, so that what was only there in between is seen too. */
function watchSettle(world: World, look: () => void): void {
  for (let round = 0; round < 10; round += 1) {
    const { kind } = world.crash(true);
    look();
    if (kind === 'leave') return;
  }
}

const tidied = (value: unknown): string =>
  String(value ?? '')
    .normalize('NFC')
    .trim();
const keysOf = (item: Item, name: string): readonly string[] => {
  const value = item[name];
  return typeof value === 'object' ? value.map(({ key }) => key) : [];
};
const sayings = (item: Item | undefined): readonly string[] =>
  Object.entries(item ?? {}).flatMap(([name, value]) =>
    typeof value === 'object' ? value.map(({ key }) => `${name} ${key}`) : [`${name} ${tidied(value)}`],
  );

laws.countUp();
