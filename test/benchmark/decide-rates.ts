import {
  contactPolicy,
  contactType,
  decide,
  type Effect,
  type Mapping,
  type Present,
  type Situation,
  sideFrom,
} from '@concord/core';
import { type BothSides, type Pair, readBothSides } from './both-sides.ts';
import { median, type Result, rounded } from './report.ts';

const people = 1_000;

/** How many decisions a second one core makes: `decide` alone, on what the providers really read. */
export async function decideRates(): Promise<{ readonly results: readonly Result[]; readonly perSecond: number }> {
  const cases = casesOf(await readBothSides(people));
  for (const [name, situations] of Object.entries(cases)) check(name as Case, situations);
  const everyCase = { ...cases, 'all of these in turn': inTurn(Object.values(cases)) };
  const rates = Object.entries(everyCase).map(([name, situations]) => ({
    of: 'decisions alone',
    case: name,
    entries: situations.length,
    decisions_per_second: rounded(rateOf(situations)),
  }));
  return { results: rates, perSecond: rates.at(-1)?.decisions_per_second ?? Number.NaN };
}

/** What passes meet, and what comes of it. */
const effects = {
  'new in Clio': 'addedRight',
  'new in Outlook': 'addedLeft',
  'the same on both sides': 'linked',
  'linked, nothing new': 'agreed',
  'linked, edited in Clio': 'changed',
  'linked, edited in Outlook': 'changed',
} as const satisfies Readonly<Record<string, Effect>>;
type Case = keyof typeof effects;

/** A rate of something else than what it is called would be worth nothing. */
function check(name: Case, situations: readonly Situation[]): void {
  const other = situations.map(decide).find(({ effect }) => effect !== effects[name]);
  if (other !== undefined) throw new Error(`${name}: ${other.effect} by ${other.rule}, and not ${effects[name]}.`);
}

function casesOf({ pairs, profiles }: BothSides): Readonly<Record<Case, readonly Situation[]>> {
  const situate = (mapping: Mapping, sights: Situation['sights'], match: Situation['match']): Situation => ({
    type: contactType,
    policy: contactPolicy,
    capabilities: { left: profiles.left.capabilities, right: profiles.right.capabilities },
    readLagMs: { left: profiles.left.readLagMs, right: profiles.right.readLagMs },
    now: Date.now() + longAfterMs,
    mapping,
    sights,
    match,
  });
  const none = { kind: 'none' } as const;
  const same = { kind: 'same', because: 'nameAndEmail' } as const;
  return {
    'new in Clio': pairs.map(({ left }, index) => situate(unknown(index), { left: seen(left) }, none)),
    'new in Outlook': pairs.map(({ right }, index) => situate(unknown(index), { right: seen(right) }, none)),
    'the same on both sides': pairs.map(({ left, right }, index) =>
      situate(unknown(index), { left: seen(left), right: seen(right) }, same),
    ),
    'linked, nothing new': pairs.map((pair, index) =>
      situate(linked(pair, index), { left: seen(pair.left), right: seen(pair.right) }, none),
    ),
    'linked, edited in Clio': pairs.map((pair, index) =>
      situate(linked(pair, index), { left: seen(edited(pair.left)) }, none),
    ),
    'linked, edited in Outlook': pairs.map((pair, index) =>
      situate(linked(pair, index), { right: seen(edited(pair.right)) }, none),
    ),
  };
}

/** Beyond every read lag. */
const longAfterMs = 3_600_000;

const seen = (observation: Present) => ({ observation, direct: false });
const unknown = (index: number): Mapping => ({ id: `m${index}`, state: 'linked', generation: 1 });

function linked({ left, right }: Pair, index: number): Mapping {
  const sides = { left: sideFrom(left, left.askedAt), right: sideFrom(right, right.askedAt) };
  return { ...unknown(index), ...sides, base: { left: left.item, right: right.item } };
}

function edited(present: Present): Present {
  const at = present.askedAt + longAfterMs;
  return {
    ...present,
    version: `${present.version}+`,
    modifiedAt: at,
    askedAt: at,
    item: { ...present.item, jobTitle: 'Notary' },
  };
}

const inTurn = (lists: readonly (readonly Situation[])[]): readonly Situation[] =>
  Array.from({ length: people }, (_, index) => lists.flatMap((list) => list[index] ?? [])).flat();

const windows = 5;
const windowMs = 200;

/** In CPU time, so that a busy machine does not count. */
function rateOf(situations: readonly Situation[]): number {
  runFor(situations, windowMs);
  return median(Array.from({ length: windows }, () => runFor(situations, windowMs)));
}

function runFor(situations: readonly Situation[], ms: number): number {
  const since = process.cpuUsage();
  let decisions = 0;
  let usedMs = 0;
  while (usedMs < ms) {
    for (const situation of situations) decide(situation);
    decisions += situations.length;
    const { user, system } = process.cpuUsage(since);
    usedMs = (user + system) / 1000;
  }
  return (decisions * 1000) / usedMs;
}
