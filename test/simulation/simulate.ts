import { missingCoverage } from './coverage.ts';
import { drawStory } from './draw-story.ts';
import { kinds } from './kinds/index.ts';
import type { KindModule } from './kinds/kind.ts';
import { simulateKind } from './kinds/simulate-kind.ts';
import { type Options, parseOptions, usage } from './options.ts';
import { play } from './play.ts';
import type { Told } from './play-seeds.ts';
import { type Failure, reportOf, reportText, tellStory } from './report.ts';
import { runThreads } from './run-threads.ts';
import { shrink } from './shrink.ts';
import { emptyTally, joinTallies } from './tally.ts';

/** Failing stories that are shrunk and told; the others are only named. */
const toldInFull = 3;
const shrinkPlays = 400;

async function simulate(options: Options): Promise<number> {
  const tally = emptyTally();
  const failures: Failure[] = [];
  const startedAt = performance.now();
  const hear = (told: Told): void => {
    if (told.kind === 'tally') joinTallies(tally, told.tally);
    else failures.push({ seed: told.seed, violations: told.violations });
    if (!options.json) showProgress(tally.seeds, failures.length, options.seeds, startedAt);
  };
  await runThreads(options, hear);
  if (!options.json) process.stderr.write('\r\x1b[K');
  const report = reportOf(options, tally, failures, missingCoverage(tally), performance.now() - startedAt);
  if (options.json) process.stdout.write(`${JSON.stringify(report)}\n`);
  else process.stdout.write(reportText(report));
  for (const { seed, violations } of failures.slice(0, toldInFull)) {
    const { story, ending } = await shrink(drawStory(seed, options.hours), shrinkPlays);
    // Some laws are not of the story: the seed itself breaks them.
    const told = ending.violations.length > 0 ? ending : { ...ending, violations };
    process.stderr.write(tellStory(seed, options.hours, story, told));
  }
  return failures.length > 0 || report.notCovered.length > 0 ? 1 : 0;
}

/** One story, told in words. */
async function tellOne({ first, hours }: Options): Promise<number> {
  const story = drawStory(first, hours);
  const ending = await play(story);
  const shown = ending.violations.length > 0 ? await shrink(story, shrinkPlays) : { story, ending };
  process.stdout.write(tellStory(first, hours, shown.story, shown.ending));
  return ending.violations.length > 0 ? 1 : 0;
}

let shownAt = 0;

function showProgress(done: number, failed: number, all: number, startedAt: number): void {
  const now = performance.now();
  if (now - shownAt < 500) return;
  shownAt = now;
  const rate = done / ((now - startedAt) / 1000);
  const left = rate > 0 ? `, about ${Math.ceil((all - done) / rate)} s to go` : '';
  process.stderr.write(`\r\x1b[K${done} of ${all} stories, ${failed} went wrong, ${rate.toFixed(1)} a second${left}`);
}

async function main(args: readonly string[]): Promise<number> {
  let options: Options;
  try {
    options = parseOptions(args);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${usage}\n`);
    return 2;
  }
  if (options.mutants) return await (await import('./simulate-mutants.ts')).simulateMutants(options);
  if (options.about) {
    const module = kinds[options.about];
    const { kind } = (await import(module.href)) as KindModule;
    return await simulateKind(kind, module, options);
  }
  return options.seeds === 1 && !options.json ? await tellOne(options) : await simulate(options);
}

process.exitCode = await main(process.argv.slice(2));
