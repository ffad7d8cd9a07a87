import { generatePeople, peopleInGoogle, splitFirm } from '@concord/sandbox';

import { fill, openWarmScene } from './first-run.ts';
import type { Options } from './options.ts';
import { atMost, type Measured, type Result, rounded, say } from './report.ts';

/** N contacts on each side, half of them or more on both: what does it take until somebody can read the preview? */
export async function preview({ contacts, provider }: Options): Promise<Measured> {
  const measured: Measured[] = [];
  for (const count of contacts) measured.push(await measurePreview(count, provider));
  return {
    results: measured.flatMap(({ results }) => results),
    targets: measured.flatMap(({ targets }) => targets),
  };
}

async function measurePreview(count: number, provider: Options['provider']): Promise<Measured> {
  const scene = await openWarmScene(provider);
  try {
    const people = generatePeople({ seed: 1, count: Math.round(count * 1.5) });
    const split = splitFirm(people, { shared: 1 / 3 });
    const right =
      provider === 'google' ? { google: peopleInGoogle(people, { share: 2 / 3 }) } : { outlook: split.outlook };
    const firm = await scene.addFirm(provider);
    await fill(scene, firm, { clio: split.clio, ...right });
    const sizes = { in_clio: split.clio.length, [`in_${provider}`]: (right.google ?? right.outlook).length };
    say(JSON.stringify(sizes));
    const before = await scene.usage();
    const startedAt = performance.now();
    const { run, ...counts } = await firm.preview();
    const wallMs = performance.now() - startedAt;
    const after = await scene.usage();
    const plan = await firm.pages(run, 'PLAN#');
    const scan = await firm.pages(run, 'SCAN#');
    const row: Result = {
      of: 'preview',
      ...sizes,
      linked: counts.linked,
      held: counts.held,
      wall_ms: rounded(wallMs),
      engine_cpu_ms: rounded(after.cpu_ms - before.cpu_ms),
      engine_peak_memory_mb: rounded(after.peak_memory_mb),
      longest_slice_ms: rounded(after.longest_slice_ms),
      scan_rows: scan.count,
      largest_scan_row_kb: rounded(scan.largest_bytes / 1024),
      plan_rows: plan.count,
      largest_plan_row_kb: rounded(plan.largest_bytes / 1024),
      write_units_per_contact: rounded((after.write_units - before.write_units) / count),
      read_units_per_contact: rounded((after.read_units - before.read_units) / count),
    };
    return {
      results: [row],
      targets: [
        atMost(`longest_slice_ms_${count}`, sliceMs + longestStepMs, after.longest_slice_ms),
        atMost(`engine_peak_memory_mb_${count}`, workerMemoryMb, after.peak_memory_mb),
        atMost(`largest_row_kb_${count}`, largestRowKb, Math.max(plan.largest_bytes, scan.largest_bytes) / 1024),
      ],
    };
  } finally {
    await scene.close();
  }
}

/** Of the function that does this work (`infra/stacks/sync-stack.ts`). */
const workerMemoryMb = 512;
/** After so long a slice ends, once its step is done. */
const sliceMs = 5_000;
/** Working it out, and going on with what is worked out. */
const longestStepMs = 10_000;
/** DynamoDB takes rows of 400 KB. */
const largestRowKb = 200;
