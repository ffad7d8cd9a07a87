import {
  addCounts,
  type BrakeCounts,
  type Decision,
  type Effect,
  type ItemType,
  isThere,
  type NotFitting,
  noBrakeCounts,
  notFitting,
  otherSide,
  type PlannedWrite,
  type SideName,
  sideNames,
} from '@concord/core';
import type { Deciding } from './entry.ts';
import type { Part, RunRecord } from './run-record.ts';

/** The filters of the preview under which it is shown. */
export function partsOf(context: Deciding, decision: Decision): readonly Part[] {
  const own = partOfEffect[decision.effect];
  return [
    ...(own ? [own] : []),
    ...(decision.reborn ? (['resent'] as const) : []),
    ...(notFittingOf(context, decision).length > 0 ? (['notFitting'] as const) : []),
  ];
}

const partOfEffect: Readonly<Partial<Record<Effect, Part>>> = {
  held: 'held',
  addedRight: 'addedRight',
  addedLeft: 'addedLeft',
  linked: 'linked',
  leftOut: 'leftOut',
};

/** Only numbers are kept of what is left alone: in a full pass that is nearly everything. */
export type Tally = {
  readonly effects: Partial<Record<Effect, number>>;
  readonly parts: Partial<Record<Part, number>>;
  readonly toWrite: Record<SideName, number>;
  /** What the brake weighs. */
  weighs: BrakeCounts;
  /** They have guests whom a write would mail; and such writes, of which there are none. */
  guests: { readonly oneWay: number; readonly mails: number };
};

export const emptyTally = (): Tally => ({
  effects: {},
  parts: {},
  toWrite: { left: 0, right: 0 },
  weighs: noBrakeCounts,
  guests: { oneWay: 0, mails: 0 },
});

export function count(tally: Tally, decision: Decision, parts: readonly Part[]): void {
  const guarded = sideNames.filter((side) => hasGuests(decision, side));
  const mails = decision.writes.filter(({ side, kind }) => kind !== 'create' && guarded.includes(side)).length;
  if (guarded.length > 0) tally.guests = { oneWay: tally.guests.oneWay + 1, mails: tally.guests.mails + mails };
  for (const part of parts) tally.parts[part] = (tally.parts[part] ?? 0) + 1;
  tally.effects[decision.effect] = (tally.effects[decision.effect] ?? 0) + 1;
  for (const write of decision.writes) {
    tally.toWrite[write.side] += 1;
    tally.weighs = weighedWith(tally.weighs, write);
  }
}

/** What the brake weighs, with one write more. */
export function weighedWith(weighs: BrakeCounts, write: PlannedWrite): BrakeCounts {
  const one = {
    deletes: Number(write.kind === 'delete'),
    overwrites: Number(write.kind === 'update' && write.overwrites),
  };
  return { ...weighs, [write.side]: addCounts(weighs[write.side], one) };
}

/** On that side somebody else would get a mail about each change. */
function hasGuests({ views }: Decision, side: SideName): boolean {
  const view = views[side];
  return isThere(view) && (view.side.oneWay === 'oneWayGuests' || view.side.oneWay === 'oneWayGuest');
}

export function countsOf(
  { effects, parts, guests }: Tally,
  { fields }: Pick<ItemType, 'fields'>,
): NonNullable<RunRecord['counts']> {
  const of = (effect: Effect): number => effects[effect] ?? 0;
  return {
    addedLeft: of('addedLeft'),
    addedRight: of('addedRight'),
    linked: of('linked'),
    changed: of('changed') + of('deleted') + of('released'),
    agreed: of('agreed'),
    held: of('held'),
    leftOut: of('leftOut'),
    notFitting: parts.notFitting ?? 0,
    resent: parts.resent ?? 0,
    ...('guests' in fields ? guests : {}),
  };
}

/** What one side shows of an item that the other will not hold once the decision is done. */
export function notFittingOf({ type, profiles }: Deciding, { writes, views }: Decision): readonly NotFittingThere[] {
  return writes.flatMap((write) => {
    const source = views[otherSide(write.side)];
    if (write.kind === 'delete' || source.status !== 'present') return [];
    const left = notFitting(type, source.side.shown, profiles[write.side].capabilities);
    return left.map((one) => ({ ...one, side: write.side }));
  });
}

export type NotFittingThere = NotFitting & { readonly side: SideName };
