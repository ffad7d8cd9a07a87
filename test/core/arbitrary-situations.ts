import {
  type Base,
  type Capabilities,
  contactType,
  type DeletePolicy,
  type Item,
  itemSource,
  type Mapping,
  type MappingSide,
  type MappingState,
  type Match,
  type Observation,
  type Policy,
  restrict,
  type SideName,
  type Sight,
  type Situation,
} from '@concord/core';
import * as fc from 'fast-check';
import { type Edit, edited, itemAndTwoEdits } from './arbitrary-edits.ts';
import { clioLike, outlookLike } from './simulated-sides.ts';
import { plainWords, type Vocabulary } from './vocabulary.ts';

/** What is known of a side, and what was seen there just now. */
type SideDraw = {
  readonly known: 'none' | 'there' | 'gone';
  readonly sight: 'none' | 'same' | 'new' | 'gone' | 'rumour' | 'elsewhere' | 'hidden' | 'another';
  /** When it was asked for: before the last commit it says nothing. */
  readonly asked: 'before' | 'with' | 'after';
  /** By the provider's clock, compared with what is known. */
  readonly modified: 'before' | 'with' | 'since';
  readonly direct: boolean;
};

const sideDraw: fc.Arbitrary<SideDraw> = fc.record({
  known: fc.constantFrom('there', 'there', 'there', 'none', 'gone'),
  sight: fc.constantFrom('new', 'new', 'none', 'same', 'gone', 'gone', 'rumour', 'elsewhere', 'hidden', 'another'),
  asked: fc.constantFrom('after', 'after', 'after', 'after', 'before', 'with'),
  modified: fc.constantFrom('since', 'since', 'since', 'before', 'before', 'with'),
  direct: fc.boolean(),
});

export type Draw = {
  readonly item: Item;
  readonly ours: readonly Edit[];
  readonly theirs: readonly Edit[];
  readonly left: SideDraw;
  readonly right: SideDraw;
  readonly state: MappingState;
  readonly hasBase: boolean;
  readonly answer: NonNullable<Mapping['answer']> | undefined;
  readonly parked: 'none' | 'left' | 'right';
  readonly parksDelete: boolean;
  readonly hasIntent: boolean;
  /** A person on one side, a company on the other. */
  readonly kindsDiffer: boolean;
  readonly policy: Policy;
  readonly match: Match['kind'];
  readonly resend: boolean;
  readonly lagMs: Readonly<Record<SideName, number>>;
  readonly sinceMs: number;
  readonly room: keyof typeof rooms;
};

export const rooms = {
  real: { left: clioLike, right: outlookLike },
  mirror: { left: outlookLike, right: clioLike },
  much: { left: clioLike, right: clioLike },
} as const satisfies Readonly<Record<string, Readonly<Record<SideName, Capabilities>>>>;

const lag = fc.constantFrom(0, 0, 50);
const seldom = fc.integer({ min: 0, max: 9 }).map((number) => number === 9);
const deletes = fc.constantFrom<DeletePolicy>('propagate', 'release', 'ask');
export const anyPolicy: fc.Arbitrary<Policy> = fc.record({
  conflicts: fc.constantFrom<Policy['conflicts']>('left', 'right', 'ask'),
  deletes: fc.record({ left: deletes, right: deletes }),
});

export const anyDraw = (words: Vocabulary = plainWords): fc.Arbitrary<Draw> =>
  fc
    .record({
      edits: itemAndTwoEdits(words),
      left: sideDraw,
      right: sideDraw,
      state: fc.constantFrom<MappingState>(
        ...(['linked', 'linked', 'linked', 'linked'] as const),
        ...(['held', 'released', 'outOfScope', 'undone', 'deleted', 'withdrawn'] as const),
      ),
      hasBase: fc.integer({ min: 0, max: 4 }).map((number) => number < 4),
      answer: fc.constantFrom<Draw['answer']>(undefined, undefined, 'different', 'keep', 'delete'),
      parked: fc.constantFrom<Draw['parked']>('none', 'none', 'none', 'left', 'right'),
      parksDelete: fc.boolean(),
      hasIntent: seldom,
      kindsDiffer: seldom,
      policy: anyPolicy,
      match: fc.constantFrom<Match['kind']>('none', 'none', 'same', 'held'),
      resend: fc.boolean(),
      lagMs: fc.record({ left: lag, right: lag }),
      sinceMs: fc.constantFrom(10, 100, 700_000),
      room: fc.constantFrom<Draw['room']>('real', 'real', 'mirror', 'much'),
    })
    .map(({ edits, ...rest }) => ({ ...edits, ...rest, state: stateOf(rest) }));

