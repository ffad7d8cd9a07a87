import {
  contactType,
  decide,
  type Item,
  notFitting,
  orderedRules,
  otherSide,
  type SideName,
  type Situation,
  sameBase,
  tidy,
} from '@concord/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyDraw, type Draw, mirrorable, situationOf } from './arbitrary-situations.ts';
import { lawsOf, nothingBroke } from './law-cases.ts';
import { gistOf } from './mirror.ts';
import { comesToRest, endsTheSame, isSymmetrical } from './planner-laws.ts';
import type { Luck } from './rounds.ts';
import { awkwardWords } from './vocabulary.ts';

const laws = lawsOf('core/decide-anything');
const sides = ['left', 'right'] as const;
const ruleNames = new Set(orderedRules.map(({ name }) => name));
/** What is rare is drawn so often that every law meets all of it. */
const draws = fc.oneof({ weight: 3, arbitrary: anyDraw() }, { weight: 1, arbitrary: anyDraw(awkwardWords) });

const goneDraw: fc.Arbitrary<Partial<Draw>> = fc
  .record({
    side: fc.constantFrom(...sides),
    how: fc.constantFrom<Partial<Draw['left']>>(
      { known: 'there', sight: 'gone' },
      { known: 'gone', sight: 'gone' },
      { known: 'gone', sight: 'none' },
      { known: 'there', sight: 'rumour' },
    ),
    asked: fc.constantFrom('before', 'with', 'after', 'after'),
    seen: fc.constantFrom<Draw['left']['sight']>('same', 'same', 'new', 'none'),
    direct: fc.boolean(),
    hasBase: fc.constantFrom(true, true, true, false),
    edits: fc.constantFrom({}, { ours: [], theirs: [] }),
  })
  .map(({ side, how, asked, seen, direct, hasBase, edits }) => {
    const gone = { known: 'there', sight: 'gone', asked, modified: 'since', direct: true, ...how } as const;
    const there = { known: 'there', sight: seen, asked: 'after', modified: 'since', direct } as const;
    return side === 'left'
      ? { left: gone, right: there, hasBase, ...edits }
      : { left: there, right: gone, hasBase, ...edits };
  });

describe('any situation at all', () => {
  it('has one answer, by a rule of the list, with a reason', () => {
    laws.hold(
      fc.property(draws, (draw) => {
        const situation = situationOf(draw);
        const { capabilities } = situation;
        const { kind, rule, reasons, writes, look, until, views } = decide(situation);
        expect(ruleNames.has(rule)).toBe(true);
        expect(reasons.length).toBeGreaterThan(0);
        expect(writes.length > 0).toBe(kind === 'write');
        expect(look !== undefined).toBe(kind === 'look');
        expect(until !== undefined).toBe(kind === 'wait');
        expect(new Set(writes.map(({ side }) => side)).size).toBe(writes.length);
        for (const write of writes) {
          if (write.kind === 'create')
            expect(notFitting(contactType, write.item, capabilities[write.side])).toEqual([]);
          const shown = views[write.side];
          if (write.kind === 'update' && shown.status === 'present')
            expect(write.item.kind).toBe(shown.side.shown.kind);
        }
      }),
      5_000,
    );
  });

  it('is answered the same in the mirror', () => {
    laws.hold(
      fc.property(draws, (draw) => {
        nothingBroke(isSymmetrical(situationOf(mirrorable(draw))));
      }),
      6_000,
    );
  });

  it('comes to rest once what was decided is done, also after a crash between two writes', () => {
    laws.hold(
      fc.property(draws, fc.constantFrom<Luck>('good', 'first', 'forgotten'), (draw, luck) => {
        nothingBroke(comesToRest(situationOf(draw), luck));
      }),
      6_000,
    );
  });

  it('ends the same with a crash between two writes as without', () => {
    laws.hold(
      fc.property(draws, fc.constantFrom('first' as const, 'forgotten' as const), (draw, luck) => {
        nothingBroke(endsTheSame(situationOf(draw), luck));
      }),
      6_000,
    );
  });

  it('is answered the same however lists are turned, where there is room', () => {
    laws.hold(
      fc.property(anyDraw(), fc.nat(3), (draw, by) => {
        const situation = situationOf({ ...draw, room: 'much', parked: 'none' });
        expect(gistOf(decide(turned(situation, by)), 'it is')).toEqual(gistOf(decide(situation), 'it is'));
      }),
      5_000,
    );
  });

  it('is answered the same whoever was seen first', () => {
    laws.hold(
      fc.property(draws, (draw) => {
        const situation = situationOf(draw);
        const { left, right } = situation.sights;
        const sights = { ...(right ? { right } : {}), ...(left ? { left } : {}) };
        expect(decide({ ...situation, sights })).toEqual(decide(situation));
      }),
      1_000,
    );
  });
});

