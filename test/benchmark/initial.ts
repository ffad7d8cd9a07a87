import { decideRates } from './decide-rates.ts';
import { engineMemoryMb } from './engine.ts';
import { type FirstRun, fill, measureFirstRun, openWarmScene, peopleOn } from './first-run.ts';
import type { Options, RightProvider } from './options.ts';
import { atLeast, atMost, type Measured, percentile, type Result, rounded, say, type Target } from './report.ts';
import { httpRequests, linesByKind } from './requests.ts';

/** N contacts on one side and nothing on the other, until all are on both. Limits of the providers are off. */
export async function initial({ contacts, provider, from }: Options): Promise<Measured> {
  const sized: Sized[] = [];
  for (const count of contacts) sized.push({ count, run: await medianRun(count, provider, from) });
  say('decisions alone');
  const rates = await decideRates();
  return {
    results: [
      ...sized.map((one) => toResult(one, provider, from)),
      ...sized.flatMap(({ count, run }) => linesByKind(run.requests, { contacts: count })),
      ...rates.results,
    ],
    targets: [
      ...timeTargets(sized),
      ...sized.flatMap((one) => sizeTargets(one, provider, from)),
      atLeast('decisions_per_second', 100_000, rates.perSecond),
    ],
  };
}

type Sized = { readonly count: number; readonly run: FirstRun };

/** Small runs are short, and the machine is noisy. */
const repeats = (count: number): number => (count <= 2_000 ? 3 : 1);

async function medianRun(count: number, provider: RightProvider, from: Options['from']): Promise<FirstRun> {
  const scene = await openWarmScene(provider);
  try {
    const sides = peopleOn(from, count);
    const runs: FirstRun[] = [];
    for (let round = 1; round <= repeats(count); round += 1) {
      say(`${count} contacts, run ${round} of ${repeats(count)}`);
      const firm = await scene.addFirm(provider);
      await fill(scene, firm, sides);
      const run = await measureFirstRun(scene, firm);
      if (run.linked < count) throw new Error(`Only ${run.linked} of ${count} contacts are on both sides.`);
      runs.push(run);
    }
    const middle = percentile(
      runs.map(({ wallMs }) => wallMs),
      0.5,
    );
    return runs.find(({ wallMs }) => wallMs === middle) as FirstRun;
  } finally {
    await scene.close();
  }
}

function toResult({ count, run }: Sized, provider: RightProvider, from: Options['from']): Result {
  return {
    of: 'first run',
    contacts: count,
    from,
    wall_ms: rounded(run.wallMs),
    preview_ms: rounded(run.previewMs),
    engine_cpu_ms: rounded(run.cpuMs),
    engine_peak_memory_mb: rounded(run.peakMemoryMb),
    clio_requests: httpRequests(run.requests, 'clio'),
    [`${provider}_requests`]: httpRequests(run.requests, provider),
    write_units_per_contact: rounded(run.writeUnits / count),
    read_units_per_contact: rounded(run.readUnits / count),
  };
}

const timeFactor = 1.2;

/** Ten times the contacts may take twelve times as long. */
function timeTargets(sized: readonly Sized[]): readonly Target[] {
  const [small] = sized;
  const large = sized.at(-1);
  if (small === undefined || large === undefined || small === large) return [];
  const name = `${large.count}_over_${small.count}`;
  const limit = (timeFactor * large.count) / small.count;
  return [
    atMost(`wall_time_${name}`, limit, large.run.wallMs / small.run.wallMs),
    atMost(`engine_cpu_time_${name}`, limit, large.run.cpuMs / small.run.cpuMs),
  ];
}

/** Into an empty account: what a batch takes and what a page shows, and a few more. */
const requestLimits = {
  microsoft: (count) => count / 20 + count / 200 + 20,
  google: (count) => count / 200 + count / 1_000 + 20,
} as const satisfies Readonly<Record<RightProvider, (count: number) => number>>;

function sizeTargets({ count, run }: Sized, provider: RightProvider, from: Options['from']): readonly Target[] {
  const clio = httpRequests(run.requests, 'clio');
  const right = httpRequests(run.requests, provider);
  return [
    ...(from === 'clio'
      ? [
          atMost(`${provider}_requests_${count}`, requestLimits[provider](count), right),
          atMost(`clio_requests_${count}`, count / 200 + 20, clio),
        ]
      : []),
    atMost(`write_units_per_contact_${count}`, 8, run.writeUnits / count),
    atMost(`read_units_per_contact_${count}`, 4, run.readUnits / count),
    atMost(`engine_peak_memory_mb_${count}`, engineMemoryMb, run.peakMemoryMb),
  ];
}
