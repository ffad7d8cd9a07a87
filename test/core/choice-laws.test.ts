import {
  commit,
  contactType,
  decide,
  isThere,
  otherSide,
  restsByChoice,
  type SideName,
  type Sight,
  type Situation,
} from '@concord/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyDraw, mirrorable, situationOf } from './arbitrary-situations.ts';
import { gistOf, mirroredSituation } from './mirror.ts';

const sides = ['left', 'right'] as const;
const runs = { numRuns: 4_000 };

type Chosen = { readonly side: SideName; readonly known: boolean; readonly seen: boolean; readonly takesNew: boolean };

const anyChoice: fc.Arbitrary<Chosen> = fc.record({
  side: fc.constantFrom(...sides),
  known: fc.boolean(),
  seen: fc.boolean(),
  takesNew: fc.boolean(),
});

/** The same under a choice: known outside it, seen outside it, both, or neither. */
function underChoice(situation: Situation, { side, known, seen, takesNew }: Chosen): Situation {
  const { mapping, sights, policy } = situation;
  const before = mapping[side];
  const sight = sights[side];
  return {
    ...situation,
    policy: { ...policy, choice: { side, group: { id: 'g1', name: 'Friends', takesNew } } },
    mapping: {
      ...mapping,
      ...(before && known ? { [side]: { ...before, outside: true } } : {}),
      ...(known && mapping.state === 'linked' ? { state: 'outOfScope' } : {}),
    },
    sights: { ...sights, ...(sight && seen ? { [side]: outsideOf(sight) } : {}) },
  };
}

const outsideOf = (sight: Sight): Sight =>
  sight.observation.kind === 'present'
    ? {
        ...sight,
        observation: { ...sight.observation, outside: true, version: `${sight.observation.version} outside` },
      }
    : sight;

const scenes = fc
  .tuple(anyDraw(), anyChoice)
  .map(([draw, choice]) => ({ choice, situation: underChoice(situationOf(draw), choice) }));

describe('under any choice', () => {
  it('nothing is written about what is outside it, it ends neither linked nor deleted, and is remembered as it is', () => {
    let met = 0;
    fc.assert(
      fc.property(scenes, ({ situation, choice: { side } }) => {
        const decision = decide(situation);
        const view = decision.views[side];
        if (view.status !== 'outside') return;
        met += 1;
        expect(decision.writes).toEqual([]);
        const after = commit(situation.type, situation.mapping, decision, {}, situation.now);
        if (decision.kind !== 'settle') return;
        expect(['linked', 'deleted', 'held']).not.toContain(after.state);
        expect(after[side]).toMatchObject({ id: view.side.id, outside: true });
      }),
      runs,
    );
    expect(met).toBeGreaterThan(500);
  });

  it('what was settled rests: deciding again, with nothing new, changes nothing', () => {
    fc.assert(
      fc.property(scenes, ({ situation, choice: { side } }) => {
        const decision = decide(situation);
        if (decision.kind !== 'settle' || !sides.some((name) => decision.views[name].status === 'outside')) return;
        const mapping = commit(contactType, situation.mapping, decision, {}, situation.now);
        const again = decide({ ...situation, mapping, sights: {}, match: { kind: 'none' } });
        expect([again.kind, again.writes, again.state]).toEqual(['leave', [], mapping.state]);
        expect(restsByChoice(mapping) || mapping.state !== 'outOfScope' || mapping[side]?.outside).toBeTruthy();
      }),
      runs,
    );
  });

  it('nobody is made on the chosen side where that puts nobody into the group', () => {
    let met = 0;
    fc.assert(
      fc.property(scenes, ({ situation, choice: { side, takesNew } }) => {
        const { writes, views } = decide(situation);
        const isAlone = !isThere(views[side]) && views[otherSide(side)].status === 'present';
        if (isAlone) met += 1;
        if (!takesNew) expect(writes.filter((write) => write.kind === 'create' && write.side === side)).toEqual([]);
      }),
      runs,
    );
    expect(met).toBeGreaterThan(200);
  });

  it('the sides are alike: exchanged, the decision is exchanged', () => {
    fc.assert(
      fc.property(anyDraw(), anyChoice, (draw, choice) => {
        const situation = underChoice(situationOf(mirrorable(draw)), choice);
        expect(gistOf(decide(mirroredSituation(situation)), 'mirrored')).toEqual(gistOf(decide(situation), 'it is'));
      }),
      runs,
    );
  });
});
