import { hourMs, openLiveScene } from './first-run.ts';
import type { Options } from './options.ts';
import { atMost, type Measured, median, type Result, rounded, say } from './report.ts';
import { apiRequests, contactWrites, httpRequests } from './requests.ts';
import type { Scene } from './scene.ts';

const polls = 5;
const shortMs = 10 * 60_000;

/** A live sync at rest: what does it cost to ask both sides whether there is anything new? */
export async function quiet({ contacts }: Options): Promise<Measured> {
  const results: Result[] = [];
  const targets = [];
  for (const count of contacts) {
    say(`${count} contacts go live`);
    const { scene, firm } = await openLiveScene(count);
    try {
      const plain = await measurePolls(scene, firm.look, 'tokens still good', shortMs);
      const hourly = await measurePolls(scene, scene.poll, 'an hour later, with a token to be refreshed', hourMs);
      results.push({ ...plain, contacts: count }, { ...hourly, contacts: count });
      targets.push(
        atMost(`clio_requests_${count}`, 1, plain.clio_requests),
        atMost(`microsoft_requests_${count}`, 1, plain.microsoft_requests),
        atMost(`write_units_${count}`, 4, plain.write_units),
        atMost(`write_units_with_token_refresh_${count}`, 4, hourly.write_units),
        atMost(`engine_cpu_ms_${count}`, 50, plain.engine_cpu_ms),
        atMost(`provider_writes_${count}`, 0, plain.provider_writes + hourly.provider_writes),
      );
    } finally {
      await scene.close();
    }
  }
  return { results, targets };
}

type Look = () => Promise<void>;
type Poll = Result & Awaited<ReturnType<typeof measurePoll>>;

async function measurePolls(scene: Scene, look: Look, when: string, laterMs: number): Promise<Poll> {
  const each: Awaited<ReturnType<typeof measurePoll>>[] = [];
  for (let round = 0; round < polls; round += 1) each.push(await measurePoll(scene, look, laterMs));
  const middle = (name: keyof (typeof each)[number]): number => rounded(median(each.map((one) => one[name])));
  return {
    of: 'one poll (median)',
    when,
    clio_requests: middle('clio_requests'),
    microsoft_requests: middle('microsoft_requests'),
    token_requests: middle('token_requests'),
    write_units: middle('write_units'),
    read_units: middle('read_units'),
    engine_cpu_ms: middle('engine_cpu_ms'),
    provider_writes: Math.max(...each.map((one) => one.provider_writes)),
  };
}

async function measurePoll(scene: Scene, look: Look, laterMs: number) {
  await scene.advance(laterMs);
  scene.resetRequests();
  const before = await scene.usage();
  await look();
  const after = await scene.usage();
  const requests = scene.requests();
  const [clio, microsoft] = [apiRequests(requests, 'clio'), apiRequests(requests, 'microsoft')];
  const all = httpRequests(requests, 'clio') + httpRequests(requests, 'microsoft');
  return {
    clio_requests: clio,
    microsoft_requests: microsoft,
    token_requests: all - clio - microsoft,
    write_units: after.write_units - before.write_units,
    read_units: after.read_units - before.read_units,
    engine_cpu_ms: after.cpu_ms - before.cpu_ms,
    provider_writes: contactWrites(requests),
  };
}