describe('a delete', () => {
  it('needs proof on one side, a second look on the other, and a policy or a person who wants it', () => {
    let deleted = 0;
    laws.hold(
      fc.property(draws, goneDraw, (draw, gone) => {
        const situation = situationOf({ ...draw, ...gone });
        for (const write of decide(situation).writes) {
          if (write.kind !== 'delete') continue;
          deleted += 1;
          nothingBroke(withoutProof(situation, write.side));
        }
      }),
      5_000,
    );
    laws.cameUp(deleted, 50);
  });
});

describe('a delete that everything speaks for', () => {
  it('is carried out, and one that a policy keeps or somebody edited is not', () => {
    laws.hold(
      fc.property(anyDraw(awkwardWords), fc.constantFrom(...sides), fc.boolean(), (draw, gone, isEdited) => {
        const kept = otherSide(gone);
        const edits = isEdited ? [{ does: 'says', field: 'prefix', text: 'Edited' } as const] : [];
        const situation = situationOf({
          ...linked(draw),
          ours: edits,
          theirs: edits,
          policy: { ...draw.policy, deletes: { left: 'propagate', right: 'propagate' } },
          [gone]: { known: 'there', sight: 'gone', asked: 'after', modified: 'since', direct: true },
          [kept]: { known: 'there', sight: 'new', asked: 'after', modified: 'since', direct: true },
        });
        const deletes = decide(situation).writes.map(({ side, kind }) => [side, kind]);
        expect(deletes).toEqual(isEdited ? [] : [[kept, 'delete']]);
      }),
      2_000,
    );
  });
});

describe('what is gone wherever it was', () => {
  it('is deleted for good, and nothing is written', () => {
    laws.hold(
      fc.property(anyDraw(), fc.constantFrom(...sides), fc.boolean(), (draw, side, onBoth) => {
        const gone = { known: 'there', sight: 'gone', asked: 'after', modified: 'since', direct: true } as const;
        const never = { ...gone, known: 'none', sight: 'none' } as const;
        const decision = decide(
          situationOf({ ...linked(draw), [side]: gone, [otherSide(side)]: onBoth ? gone : never }),
        );
        expect([decision.state, decision.writes]).toEqual(['deleted', []]);
      }),
      500,
    );
  });
});

describe('a create', () => {
  it('is never made for what is there, was deleted, waits for a person, rests, or may be somebody else', () => {
    let created = 0;
    laws.hold(
      fc.property(draws, fc.constantFrom('none', 'gone'), fc.constantFrom(...sides), (draw, known, side) => {
        const situation = situationOf({ ...draw, [side]: { ...draw[side], known, sight: 'none' } });
        for (const write of decide(situation).writes) {
          if (write.kind !== 'create') continue;
          created += 1;
          nothingBroke(mayNotCreate(situation, write.side));
        }
      }),
      5_000,
    );
    laws.cameUp(created, 100);
  });
});

describe('what is seen of a side', () => {
  it('counts as the design says, by when it was asked for, how, and the provider’s clock', () => {
    laws.hold(
      fc.property(draws, (draw) => {
        const { views } = decide(situationOf(draw));
        for (const side of sides) {
          const view = views[side];
          const shown = view.status === 'present' ? (view.news ? 'news' : 'known') : view.status;
          expect([side, shown]).toEqual([side, expectedView(draw, side, draw[side])]);
        }
      }),
      4_000,
    );
  });
});

describe('an old value', () => {
  it('is never taken for an edit: nothing that is only in an old sight is written', () => {
    laws.hold(
      fc.property(draws, fc.constantFrom(...sides), fc.boolean(), (draw, side, early) => {
        const situation = situationOf({ ...draw, [side]: replay(early) });
        const old = situation.sights[side]?.observation;
        if (old?.kind !== 'present') throw new Error('it was shown');
        const other = otherSide(side);
        const elsewhere = sayings(
          situation.mapping.left?.shown,
          situation.mapping.right?.shown,
          itemIn(situation, other),
        );
        const stale = [...sayings(old.item)].filter((said) => !elsewhere.has(said));
        const written = sayings(...decide(situation).writes.map((write) => ('item' in write ? write.item : undefined)));
        expect(stale.filter((said) => written.has(said))).toEqual([]);
      }),
      4_000,
    );
  });
});

describe('silence', () => {
  it('is kept about what is hidden, moved away, undone, waits for a person, or has an open intent', () => {
    let silent = 0;
    laws.hold(
      fc.property(draws, (draw) => {
        const situation = situationOf(draw);
        const { mapping } = situation;
        const decision = decide(situation);
        const seen = sides.map((side) => decision.views[side].status);
        const rests = mapping.intent !== undefined || mapping.state === 'undone';
        const waits = mapping.state === 'held' && mapping.answer === undefined && !seen.includes('gone');
        const isBack = sides.some((side) => mapping[side]?.gone && decision.views[side].status === 'present');
        if (!rests && !(waits && !isBack) && !seen.some((one) => one === 'hidden' || one === 'elsewhere')) return;
        silent += 1;
        expect(decision.writes).toEqual([]);
      }),
      3_000,
    );
    laws.cameUp(silent, 500);
  });
});

