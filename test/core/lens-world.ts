import { type Capabilities, contactType, type Item, type Present, type Situation } from '@concord/core';
import type { Edit } from './arbitrary-edits.ts';
import type { Known, Lens } from './lens.ts';
import { targetOf } from './lens-laws.ts';
import { type Hold, type Luck, type Rounds, rounds, type Truth } from './rounds.ts';

/** A side behind a real lens: what it shows is read from a native record, and written there as the lens would. */
export type Shelf = {
  readonly capabilities: Capabilities;
  readonly shown: () => Known;
  /** Makes the record say this, as the provider allows. */
  readonly put: (item: Item) => Known;
};

/** `first`: what is there already; otherwise the first thing put makes a new record. */
export function shelfOf<Native, Patch>(lens: Lens<Native, Patch>, first?: Native): Shelf {
  let native = first;
  const shown = (): Known => lens.read(native ?? lens.empty);
  return {
    capabilities: lens.capabilities,
    shown,
    put: (item) => {
      const patch = lens.write(native === undefined ? undefined : shown(), item);
      const before = native ?? lens.empty;
      native = patch === undefined ? before : lens.saved(before, patch);
      return shown();
    },
  };
}

export type LensWorld = { readonly left: Shelf; readonly right: Shelf; readonly policy: Situation['policy'] };

/**
 * The story of one contact behind two real lenses: it is sent to the other side, both sides edit it at once, and it is
 * brought into step, as far as the luck goes and then again. Returns the decisions of the last part.
 */
export function tell(world: LensWorld, ours: readonly Edit[], theirs: readonly Edit[], luck: Luck): readonly Rounds[] {
  const hold: Hold = (side, item) => world[side].put(item);
  const first = rounds(newcomer(world), { left: sight(world.left, 'left', 1), right: undefined }, luck, hold);
  const linked = rounds(first.situation, first.truth, 'good', hold);
  if (linked.situation.mapping.right === undefined) return [linked];
  edit(world.left, ours);
  edit(world.right, theirs);
  const { now } = linked.situation;
  const truth: Truth = { left: sight(world.left, 'left', now + 1), right: sight(world.right, 'right', now + 1) };
  const news = { ...linked.situation, now: now + 2, sights: directly(truth) };
  const cut = rounds(news, truth, luck, hold);
  return [linked, rounds(cut.situation, cut.truth, 'good', hold)];
}

const edit = ({ shown, put, capabilities }: Shelf, edits: readonly Edit[]): Known =>
  put(targetOf(shown().item, edits, capabilities));

function newcomer({ left, right, policy }: LensWorld): Situation {
  return {
    type: contactType,
    policy,
    capabilities: { left: left.capabilities, right: right.capabilities },
    readLagMs: { left: 0, right: 0 },
    now: 2,
    mapping: { id: 'm1', state: 'linked', generation: 1 },
    sights: directly({ left: sight(left, 'left', 1), right: undefined }),
    match: { kind: 'none' },
  };
}

const sight = (shelf: Shelf, side: string, at: number): Present => ({
  kind: 'present',
  id: `${side}-1`,
  version: `p${at}`,
  modifiedAt: at,
  createdAt: 0,
  askedAt: at,
  ...shelf.shown(),
});

function directly({ left, right }: Truth): Situation['sights'] {
  return {
    ...(left ? { left: { observation: left, direct: true } } : {}),
    ...(right ? { right: { observation: right, direct: true } } : {}),
  };
}
