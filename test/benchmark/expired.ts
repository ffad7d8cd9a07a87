import { engineMemoryMb } from './engine.ts';
import { openLiveScene } from './first-run.ts';
import type { Options } from './options.ts';
import { atMost, type Measured, type Result, rounded, say, type Target } from './report.ts';
import { apiRequests, contactWrites } from './requests.ts';

const laterMs = 10 * 60_000;

/** Microsoft has forgotten where we were: everything is read again, and nothing may be written. */
export async function expired({ contacts }: Options): Promise<Measured> {
  const results: Result[] = [];
  const targets: Target[] = [];
  for (const count of contacts) {
    say(`${count} contacts go live`);
    const { scene, firm } = await openLiveScene(count);
    try {
      scene.sandbox.microsoft.expireDeltaTokens(firm.email);
      await scene.advance(laterMs);
      scene.resetRequests();
      say('full pass');
      const before = await scene.usage();
      const startedAt = performance.now();
      await firm.look();
      const wallMs = performance.now() - startedAt;
      const after = await scene.usage();
      const requests = scene.requests();
      results.push({
        of: 'full pass',
        contacts: count,
        wall_ms: rounded(wallMs),
        engine_cpu_ms: rounded(after.cpu_ms - before.cpu_ms),
        engine_peak_memory_mb: rounded(after.peak_memory_mb),
        clio_requests: apiRequests(requests, 'clio'),
        microsoft_requests: apiRequests(requests, 'microsoft'),
        provider_writes: contactWrites(requests),
        write_units: rounded(after.write_units - before.write_units),
        read_units: rounded(after.read_units - before.read_units),
      });
      targets.push(
        atMost(`provider_writes_${count}`, 0, contactWrites(requests)),
        atMost(`clio_requests_${count}`, count / 200 + 20, apiRequests(requests, 'clio')),
        atMost(`microsoft_requests_${count}`, count / 200 + 20, apiRequests(requests, 'microsoft')),
        atMost(`engine_peak_memory_mb_${count}`, engineMemoryMb, after.peak_memory_mb),
      );
      if (apiRequests(requests, 'microsoft') < count / 200) throw new Error('There was no full pass.');
    } finally {
      await scene.close();
    }
  }
  return { results, targets };
}
