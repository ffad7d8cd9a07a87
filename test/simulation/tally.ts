import type { Ending } from './play.ts';

/** What many stories come to. Every count is by name. */
export type Tally = {
  seeds: number;
  simulatedMs: number;
  /** Milliseconds of the processor's clock, of one thread. */
  workedMs: number;
  happenings: number;
  calls: number;
  /** The most rounds that any story needed to agree after healing. */
  rounds: number;
  readonly tested: Record<string, number>;
  readonly faults: Record<string, number>;
  readonly deeds: Record<string, number>;
  readonly rules: Record<string, number>;
  readonly passed: Record<string, number>;
  /** In how many stories each point was passed at all. */
  readonly met: Record<string, number>;
  readonly killed: Record<string, number>;
};

export const emptyTally = (): Tally => ({
  seeds: 0,
  simulatedMs: 0,
  workedMs: 0,
  happenings: 0,
  calls: 0,
  rounds: 0,
  tested: {},
  faults: {},
  deeds: {},
  rules: {},
  passed: {},
  met: {},
  killed: {},
});

export function countStory(tally: Tally, ending: Ending, workedMs: number): void {
  tally.seeds += 1;
  tally.simulatedMs += ending.lasted;
  tally.workedMs += workedMs;
  tally.happenings += ending.history.all().length;
  tally.calls += ending.history.of('call').length;
  tally.rounds = Math.max(tally.rounds, ending.rounds);
  addAll(tally.tested, ending.tested);
  addAll(tally.faults, ending.struck);
  addAll(tally.deeds, ending.acts);
  addAll(tally.passed, Object.fromEntries(ending.points.passed));
  addAll(tally.met, Object.fromEntries([...ending.points.passed.keys()].map((name) => [name, 1])));
  addAll(tally.killed, Object.fromEntries(ending.points.killed));
}

export function joinTallies(into: Tally, other: Tally): void {
  into.seeds += other.seeds;
  into.simulatedMs += other.simulatedMs;
  into.workedMs += other.workedMs;
  into.happenings += other.happenings;
  into.calls += other.calls;
  into.rounds = Math.max(into.rounds, other.rounds);
  for (const name of ['tested', 'faults', 'deeds', 'rules', 'passed', 'met', 'killed'] as const)
    addAll(into[name], other[name]);
}

function addAll(into: Record<string, number>, counts: Readonly<Record<string, number>>): void {
  for (const [name, count] of Object.entries(counts)) into[name] = (into[name] ?? 0) + count;
}
