import {
  answerAsked,
  commit,
  contactType,
  type Decision,
  type Done,
  decide,
  type FieldValue,
  type Item,
  type List,
  type Mapping,
  markerOf,
  otherSide,
  type Present,
  type SideName,
  type Situation,
} from '@concord/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { listNames, textNames } from './arbitrary-items.ts';
import { anyDraw, situationOf } from './arbitrary-situations.ts';
import { lawsOf, nothingBroke } from './law-cases.ts';
import { awkwardWords } from './vocabulary.ts';

const laws = lawsOf('core/commit-laws');
const sides = ['left', 'right'] as const;
/** Both sides there, most of them edited: what is committed is mostly merged. */
const draws = fc.oneof(anyDraw(), anyDraw(awkwardWords)).map((draw) => ({
  ...draw,
  left: { ...draw.left, known: 'there' as const, sight: 'new' as const, asked: 'after' as const, direct: true },
  right: { ...draw.right, asked: 'after' as const },
}));
/** How many of the writes were confirmed, and whether a provider drops what it likes. */
const fate = fc.record({ writes: fc.nat(2), drops: fc.boolean() });

type Committed = {
  readonly situation: Situation;
  readonly decision: Decision;
  readonly done: Done;
  readonly after: Mapping;
};

function committed(
  situation: Situation,
  { writes, drops }: { readonly writes: number; readonly drops: boolean },
): Committed {
  const decision = decide(situation);
  const done: { left?: Present | 'deleted'; right?: Present | 'deleted' } = {};
  for (const write of decision.writes.slice(0, writes))
    done[write.side] = write.kind === 'delete' ? 'deleted' : shown(write.side, drops ? lessOf(write.item) : write.item);
  return { situation, decision, done, after: commit(contactType, situation.mapping, decision, done, situation.now) };
}

const shown = (side: SideName, item: Item): Present => ({
  kind: 'present',
  id: `${side}-1`,
  version: 'w1',
  modifiedAt: 900,
  createdAt: 0,
  askedAt: 1_500,
  item,
});

const lessOf = ({ jobTitle: _, emails: __, ...item }: Item): Item => item;

describe('what is remembered of a decision', () => {
  it('is as agreed only what each side has held, never what a side has still to be given, and all entries that both hold', () => {
    laws.hold(
      fc.property(draws, fate, (draw, how) => {
        const result = committed(situationOf(draw), how);
        nothingBroke(dishonesty(result));
        nothingBroke(forgetfulness(result));
      }),
      4_000,
    );
  });

  it('is of each side what it was last confirmed to hold', () => {
    laws.hold(
      fc.property(draws, fate, (draw, how) => {
        const { situation, decision, done, after } = committed(situationOf(draw), how);
        for (const side of sides) {
          const written = done[side];
          const view = decision.views[side];
          const seen = view.status === 'present' ? view.side.shown : situation.mapping[side]?.shown;
          const item = written === 'deleted' ? situation.mapping[side]?.shown : (written?.item ?? seen);
          expect(after[side]?.shown).toEqual(item);
          const isGone =
            written === undefined ? view.status === 'gone' && after[side] !== undefined : written === 'deleted';
          expect(after[side]?.gone ?? false).toBe(
            isGone || (view.status !== 'present' && !written && situation.mapping[side]?.gone === true),
          );
          if (written && written !== 'deleted') expect(after[side]?.seenAt).toBe(situation.now);
        }
      }),
      3_000,
    );
  });

  it('begins a new life only with a new card, and has the state of the decision once all is done', () => {
    laws.hold(
      fc.property(fc.oneof(draws, anyDraw()), fate, (draw, how) => {
        const { situation, decision, done, after } = committed(situationOf(draw), how);
        const lives = decision.reborn ? 1 : 0;
        expect(markerOf(after)).toBe(`m1.${situation.mapping.generation + lives}`);
        expect(after.intent).toBeUndefined();
        if (decision.writes.every(({ side }) => done[side])) expect(after.state).toBe(decision.state);
        else if (!decision.writes.some(({ kind }) => kind === 'update'))
          expect(after.state).toBe(situation.mapping.state);
      }),
      2_000,
    );
  });

  it('catches up with what both sides show by now, though nothing is new', () => {
    laws.hold(
      fc.property(draws, (draw) => {
        const situation = situationOf({ ...draw, state: 'linked', hasBase: true, hasIntent: false, room: 'much' });
        const { left, right, base } = situation.mapping;
        if (!left || !right || !base || right.gone) return;
        const shownNow = { ...left.shown, middleName: 'By now' };
        const mapping = {
          ...situation.mapping,
          left: { ...left, shown: shownNow },
          right: { ...right, shown: shownNow },
        };
        const behind: Situation = { ...situation, mapping, sights: {}, match: { kind: 'none' } };
        const { decision, after } = committed(behind, { writes: 0, drops: false });
        expect([decision.kind, decision.writes]).toEqual(['settle', []]);
        expect(after.base).toEqual({ left: shownNow, right: shownNow });
        expect(decide({ ...behind, mapping: after }).kind).toBe('leave');
      }),
      1_000,
    );
  });

  it('asks about a text that both changed until somebody answers, and then never again', () => {
    let asked = 0;
    laws.hold(
      fc.property(draws, fc.constantFrom(...textNames), fc.constantFrom(...sides), (draw, field, winner) => {
        const situation = situationOf({
          ...draw,
          ours: [...draw.ours, { does: 'says', field, text: 'Ada' }],
          theirs: [...draw.theirs, { does: 'says', field, text: 'Bo' }],
          policy: { ...draw.policy, conflicts: 'ask' },
        });
        const { decision, after } = committed(situation, { writes: 2, drops: false });
        const conflicts = decision.merge?.fields.filter(({ conflict }) => conflict?.winner === 'ask') ?? [];
        expect(after.asked ?? []).toEqual(decision.merge ? conflicts.map(({ name }) => name) : (after.asked ?? []));
        if (conflicts.length === 0 || after.base === undefined) return;
        asked += 1;
        const answered = decide({
          ...situation,
          mapping: answerAsked(after, winner),
          sights: {},
          match: { kind: 'none' },
        });
        for (const { name } of conflicts) {
          // Clio cannot take a company off a card.
          if (name === 'company') continue;
          const given = answered.writes.find(({ side }) => side === otherSide(winner));
          const item = given && 'item' in given ? given.item : after[otherSide(winner)]?.shown;
          expect(tidied(item?.[name])).toBe(tidied(after[winner]?.shown[name]));
        }
        expect(answered.reasons.map(({ code }) => code)).not.toContain('conflict');
      }),
      3_000,
    );
    laws.cameUp(asked, 100);
  });
});