laws.countUp();

/** A row of a list or a delta that shows what was there before the last commit. */
const replay = (early: boolean): Draw['left'] => ({
  known: 'there',
  sight: 'new',
  asked: early ? 'before' : 'after',
  modified: 'before',
  direct: early,
});

/** Nothing stands in the way of a decision. */
const linked = (draw: Draw): Draw => ({
  ...draw,
  state: 'linked',
  hasBase: true,
  hasIntent: false,
  kindsDiffer: false,
  parked: 'none',
  answer: undefined,
  lagMs: { left: 0, right: 0 },
});

function expectedView({ lagMs, sinceMs }: Draw, side: SideName, draw: Draw['left']): string {
  const { known, sight, asked, modified, direct } = draw;
  if (known === 'none') return ['new', 'same', 'another'].includes(sight) ? 'news' : 'none';
  if (sight === 'none' || sight === 'another' || asked === 'before') return known === 'gone' ? 'gone' : 'known';
  if (sight === 'hidden' || sight === 'elsewhere') return sight;
  const lags = sinceMs < lagMs[side];
  if (sight === 'gone' || sight === 'rumour') {
    if (known === 'gone') return 'gone';
    return sight === 'rumour' ? 'look' : lags ? 'wait' : 'gone';
  }
  if (sight === 'same' && known === 'there') return 'known';
  const isDoubtful = modified === 'before' || known === 'gone';
  const isPast = modified === 'before' || (known === 'gone' && modified === 'with');
  if (direct) return (isPast && sinceMs < 600_000) || (known === 'gone' && lags) ? 'wait' : 'news';
  return isDoubtful || lags || modified === 'with' || asked === 'with' ? 'look' : 'news';
}

function withoutProof(situation: Situation, side: SideName): string | undefined {
  const { mapping, sights, policy, readLagMs, now } = situation;
  const gone = otherSide(side);
  const known = mapping[gone];
  const there = decide(situation).views[side];
  if (known === undefined || there.status !== 'present') return 'it was never on both sides';
  const sight = sights[gone]?.observation;
  const isProved =
    sight?.kind === 'gone' && sight.confirmed && sight.askedAt >= known.seenAt && now >= known.seenAt + readLagMs[gone];
  if (!isProved && !known.gone) return 'nothing proves that it is gone on the other side';
  if (sights[side]?.direct !== true) return 'nobody looked a second time';
  if (mapping.state === 'held' && mapping.answer === 'delete') return undefined;
  if (mapping.state !== 'linked') return `it is ${mapping.state}`;
  if (policy.deletes[gone] !== 'propagate') return `the policy is to ${policy.deletes[gone]}`;
  return mapping.base && sameBase(contactType, mapping.base[side], there.side.shown)
    ? undefined
    : 'somebody changed it';
}

function mayNotCreate({ mapping, match, resend }: Situation, side: SideName): string | undefined {
  const { state, answer } = mapping;
  if (mapping.intent !== undefined) return 'the last create is being found out';
  if (state === 'undone' || state === 'deleted') return `it is ${state}`;
  if (state === 'held' && answer !== 'different') return 'it waits for a person';
  if (match.kind === 'held' && answer !== 'different') return 'it may be somebody else';
  const known = mapping[side];
  if (known === undefined) return undefined;
  if (!known.gone) return 'it is there already';
  return state === 'released' && resend && answer !== 'keep' ? undefined : 'it was deleted there';
}

/** What was seen, with every list begun elsewhere. */
function turned(situation: Situation, by: number): Situation {
  const sights = Object.fromEntries(
    Object.entries(situation.sights).map(([side, sight]) => {
      const { observation } = sight;
      if (observation.kind !== 'present') return [side, sight];
      return [side, { ...sight, observation: { ...observation, item: turnedItem(observation.item, by) } }];
    }),
  );
  return { ...situation, sights };
}

const turnedItem = (item: Item, by: number): Item =>
  Object.fromEntries(
    Object.entries(item).map(([name, value]) => [
      name,
      typeof value === 'object' ? [...value.slice(by % value.length), ...value.slice(0, by % value.length)] : value,
    ]),
  );

const itemIn = ({ sights }: Situation, side: SideName): Item | undefined => {
  const observation = sights[side]?.observation;
  return observation?.kind === 'present' ? observation.item : undefined;
};

const sayings = (...items: readonly (Item | undefined)[]): Set<string> =>
  new Set(
    items.flatMap((item) =>
      Object.entries(item ?? {}).flatMap(([name, value]) =>
        typeof value === 'object' ? value.map(({ key }) => `${name} ${key}`) : [`${name} ${tidy(value ?? '')}`],
      ),
    ),
  );
