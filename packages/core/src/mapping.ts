import type { Item, SideName } from './items.ts';
import type { Instant } from './ports/clock.ts';
import type { Keep, Present } from './ports/provider.ts';
import type { Reason, ReasonCode } from './reasons.ts';

/**
 * - `linked`: kept in step. - `held`: waits for a person. - `released`: gone on one side, kept on the other.
 * - `outOfScope`: still there, not chosen. - `withdrawn`: Concord made it along the way; not sent until it says more.
 * - `undone`: rests until a person resumes it. - `deleted`: gone for good; the row outlives late news.
 */
export type MappingState = 'linked' | 'held' | 'released' | 'outOfScope' | 'withdrawn' | 'undone' | 'deleted';

export type MappingSide = {
  readonly id: string;
  readonly version: string;
  /** By the provider's clock. */
  readonly modifiedAt: Instant;
  /** By our clock: when what `shown` says was asked for, or the write that showed it was committed. */
  readonly seenAt: Instant;
  /** What this side was last confirmed to hold, from a read or from a write's own answer; never recomputed. */
  readonly shown: Item;
  readonly keep?: Keep;
  /** It was not in the chosen group when this was seen. */
  readonly outside?: true;
  readonly oneWay?: ReasonCode;
  readonly closed?: readonly string[];
  /** Concord made it there. */
  readonly made?: true;
  /** It was confirmed to be gone there, at `seenAt`; the rest is what it held before. */
  readonly gone?: true;
};

/**
 * What each side held when they were last in step. The two differ only by what a side does not hold or spells differently.
 * A side's edit is the difference between what it shows and its own half of the base.
 */
export type Base = { readonly left: Item; readonly right: Item };

/** One item on two sides. */
export type Mapping = {
  readonly id: string;
  readonly state: MappingState;
  /** Counts the lives of the item on the other side; part of the marker. */
  readonly generation: number;
  readonly left?: MappingSide;
  readonly right?: MappingSide;
  readonly base?: Base;
  /** Why it is not simply linked, or which write was refused. */
  readonly reason?: Reason;
  /** A write that the provider will not take: left alone until the source changes or a person retries. */
  readonly parked?: { readonly side: SideName; readonly source: string };
  /** Fields that both sides changed, and that wait for a person to say who wins. */
  readonly asked?: readonly string[];
  /** What a person answered: to a held match, or to what is gone on one side only. */
  readonly answer?: 'different' | 'keep' | 'delete';
  /** When an overwrite of either side last counted towards the brake. */
  readonly countedAt?: Readonly<Partial<Record<SideName, Instant>>>;
  /** Open intent: nothing is decided until it is recovered. */
  readonly intent?: string;
};

/** Where it is known to be gone. What is released is gone on one of the sides. */
export function goneSideOf({ state, left, right }: Mapping): SideName | undefined {
  if (left?.gone) return 'left';
  return right?.gone || state === 'released' ? 'right' : undefined;
}

/** It waits for a person to say what a delete on this side means for the other. */
export const deleteAskedOf = (mapping: Mapping): SideName | undefined =>
  mapping.state === 'held' ? goneSideOf(mapping) : undefined;

export const markerOf = (mapping: Pick<Mapping, 'id' | 'generation'>): string => `${mapping.id}.${mapping.generation}`;

export function sideFrom(present: Present, seenAt: Instant): MappingSide {
  return {
    id: present.id,
    version: present.version,
    modifiedAt: present.modifiedAt,
    seenAt,
    shown: present.item,
    ...(present.keep ? { keep: present.keep } : {}),
    ...(present.outside ? { outside: true } : {}),
    ...(present.oneWay ? { oneWay: present.oneWay } : {}),
    ...(present.closed?.length ? { closed: present.closed } : {}),
  };
}

/** What a side is known to hold, as if it was seen again just as it is. When it was made is not known: it counts as made when it was changed. */
export function presentOf(side: MappingSide, askedAt: Instant): Present {
  return {
    kind: 'present',
    id: side.id,
    version: side.version,
    modifiedAt: side.modifiedAt,
    createdAt: side.modifiedAt,
    askedAt,
    item: side.shown,
    ...(side.keep ? { keep: side.keep } : {}),
    ...(side.outside ? { outside: true } : {}),
    ...(side.oneWay ? { oneWay: side.oneWay } : {}),
    ...(side.closed?.length ? { closed: side.closed } : {}),
  };
}
