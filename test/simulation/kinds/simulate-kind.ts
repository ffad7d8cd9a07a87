import { Worker } from 'node:worker_threads';
import type { Options } from '../options.ts';
import { emptyTally, joinTallies, type Tally } from '../tally.ts';
import type { AnyStory, KindEnding, StoryKind, Wrong } from './kind.ts';
import type { KindShare, KindTold } from './play-share.ts';
import { shrinkKind } from './shrink-kind.ts';

type Failure = { readonly seed: number; readonly violations: readonly Wrong[] };

/** What `--json` ends with. */
export type KindReport = {
  readonly seeds: number;
  readonly failures: readonly Failure[];
  readonly notCovered: readonly string[];
  readonly seconds: number;
  readonly simulatedYears: number;
  readonly calls: number;
  readonly counts: Readonly<
    Record<'tested' | 'faults' | 'deeds' | 'rules' | 'killed', Readonly<Record<string, number>>>
  >;
};

const shrinkPlays = 150;
const toldInFull = 3;
const yearMs = 365.25 * 24 * 3_600_000;

/** Plays stories of a kind that `module` exports. Resolves to 1 when something was violated, or never tried. */
export async function simulateKind<Story extends AnyStory>(
  kind: StoryKind<Story>,
  module: URL,
  options: Options,
): Promise<number> {
  if (options.seeds === 1 && !options.json) return await tellOne(kind, options.first);
  const tally = emptyTally();
  const failures: Failure[] = [];
  const startedAt = performance.now();
  await runThreads(options, module, (told) => {
    if (told.kind === 'tally') joinTallies(tally, told.tally);
    else failures.push({ seed: told.seed, violations: told.violations });
  });
  const report = reportOf(tally, failures, kind.missing(tally), performance.now() - startedAt);
  process.stdout.write(options.json ? `${JSON.stringify(report)}\n` : reportText(kind, report));
  for (const { seed } of failures.slice(0, toldInFull)) {
    const { story, ending } = await shrinkKind(kind, kind.draw(seed), shrinkPlays);
    process.stderr.write(tellStory(kind, seed, story, ending));
  }
  return failures.length > 0 || report.notCovered.length > 0 ? 1 : 0;
}

async function tellOne<Story extends AnyStory>(kind: StoryKind<Story>, seed: number): Promise<number> {
  const story = kind.draw(seed);
  const ending = await kind.play(story);
  const shown = ending.violations.length > 0 ? await shrinkKind(kind, story, shrinkPlays) : { story, ending };
  process.stdout.write(tellStory(kind, seed, shown.story, shown.ending));
  return ending.violations.length > 0 ? 1 : 0;
}

async function runThreads(
  { first, seeds, hours, threads }: Options,
  module: URL,
  hear: (told: KindTold) => void,
): Promise<void> {
  const next = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  const share: KindShare = { first, seeds, hours, next, module: module.href };
  const one = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const worker = new Worker(new URL('./play-share.ts', import.meta.url), { workerData: share });
      worker.on('message', hear);
      worker.on('error', reject);
      worker.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`A thread ended with ${code}.`))));
    });
  await Promise.all(Array.from({ length: Math.min(threads, seeds) }, one));
}

function reportOf(
  { tested, faults, deeds, rules, killed, calls, simulatedMs, seeds }: Tally,
  failures: readonly Failure[],
  notCovered: readonly string[],
  tookMs: number,
): KindReport {
  return {
    seeds,
    failures,
    notCovered,
    seconds: tookMs / 1000,
    simulatedYears: simulatedMs / yearMs,
    calls,
    counts: { tested, faults, deeds, rules, killed },
  };
}

function reportText<Story extends AnyStory>({ name, invariants }: StoryKind<Story>, report: KindReport): string {
  const { counts, failures, notCovered, seeds, seconds, simulatedYears, calls } = report;
  const lines = [
    ...Object.entries(invariants).map(
      ([number, says]) => `${number.padEnd(8)} ${String(counts.tested[number] ?? 0).padStart(9)}  ${says}`,
    ),
    ...sorted('Habits and faults', counts.faults),
    ...sorted('Deeds and troubles', counts.deeds),
    ...notCovered.map((one) => `Not tried: ${one}`),
    ...failures.map(({ seed, violations: [one] }) => `seed ${seed}: ${one?.invariant ?? ''} ${one?.says ?? ''}`),
    `${seeds} stories about ${name}, ${failures.length} went wrong; ${simulatedYears.toFixed(1)} simulated years, ${calls} requests, ${seconds.toFixed(1)} s.`,
  ];
  return `${lines.join('\n')}\n`;
}

const sorted = (title: string, counts: Readonly<Record<string, number>>): readonly string[] => [
  title,
  ...Object.entries(counts)
    .toSorted(([, one], [, other]) => other - one)
    .map(([name, count]) => `${String(count).padStart(12)}  ${name}`),
];

/** The command that repeats it, what was broken, and the story in words. */
function tellStory<Story extends AnyStory>(
  { name, sizeOf }: StoryKind<Story>,
  seed: number,
  story: Story,
  ending: KindEnding,
): string {
  return [
    '',
    `Seed ${seed}: ${sizeOf(story)}. Again: npm run simulate -- --${name} --seed ${seed}`,
    ...ending.violations.map(({ invariant, says }) => `${invariant}: ${says}`),
    ...story.habits.map(([habit, { rate }]) => `          habit ${habit}, ${Math.round(rate * 100)} % of the time`),
    ...ending.told,
    ...(ending.violations.length > 0 ? ['', `For ${name}/regressions/: ${JSON.stringify(story)}`] : []),
    '',
  ].join('\n');
}
