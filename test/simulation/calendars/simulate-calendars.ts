import { Worker } from 'node:worker_threads';
import type { Options } from '../options.ts';
import type { Share } from '../play-seeds.ts';
import { emptyTally, joinTallies } from '../tally.ts';
import { missingInCalendars } from './coverage.ts';
import { drawCalendarStory } from './draw-story.ts';
import { calendarInvariants, type Fault } from './judge/index.ts';
import { type CalendarEnding, playCalendars } from './play.ts';
import type { CalendarTold } from './play-share.ts';
import { shrinkCalendars } from './shrink.ts';
import type { CalendarStory } from './story.ts';

type Failure = { readonly seed: number; readonly violations: readonly Fault[] };

/** What `--calendars --json` ends with. */
export type CalendarReport = {
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

/** Plays the stories about calendars. Resolves to 1 when something was violated, or never tried. */
export async function simulateCalendars(options: Options): Promise<number> {
  if (options.seeds === 1 && !options.json) return await tellOne(options.first);
  const tally = emptyTally();
  const failures: Failure[] = [];
  const startedAt = performance.now();
  await runThreads(options, (told) => {
    if (told.kind === 'tally') joinTallies(tally, told.tally);
    else failures.push({ seed: told.seed, violations: told.violations });
  });
  const { tested, faults, deeds, rules, killed, calls, simulatedMs, seeds } = tally;
  const report: CalendarReport = {
    seeds,
    failures,
    notCovered: missingInCalendars(tally),
    seconds: (performance.now() - startedAt) / 1000,
    simulatedYears: simulatedMs / yearMs,
    calls,
    counts: { tested, faults, deeds, rules, killed },
  };
  process.stdout.write(options.json ? `${JSON.stringify(report)}\n` : reportText(report));
  for (const { seed } of failures.slice(0, toldInFull)) {
    const { story, ending } = await shrinkCalendars(drawCalendarStory(seed), shrinkPlays);
    process.stderr.write(tellStory(seed, story, ending));
  }
  return failures.length > 0 || report.notCovered.length > 0 ? 1 : 0;
}

async function tellOne(seed: number): Promise<number> {
  const story = drawCalendarStory(seed);
  const ending = await playCalendars(story);
  const shown = ending.violations.length > 0 ? await shrinkCalendars(story, shrinkPlays) : { story, ending };
  process.stdout.write(tellStory(seed, shown.story, shown.ending));
  return ending.violations.length > 0 ? 1 : 0;
}

async function runThreads(
  { first, seeds, hours, threads }: Options,
  hear: (told: CalendarTold) => void,
): Promise<void> {
  const share: Share = { first, seeds, hours, next: new SharedArrayBuffer(4) };
  const one = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const worker = new Worker(new URL('./play-share.ts', import.meta.url), { workerData: share });
      worker.on('message', hear);
      worker.on('error', reject);
      worker.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`A thread ended with ${code}.`))));
    });
  await Promise.all(Array.from({ length: Math.min(threads, seeds) }, one));
}

function reportText({ counts, failures, notCovered, seeds, seconds, simulatedYears, calls }: CalendarReport): string {
  const lines = [
    ...Object.entries(calendarInvariants).map(
      ([name, says]) => `${name.padEnd(8)} ${String(counts.tested[name] ?? 0).padStart(9)}  ${says}`,
    ),
    ...sorted('Habits and faults', counts.faults),
    ...sorted('Deeds and troubles', counts.deeds),
    ...notCovered.map((one) => `Not tried: ${one}`),
    ...failures.map(({ seed, violations: [one] }) => `seed ${seed}: ${one?.invariant ?? ''} ${one?.says ?? ''}`),
    `${seeds} stories about calendars, ${failures.length} went wrong; ${simulatedYears.toFixed(1)} simulated years, ${calls} requests, ${seconds.toFixed(1)} s.`,
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
function tellStory(seed: number, story: CalendarStory, ending: CalendarEnding): string {
  const { events, habits, steps } = story;
  return [
    '',
    `Seed ${seed}: ${events.length} events, ${habits.length} habits, ${steps.length} steps. Again: npm run simulate -- --calendars --seed ${seed}`,
    ...ending.violations.map(({ invariant, says }) => `${invariant}: ${says}`),
    ...habits.map(([name, { rate }]) => `          habit ${name}, ${Math.round(rate * 100)} % of the time`),
    ...ending.told,
    ...(ending.violations.length > 0 ? ['', `For calendars/regressions/: ${JSON.stringify(story)}`] : []),
    '',
  ].join('\n');
}
