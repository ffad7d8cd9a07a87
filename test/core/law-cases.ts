import { fail } from 'node:assert';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';

/**
 * How many generated cases each file of laws owes: at least 100,000 in all, which `law-cases.test.ts` adds up. Whoever
 * lowers one has to do it here, in sight.
 */
export const owed = {
  'core/spelling-laws': 13_000,
  'core/merge-laws': 41_000,
  'core/match-laws': 14_000,
  'core/decide-laws': 33_000,
  'core/decide-anything': 24_000,
  'core/commit-laws': 12_000,
  'core/planner-laws': 8_000,
  'core/event-laws': 12_000,
  'mail/mail-laws': 29_000,
  'mail/parse-source': 6_000,
  'events/time-laws': 21_000,
  'engine/undo-laws': 7_000,
  'providers/clio-lens-laws': 10_000,
  'providers/microsoft-lens-laws': 10_000,
  'providers/microsoft-calendar-laws': 8_400,
  'providers/google-lens-laws': 10_000,
  'providers/memory-lens-laws': 8_000,
} as const satisfies Readonly<Record<string, number>>;
export type LawFile = keyof typeof owed;

export type Laws = {
  /** Puts a law to the test with so many cases; the failure is the smallest one found, and says what to run again. */
  readonly hold: <Case>(property: fc.IProperty<Case>, numRuns: number) => void;
  /** That a law was not kept for want of cases: what it is about came up so often, or more. */
  readonly cameUp: (count: number, atLeast: number) => void;
  /** Registers the last test of the file: that it did not run fewer cases than it owes. */
  readonly countUp: () => void;
};

/**
 * The same cases on every run, unless `CONCORD_SEED` asks for others; `CONCORD_PATH` repeats one of them, and `CONCORD_TIMES`
 * puts so many times as many to the test (in one night, 50 times).
 */
export function lawsOf(file: LawFile): Laws {
  let ran = 0;
  const seed = Number(process.env.CONCORD_SEED ?? 20_260_101);
  const path = process.env.CONCORD_PATH;
  const times = Number(process.env.CONCORD_TIMES ?? 1);
  return {
    hold: (property, numRuns) => {
      const details = fc.check(property, {
        seed,
        numRuns: Math.ceil(numRuns * times),
        ...(path === undefined ? {} : { path, endOnFailure: true }),
      });
      if (details.failed) fail(told(file, details));
      ran += details.numRuns;
    },
    cameUp: (count, atLeast) => {
      if (path === undefined) expect(count).toBeGreaterThanOrEqual(atLeast * Math.min(times, 1));
    },
    countUp: () => {
      it.skipIf(path !== undefined)(`puts at least ${owed[file].toLocaleString('en')} cases to the test`, () => {
        expect(ran).toBeGreaterThanOrEqual(owed[file]);
      });
    },
  };
}

/** For laws that say what broke. */
export function nothingBroke(sentence: string | undefined): void {
  if (sentence !== undefined) fail(sentence);
}

function told<Case>(file: LawFile, details: fc.RunDetails<Case>): string {
  const { errorInstance: error } = details;
  const why = error instanceof Error ? error.message : String(error);
  return `${fc.defaultReportMessage(details)}\n${why}\n\nRun again: ${repeating(file, details)}`;
}

function repeating<Case>(file: LawFile, { seed, counterexamplePath }: fc.RunDetails<Case>): string {
  const title = expect.getState().currentTestName?.split(' > ').at(-1) ?? '';
  const variables = `CONCORD_SEED=${seed} CONCORD_PATH=${counterexamplePath ?? ''}`;
  return `${variables} npx vitest run --config test/vitest.config.ts test/${file}.test.ts -t ${JSON.stringify(title)}`;
}
