import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { type Bundle, bundleFunctions } from '../../infra/bundle.ts';

/** `npm run size`: what each function weighs as it is deployed, and how long a cold start spends on loading it. */
type Result = {
  readonly function: string;
  readonly minified_kb: number;
  readonly gzipped_kb: number;
  readonly import_ms: number;
};

const processes = 10;
const webhookLimitKb = 1_000;

const outDir = mkdtempSync(join(tmpdir(), 'concord-size-'));
try {
  const bundles = await bundleFunctions({
    functionsDir: fileURLToPath(new URL('../../functions', import.meta.url)),
    outDir,
  });
  print(bundles.map(measure));
} finally {
  rmSync(outDir, { recursive: true, force: true });
}

function measure({ name, file }: Bundle): Result {
  return {
    function: name,
    minified_kb: rounded(statSync(file).size / 1000),
    gzipped_kb: rounded(gzipSync(readFileSync(file)).length / 1000),
    import_ms: rounded(median(Array.from({ length: processes }, () => importMs(file)))),
  };
}

/** In a process of its own: what is loaded once is loaded. */
function importMs(file: string): number {
  const script = `const at = performance.now(); await import(${JSON.stringify(file)}); console.log(performance.now() - at);`;
  const args = ['--input-type=module', '--eval', script];
  return Number(execFileSync(process.execPath, args, { encoding: 'utf8' }));
}

function print(results: readonly Result[]): void {
  const webhookKb = results.find((result) => result.function === 'webhook')?.minified_kb ?? Number.NaN;
  const targets = [
    { name: 'webhook_minified_kb', target: webhookLimitKb, measured: webhookKb, ok: webhookKb <= webhookLimitKb },
  ];
  if (process.argv.includes('--json')) console.log(JSON.stringify({ bench: 'size', results, targets }));
  else {
    console.table(results);
    console.table(targets);
  }
  if (targets.some(({ ok }) => !ok)) process.exitCode = 1;
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? Number.NaN;
  return (lower + upper) / 2;
}
