import type { Member } from './bench-firm.ts';
import type { RightProvider } from './options.ts';
import { type Result, rounded } from './report.ts';
import { httpRequests, type Requests } from './requests.ts';
import type { Scene } from './scene.ts';

/** A part of what a firm goes through, and what it took. */
export type Stage = {
  readonly of: string;
  readonly wallMs: number;
  /** By the clock of the look-alikes: waiting, which is skipped, and working. */
  readonly clockMs: number;
  readonly cpuMs: number;
  readonly readUnits: number;
  readonly writeUnits: number;
  readonly peakMemoryMb: number;
  readonly requests: Requests;
};

export async function measureStage(scene: Scene, of: string, work: () => Promise<void>): Promise<Stage> {
  scene.resetRequests();
  const [before, skippedMs, startedAt] = [await scene.usage(), scene.skippedMs(), performance.now()];
  await work();
  const wallMs = performance.now() - startedAt;
  const after = await scene.usage();
  return {
    of,
    wallMs,
    clockMs: wallMs + scene.skippedMs() - skippedMs,
    cpuMs: after.cpu_ms - before.cpu_ms,
    readUnits: after.read_units - before.read_units,
    writeUnits: after.write_units - before.write_units,
    peakMemoryMb: after.peak_memory_mb,
    requests: scene.requests(),
  };
}

/** One line of the report. The minutes of a provider are what its limits force, were its requests spread evenly. */
export function stageLine(stage: Stage, members: readonly Member[]): Result {
  const { requests } = stage;
  const having = (provider: RightProvider): number => members.filter((member) => member.provider === provider).length;
  return {
    of: 'stages',
    stage: stage.of,
    clock_minutes: rounded(stage.clockMs / 60_000),
    wall_s: rounded(stage.wallMs / 1_000),
    engine_cpu_s: rounded(stage.cpuMs / 1_000),
    engine_peak_memory_mb: rounded(stage.peakMemoryMb),
    clio_requests: httpRequests(requests, 'clio'),
    clio_minutes: rounded(httpRequests(requests, 'clio') / members.length / clioPerMinute),
    microsoft_requests: httpRequests(requests, 'microsoft'),
    microsoft_minutes: rounded(graphRequests(requests) / Math.max(1, having('microsoft')) / graphPerMinute),
    google_requests: httpRequests(requests, 'google'),
    google_minutes: rounded(criticalWrites(requests) / Math.max(1, having('google')) / criticalWritesPerMinute),
    write_units: Math.round(stage.writeUnits),
    read_units: Math.round(stage.readUnits),
  };
}

/** A token, at peak hours. */
const clioPerMinute = 50;
/** A mailbox and app: 10,000 in ten minutes; what a batch holds counts one by one, and the batch itself does not. */
const graphPerMinute = 1_000;
/** An account, as consoles show it; a batch counts six. */
const criticalWritesPerMinute = 30;
const criticalWritesPerBatch = 6;

const graphRequests = ({ microsoft }: Requests): number =>
  Object.entries(microsoft).reduce((sum, [kind, count]) => sum + (kind === 'POST $batch' ? 0 : count), 0);

const criticalWrites = ({ google }: Requests): number =>
  Object.entries(google).reduce((sum, [kind, count]) => sum + count * criticalCost(kind), 0);

function criticalCost(kind: string): number {
  if (/:batch(?:Create|Update|Delete)Contacts$/u.test(kind)) return criticalWritesPerBatch;
  return /:(?:create|update|delete)Contact$/u.test(kind) ? 1 : 0;
}
