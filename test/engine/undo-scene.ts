import {
  commit,
  contactPolicy,
  contactType,
  type Decision,
  type Done,
  decide,
  decideUndo,
  type HistoryEntry,
  type Item,
  type LeftAlone,
  type Mapping,
  type Observation,
  type Present,
  restrict,
  type SideName,
  type Situation,
  type Undoing,
} from '@concord/core';
import { answeredEntry, plannedEntry } from '../../packages/engine/src/sync/told.ts';
import { clioLike, outlookLike } from '../core/simulated-sides.ts';

export const capabilities = { left: clioLike, right: outlookLike };
export const sides = ['left', 'right'] as const;
export type Items = Readonly<Partial<Record<SideName, Item>>>;

/** One person on two sides that hold what is written as far as they can; people and decisions change both. */
export function createUndoScene(first: Items) {
  let now = 1_000;
  let lives = 0;
  let mapping: Mapping = { id: 'm1', state: 'linked', generation: 1 };
  const there: { left?: Present; right?: Present } = {};
  const show = (side: SideName, item: Item, id = there[side]?.id ?? `${side}-${(lives += 1)}`): Present => {
    now += 1_000;
    const present: Present = {
      kind: 'present',
      id,
      version: `v${now}`,
      modifiedAt: now,
      createdAt: 0,
      askedAt: now,
      item: restrict(item, capabilities[side]),
    };
    there[side] = present;
    return present;
  };
  for (const side of sides) if (first[side]) show(side, first[side]);

  const observe = (side: SideName): Observation | undefined => {
    const id = mapping[side]?.id;
    const present = there[side];
    if (present) return { ...present, askedAt: now };
    return id === undefined ? undefined : { kind: 'gone', id, askedAt: now, confirmed: true };
  };
  const situation = (): Situation => {
    now += 1_000;
    const sights = sides.flatMap((side) => {
      const observation = observe(side);
      return observation ? [[side, { observation, direct: true }] as const] : [];
    });
    const isNew = mapping.left === undefined && mapping.right === undefined;
    return {
      type: contactType,
      policy: contactPolicy,
      capabilities,
      readLagMs: { left: 0, right: 0 },
      now,
      mapping,
      sights: Object.fromEntries(sights),
      match: isNew && there.left && there.right ? { kind: 'same', because: 'nameAndEmail' } : { kind: 'none' },
    };
  };
  /** What the engine does with a decision, and what the history has of it. */
  const carryOut = (decision: Decision): readonly HistoryEntry[] => {
    const before = mapping;
    const done: { left?: Present | 'deleted'; right?: Present | 'deleted' } = {};
    const told = decision.writes.flatMap((write) => {
      const { side } = write;
      const held = write.kind === 'delete' ? write : { ...write, item: restrict(write.item, capabilities[side]) };
      const active = {
        entry: { mapping: before, sights: {}, match: { kind: 'none' } as const },
        stored: undefined,
        decision,
      };
      const planned = plannedEntry(contactType, active, held, undefined);
      if (write.kind === 'create') delete there[side];
      if (write.kind === 'delete') delete there[side];
      done[side] = write.kind === 'delete' ? 'deleted' : show(side, write.item);
      mapping = commit(contactType, before, decision, done as Done, now);
      const shown = done[side];
      return (
        answeredEntry(
          planned,
          shown === 'deleted' || shown === undefined ? { kind: 'deleted' } : { kind: 'written', observation: shown },
        ) ?? []
      );
    });
    if (decision.kind === 'settle') mapping = commit(contactType, before, decision, {}, now);
    return told;
  };
  return {
    items: (): Items => Object.fromEntries(sides.flatMap((side) => (there[side] ? [[side, there[side].item]] : []))),
    mapping: (): Mapping => mapping,
    decision: (): Decision => decide(situation()),
    /** Until nothing is left to be done. */
    run: (): readonly HistoryEntry[] => {
      const told: HistoryEntry[] = [];
      for (let round = 0; round < 6; round += 1) {
        const decision = decide(situation());
        told.push(...carryOut(decision));
        if (decision.kind !== 'write') return told;
      }
      throw new Error('It does not settle');
    },
    undo: (entries: readonly HistoryEntry[], resumes = false) => {
      const undoing: Undoing = { steps: entries.toReversed(), ...(resumes ? { resumes: true } : {}) };
      const { decision, leftAlone } = decideUndo(situation(), undoing);
      return { entries: carryOut(decision), leftAlone, again: decideUndo(situation(), undoing).decision };
    },
    /** A person wants it kept in step again. */
    resume: (): void => {
      mapping = { ...mapping, state: 'linked' };
    },
    /** By hand. */
    edit: (side: SideName, item: Item | undefined): void => {
      if (item === undefined) delete there[side];
      else if (there[side]) show(side, item);
    },
  };
}

export const isListed = (leftAlone: readonly LeftAlone[], side: SideName, field: string): boolean =>
  leftAlone.some((one) => one.side === side && (one.field === undefined || one.field === field));
