import { type Invariant, invariants } from './judge/index.ts';
import type { Options } from './options.ts';
import type { Ending, Wrong } from './play.ts';
import type { Story } from './story.ts';
import type { Tally } from './tally.ts';

export type Failure = { readonly seed: number; readonly violations: readonly Wrong[] };

export type Report = {
  readonly seeds: number;
  readonly first: number;
  readonly hours: number | undefined;
  readonly violations: number;
  readonly failures: readonly Failure[];
  readonly seconds: number;
  readonly seedsPerSecond: number;
  readonly simulatedYears: number;
  /** How many times faster than the clock on the wall. */
  readonly timesRealTime: number;
  readonly calls: number;
  readonly faults: number;
  readonly killed: number;
  /** The most rounds that any story needed until both sides agreed after healing. */
  readonly rounds: number;
  readonly counts: Pick<Tally, 'tested' | 'faults' | 'deeds' | 'rules' | 'passed' | 'killed'>;
  readonly notCovered: readonly string[];
};

const yearMs = 365.25 * 24 * 3_600_000;

export function reportOf(
  { first, hours }: Options,
  tally: Tally,
  failures: readonly Failure[],
  notCovered: readonly string[],
  tookMs: number,
): Report {
  const { seeds, simulatedMs, calls, rounds, tested, faults, deeds, rules, passed, killed } = tally;
  return {
    seeds,
    first,
    hours,
    violations: failures.length,
    failures,
    seconds: tookMs / 1000,
    seedsPerSecond: seeds / (tookMs / 1000),
    simulatedYears: simulatedMs / yearMs,
    timesRealTime: simulatedMs / tookMs,
    calls,
    faults: sum(faults),
    killed: sum(killed),
    rounds,
    counts: { tested, faults, deeds, rules, passed, killed },
    notCovered,
  };
}

const sum = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((all, one) => all + one, 0);

export function reportText(report: Report): string {
  const { counts } = report;
  const lines = [
    ...section('Invariants, and how often each was put to the test', invariantLines(counts.tested)),
    ...section('Rules of decide', countLines(counts.rules)),
    ...section('Faults', countLines(counts.faults)),
    ...section('Deeds and troubles', countLines(counts.deeds)),
    ...section('Not tried', report.notCovered),
    ...section(
      'Went wrong',
      report.failures.map(({ seed, violations: [one] }) => `seed ${seed}: ${one?.invariant ?? ''} ${one?.says ?? ''}`),
    ),
    `${count(report.seeds)} stories, ${report.violations} went wrong.`,
    `${report.simulatedYears.toFixed(1)} simulated years, ${count(report.calls)} requests, ${count(report.faults)} faults, ${count(report.killed)} workers killed at ${Object.keys(counts.killed).length} kinds of calls.`,
    `At most ${report.rounds} rounds until everything agreed.`,
    `${report.seconds.toFixed(1)} s: ${report.seedsPerSecond.toFixed(1)} stories a second, ${count(report.timesRealTime)} times real time.`,
  ];
  return `${lines.join('\n')}\n`;
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`), ''];
}

const count = (number: number): string => Math.round(number).toLocaleString('en-US');

function countLines(counts: Readonly<Record<string, number>>): readonly string[] {
  return Object.entries(counts)
    .toSorted(([, one], [, other]) => other - one)
    .map(([name, times]) => `${count(times).padStart(12)}  ${name}`);
}

function invariantLines(tested: Readonly<Record<string, number>>): readonly string[] {
  return (Object.keys(invariants) as Invariant[]).map(
    (name) => `${name.padEnd(4)} ${count(tested[name] ?? 0).padStart(12)}  ${invariants[name]}`,
  );
}

/** The command that repeats it, what was broken, and the story in words. */
export function tellStory(seed: number, hours: number | undefined, story: Story, ending: Ending): string {
  const again = `npm run simulate -- --seed ${seed}${hours === undefined ? '' : ` --hours ${hours}`}`;
  const { people, habits, steps } = story;
  return [
    '',
    `Seed ${seed}: ${people.length} people, ${habits.length} habits, ${steps.length} steps. Again: ${again}`,
    ...ending.violations.map(({ invariant, says }) => `${invariant}: ${invariantSentence(invariant)} ${says}`),
    ...habits.map(([name, { rate }]) => `          habit ${name}, ${Math.round(rate * 100)} % of the time`),
    ...ending.told,
    ...(ending.violations.length > 0 ? ['', `For regressions/: ${JSON.stringify(story)}`] : []),
    '',
  ].join('\n');
}

const invariantSentence = (invariant: string): string =>
  invariant in invariants ? `${invariants[invariant as Invariant]}.` : '';
