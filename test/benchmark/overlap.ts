import { type FirmSplit, generatePeople, judgeSide, peopleIn, type Sandbox, splitFirm } from '@concord/sandbox';
import type { BenchFirm } from './bench-firm.ts';
import type { Link } from './engine-process.ts';
import { fill, openWarmScene } from './first-run.ts';
import type { Options } from './options.ts';
import { atLeast, atMost, type Measured, type Result, rounded, say, type Target } from './report.ts';

const shares = { shared: 0.5, homonyms: 0.03 } as const;

/** Both sides are filled, and half of the people are on both under other ids: who becomes one, who is doubled? */
export async function overlap({ contacts }: Options): Promise<Measured> {
  const measured: Measured[] = [];
  for (const count of contacts) measured.push(await measureOverlap(count));
  return {
    results: measured.flatMap(({ results }) => results),
    targets: measured.flatMap(({ targets }) => targets),
  };
}

async function measureOverlap(count: number): Promise<Measured> {
  const scene = await openWarmScene();
  try {
    const people = generatePeople({ seed: 1, count, homonyms: shares.homonyms });
    const split = splitFirm(people, { shared: shares.shared, tagged: true });
    const firm = await scene.addFirm();
    const ids = await fill(scene, firm, split);
    say(`${count} people: ${split.clio.length} in Clio, ${split.outlook.length} in Outlook`);
    const before = await scene.usage();
    const startedAt = performance.now();
    const preview = await firm.preview();
    await firm.start();
    const wallMs = performance.now() - startedAt;
    const after = await scene.usage();
    const links = judgeLinks(await firm.links(), ids, split);
    const sides = judgeSides(scene.sandbox, firm, split);
    const row: Result = {
      of: 'first run',
      people: count,
      in_clio: split.clio.length,
      in_outlook: split.outlook.length,
      on_both: links.onBoth,
      doubled: sides.doubled,
      fused: sides.fused,
      lost: sides.lost,
      falsely_linked: links.wrong,
      linked: links.right,
      expected_linked: links.expected,
      recall_percent: rounded(links.recallPercent),
      expected_asked: links.onBoth - links.expected,
      near_misses: split.truth.nearMisses.length,
      held: preview.held,
      wall_ms: rounded(wallMs),
      engine_cpu_ms: rounded(after.cpu_ms - before.cpu_ms),
      engine_peak_memory_mb: rounded(after.peak_memory_mb),
    };
    return { results: [row, ...sides.examples], targets: targetsOf(count, links, sides) };
  } finally {
    await scene.close();
  }
}

function targetsOf(count: number, links: JudgedLinks, sides: JudgedSides): readonly Target[] {
  return [
    atMost(`doubled_${count}`, 0, sides.doubled),
    atMost(`falsely_linked_${count}`, 0, links.wrong + sides.fused),
    atMost(`lost_${count}`, 0, sides.lost),
    atLeast(`recall_percent_${count}`, 99, links.recallPercent),
  ];
}

type Ids = { readonly clio: readonly string[]; readonly outlook: readonly string[] };
type JudgedLinks = {
  readonly onBoth: number;
  readonly expected: number;
  readonly right: number;
  readonly wrong: number;
  readonly recallPercent: number;
};

/** Links between contacts that were there before: are both of them the same person? */
function judgeLinks(links: readonly Link[], ids: Ids, { truth }: FirmSplit): JudgedLinks {
  const inClio = new Map(ids.clio.map((id, index) => [id, truth.clio[index]]));
  const inOutlook = new Map(ids.outlook.map((id, index) => [id, truth.outlook[index]]));
  const met = links
    .filter(({ state }) => state === 'linked')
    .map(({ left = '', right = '' }) => ({ left: inClio.get(left), right: inOutlook.get(right) }))
    .filter(({ left, right }) => left !== undefined && right !== undefined);
  const right = new Set(met.filter((link) => link.left === link.right).map((link) => link.left));
  const onBoth = [...truth.people].filter(([, { expected }]) => expected !== undefined);
  const expected = onBoth.filter(([, whereabouts]) => whereabouts.expected === 'linked').map(([person]) => person);
  const found = expected.filter((person) => right.has(person)).length;
  return {
    onBoth: onBoth.length,
    expected: expected.length,
    right: right.size,
    wrong: met.length - right.size,
    recallPercent: (100 * found) / expected.length,
  };
}

type JudgedSides = {
  readonly doubled: number;
  readonly fused: number;
  readonly lost: number;
  readonly examples: readonly Result[];
};

/** Everybody carries a tag in a web site, by which they are known again on either side. */
function judgeSides({ clio, microsoft }: Sandbox, firm: BenchFirm, { truth }: FirmSplit): JudgedSides {
  const inClio = clio.contacts.list(firm.id).map(({ web_sites }) => peopleIn(web_sites.map(({ address }) => address)));
  const inOutlook = microsoft
    .contacts(firm.email)
    .list()
    .map(({ businessHomePage }) => peopleIn([businessHomePage]));
  const judged = { clio: judgeSide(inClio, truth.clio), outlook: judgeSide(inOutlook, truth.outlook) };
  const sum = (of: 'doubled' | 'fused' | 'lost'): number => judged.clio[of].length + judged.outlook[of].length;
  const examples = (['clio', 'outlook'] as const).flatMap((side) =>
    judged[side].doubled.map((person) => ({
      of: 'doubled people',
      side,
      person,
      expected: truth.people.get(person)?.expected ?? 'on one side only',
    })),
  );
  return { doubled: sum('doubled'), fused: sum('fused'), lost: sum('lost'), examples: examples.slice(0, 20) };
}