/** What is released is gone on one of the sides, and what is gone on both is deleted. */
function stateOf({ state, left, right }: Pick<Draw, 'state' | 'left' | 'right'>): MappingState {
  const gone = [left, right].filter(({ known }) => known === 'gone').length;
  if (gone === 2 && state !== 'undone') return 'deleted';
  return state === 'released' && gone === 0 ? 'linked' : state;
}

/**
 * The draw without what belongs to the book of record by definition: only there are by-products made, in lists it wins where
 * a person is asked about texts, and its order says what is left out where there is no room for all.
 */
export const mirrorable = (draw: Draw): Draw => ({
  ...draw,
  room: [...draw.ours, ...draw.theirs].every((edit) => 'field' in edit) ? draw.room : 'much',
  state: draw.state === 'withdrawn' ? 'linked' : draw.state,
  policy: { ...draw.policy, conflicts: draw.policy.conflicts === 'ask' ? 'right' : draw.policy.conflicts },
});

const seenAt = 1_000;
const matches = {
  none: { kind: 'none' },
  same: { kind: 'same', because: 'nameAndEmail' },
  held: { kind: 'held', because: 'nameOnly' },
} as const satisfies Readonly<Record<Match['kind'], Match>>;

/** The situation that is drawn; what was seen is the last of what there is, unless it is old. */
export function situationOf(draw: Draw): Situation {
  const capabilities = rooms[draw.room];
  const base = {
    left: restrict({ lastName: 'Berg', ...draw.item }, capabilities.left),
    right: restrict({ lastName: 'Berg', ...draw.item }, capabilities.right),
  };
  const now = {
    left: restrict(edited(base.left, draw.ours), capabilities.left),
    right: restrict({ ...edited(base.right, draw.theirs), ...otherKind(draw) }, capabilities.right),
  };
  const left = sightOf('left', draw.left, base.left, now.left);
  const right = sightOf('right', draw.right, base.right, now.right);
  return {
    type: contactType,
    policy: draw.policy,
    capabilities,
    readLagMs: draw.lagMs,
    now: seenAt + draw.sinceMs,
    mapping: mappingOf(draw, base),
    sights: { ...(left ? { left } : {}), ...(right ? { right } : {}) },
    match: matches[draw.match],
    ...(draw.resend ? { resend: true } : {}),
  };
}

const otherKind = ({ kindsDiffer }: Draw): Item => (kindsDiffer ? { kind: 'company', company: 'Acme' } : {});

function mappingOf(draw: Draw, base: Base): Mapping {
  const known = (side: SideName): MappingSide | undefined => {
    const { known: how } = draw[side];
    if (how === 'none') return undefined;
    const held = { id: `${side}-1`, version: '1', modifiedAt: 500, seenAt, shown: base[side] };
    return how === 'gone' ? { ...held, gone: true } : held;
  };
  const left = known('left');
  const right = known('right');
  const parked = draw.parked === 'none' ? undefined : draw.parked;
  const isHeld = draw.state === 'held' || draw.state === 'released';
  return {
    id: 'm1',
    state: draw.state,
    generation: 1,
    ...(left ? { left } : {}),
    ...(right ? { right } : {}),
    ...(draw.hasBase && left && right ? { base } : {}),
    ...(draw.answer && isHeld ? { answer: draw.answer } : {}),
    ...(parked ? { parked: { side: parked, source: draw.parksDelete ? 'delete' : itemSource(base[parked]) } } : {}),
    ...(draw.hasIntent ? { intent: 'i1' } : {}),
  };
}

function sightOf(side: SideName, draw: SideDraw, before: Item, now: Item): Sight | undefined {
  const askedAt = seenAt + { before: -1, with: 0, after: 1 }[draw.asked];
  const id = draw.sight === 'another' ? `${side}-2` : `${side}-1`;
  const shown = (version: string, item: Item): Observation => ({
    kind: 'present',
    id,
    version,
    modifiedAt: { before: 400, with: 500, since: 600 }[draw.modified],
    createdAt: 0,
    askedAt,
    item,
  });
  const observations = {
    none: undefined,
    same: shown('1', before),
    new: shown('2', now),
    another: shown('2', now),
    gone: { kind: 'gone', id, askedAt, confirmed: true },
    rumour: { kind: 'gone', id, askedAt, confirmed: false },
    elsewhere: { kind: 'elsewhere', id, askedAt },
    hidden: { kind: 'hidden', id, askedAt },
  } as const satisfies Readonly<Record<SideDraw['sight'], Observation | undefined>>;
  const observation = observations[draw.sight];
  return observation && { observation, direct: draw.direct };
}