laws.countUp();

function dishonesty({ situation, decision, done, after }: Committed): string | undefined {
  if (after.base === undefined || decision.merge === undefined) return undefined;
  for (const side of sides) {
    const view = decision.views[side];
    const seen = view.status === 'present' ? view.side.shown : undefined;
    const held = [situation.mapping.base?.[side], situation.mapping[side]?.shown, seen, after[side]?.shown];
    for (const name of textNames) {
      const agreed = after.base[side][name];
      if (agreed !== undefined && !held.some((item) => item?.[name] === agreed))
        return `${side} never held ${JSON.stringify(agreed)} as ${name}`;
    }
    for (const name of listNames) {
      const known = new Set(held.flatMap((item) => keysOf(item?.[name])));
      const stray = keysOf(after.base[side][name]).find((key) => !known.has(key));
      if (stray !== undefined) return `${side} never held ${stray} among ${name}`;
    }
  }
  return tooEarly({ situation, decision, done, after });
}

/** Else a removal of such an entry would look like an addition on the side that still has it. */
function forgetfulness({ decision, done, after }: Committed): string | undefined {
  if (!after.base || !after.left || !after.right || !decision.merge) return undefined;
  for (const { name, writes } of decision.merge.fields) {
    if (sides.every((side) => !writes[side] || done[side])) continue;
    const known = new Set(keysOf(after.base.left[name]));
    const theirs = new Set(elementsOf(after.right.shown[name]).map(({ key, slot }) => `${slot} ${key}`));
    for (const { key, slot } of elementsOf(after.left.shown[name]))
      if (theirs.has(`${slot} ${key}`) && !known.has(key))
        return `both hold ${key} among ${name}, and nobody remembers`;
  }
  return undefined;
}

const elementsOf = (value: FieldValue | undefined): List => (typeof value === 'object' ? value : []);

/** A text that a side has still to be given is not agreed, and an element neither. */
function tooEarly({ situation, decision, done, after }: Committed): string | undefined {
  for (const { name, writes, targets } of decision.merge?.fields ?? []) {
    for (const side of sides) {
      if (!writes[side] || done[side] !== undefined) continue;
      const other = otherSide(side);
      const before = situation.mapping.base;
      if (typeof targets[side] === 'string' && after.base?.[other][name] !== before?.[other][name])
        return `${name} is taken for agreed before ${side} has it`;
      const here = new Set([...keysOf(before?.[other][name]), ...keysOf(after[side]?.shown[name])]);
      const early = keysOf(after.base?.[other][name]).find((key) => !here.has(key));
      if (early !== undefined) return `${early} is taken for agreed before ${side} has it`;
    }
  }
  return undefined;
}

const keysOf = (value: FieldValue | undefined): readonly string[] =>
  typeof value === 'object' ? value.map(({ key }) => key) : [];
const tidied = (value: FieldValue | undefined): string =>
  typeof value === 'string' ? value.normalize('NFC').trim() : '';
