import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** `npm test`: the checks and then all tests, or only the files named; the last line says how many passed and failed. */

type Count = { readonly passed: number; readonly failed: number };
type VitestReport = {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly unknown[] }[];
};

const checks = {
  format: ['biome', 'check', '.'],
  lint: ['oxlint', '--type-aware', '--quiet'],
  types: ['tsc', '--noEmit', '-p', '.'],
  'types of core': ['tsc', '--noEmit', '-p', 'packages/core'],
  'types of the console': ['tsc', '--noEmit', '-p', 'packages/console'],
} as const;

const root = new URL('..', import.meta.url).pathname;
const run = (command: readonly string[]): boolean => {
  const [program = '', ...options] = command;
  return spawnSync(program, options, { cwd: root, stdio: 'inherit' }).status === 0;
};

function runChecks(): Count {
  const results = Object.entries(checks).map(([name, command]) => {
    const ok = run(command);
    console.log(`${ok ? '✓' : '✗'} ${name}`);
    return ok;
  });
  return { passed: results.filter(Boolean).length, failed: results.filter((ok) => !ok).length };
}

function runTests(files: readonly string[]): Count {
  const folder = mkdtempSync(join(tmpdir(), 'concord-tests-'));
  const report = join(folder, 'report.json');
  try {
    run([
      'vitest',
      'run',
      '--config',
      'test/vitest.config.ts',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
      ...files,
    ]);
    return existsSync(report) ? countOf(JSON.parse(readFileSync(report, 'utf8'))) : { passed: 0, failed: 1 };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A file that does not even load has no tests to fail: it counts as one. */
function countOf({ numPassedTests, numFailedTests, testResults }: VitestReport): Count {
  const broken = testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  );
  return { passed: numPassedTests, failed: numFailedTests + broken.length };
}

const files = process.argv.slice(2);
const checked = files.length === 0 ? runChecks() : { passed: 0, failed: 0 };
const tested = runTests(files);
const failed = checked.failed + tested.failed;
console.log(`${checked.passed + tested.passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && tested.passed > 0 ? 0 : 1;
