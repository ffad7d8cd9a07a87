import type { BenchFirm } from './bench-firm.ts';
import { openLiveScene } from './first-run.ts';
import type { Options } from './options.ts';
import { atMost, type Measured, type Result, rounded, say } from './report.ts';
import { apiRequests, contactWrites } from './requests.ts';
import type { Scene } from './scene.ts';

const apartMs = 60_000;
/** The one that writes, the one that looks again after a notice, and the one that the echo rings for. */
const looks = 3;
/** On demand, us-east-1: docs/scale.md says where from. */
const usd = { write: 0.625 / 1e6, read: 0.125 / 1e6 } as const;
const changesAMonth = 3_000;

/**
 * What a person's edit in Outlook costs: the look that carries it to Clio, and the two looks that follow; when it comes alone, and when
 * ten come together. The bells of the two notices come on top: 2 write units and 3 read units each.
 */
export async function change({ contacts, edits }: Options): Promise<Measured> {
  const count = contacts[0] ?? 0;
  say(`${count} contacts go live`);
  const { scene, firm } = await openLiveScene(count);
  try {
    const cards = scene.sandbox.microsoft.contacts(firm.email).list();
    // Companies have no middle name.
    const people = cards.flatMap(({ id, surname }) => (surname === null ? [] : [id])).slice(0, edits);
    const alone = await measure(scene, firm, inGroupsOf(1, people), 'alone');
    const together = await measure(scene, firm, inGroupsOf(10, people), 'ten together');
    return {
      results: [alone.result, together.result],
      targets: [atMost('table_usd_of_a_month_alone', 0.1, alone.usd)],
    };
  } finally {
    await scene.close();
  }
}

const inGroupsOf = (size: number, ids: readonly string[]): readonly (readonly string[])[] =>
  Array.from({ length: Math.ceil(ids.length / size) }, (_, index) => ids.slice(index * size, (index + 1) * size));

type Measurement = { readonly result: Result; readonly usd: number };

async function measure(
  scene: Scene,
  firm: BenchFirm,
  groups: readonly (readonly string[])[],
  when: string,
): Promise<Measurement> {
  const changes = groups.flat().length;
  say(`${changes} changes, ${when}`);
  const before = await scene.usage();
  scene.resetRequests();
  for (const ids of groups) await carryOver(scene, firm, ids, when);
  const [after, requests] = [await scene.usage(), scene.requests()];
  const each = (name: keyof typeof after): number => (after[name] - before[name]) / changes;
  const usdOfMonth = changesAMonth * (each('write_units') * usd.write + each('read_units') * usd.read);
  const result = {
    of: 'one change (mean)',
    when,
    changes,
    clio_requests: rounded(apiRequests(requests, 'clio') / changes),
    microsoft_requests: rounded(apiRequests(requests, 'microsoft') / changes),
    slices: rounded(each('slices')),
    write_units: rounded(each('write_units')),
    read_units: rounded(each('read_units')),
    engine_cpu_ms: rounded(each('cpu_ms')),
    table_usd_of_3000: rounded(usdOfMonth),
  };
  return { result, usd: usdOfMonth };
}

async function carryOver(scene: Scene, firm: BenchFirm, ids: readonly string[], when: string): Promise<void> {
  const written = contactWrites(scene.requests());
  const outlook = scene.sandbox.microsoft.contacts(firm.email);
  for (const id of ids) outlook.edit(id, { middleName: `${when} ${written}` });
  for (let look = 0; look < looks; look += 1) {
    await scene.advance(apartMs);
    await firm.look();
  }
  if (contactWrites(scene.requests()) !== written + ids.length) throw new Error('A change was not carried over once.');
}
