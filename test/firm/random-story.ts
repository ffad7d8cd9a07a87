import type { SideName } from '@concord/core';
import { answer, requestScan, startSync, waitingPage } from '@concord/engine';
import type { Setting } from '@concord/sandbox';
import { type Chance, chanceOf } from './chance.ts';
import { cardsOn } from './cloud-cards.ts';
import { caller, createOneFirm, type OneFirm } from './one-firm.ts';
import { doubles, judge } from './story-judge.ts';
import { createTroubles, drawHabits, onlyWhenLive, overtake, type Troubles } from './story-troubles.ts';
import { addPerson, createDoings, type Deed, type Doings, deeds, doDeed, ownerOf } from './story-users.ts';

/** Everything of a story is drawn beforehand, each part with a number of its own, so that parts can be left out to shrink it. */
export type Story = {
  readonly seed: number;
  readonly people: readonly { readonly seed: number; readonly sides: readonly SideName[] }[];
  readonly habits: readonly (readonly [string, Setting])[];
  readonly steps: readonly { readonly seed: number; readonly what: Deed | Trouble; readonly waitMs: number }[];
};
type Trouble = keyof typeof troubles;

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

export function drawStory(seed: number): Story {
  const chance = chanceOf(seed);
  const own = (): number => chance.below(1_000_000_000);
  const acts = [...weighted(deeds), ...weighted(troubles)];
  return {
    seed,
    people: Array.from({ length: 5 + chance.below(11) }, () => ({
      seed: own(),
      sides: chance.oneOf<readonly SideName[]>(['left'], ['right'], ['left', 'right']),
    })),
    habits: drawHabits(chance),
    steps: Array.from({ length: 10 + chance.below(30) }, () => ({
      seed: own(),
      what: chance.pick(acts) ?? 'textLeft',
      waitMs: chance.oneOf(0, 500, 5_000, minuteMs, 5 * minuteMs, 30 * minuteMs),
    })),
  };
}

function weighted<Name extends string>(table: Readonly<Record<Name, readonly [number, unknown]>>): readonly Name[] {
  return (Object.keys(table) as Name[]).flatMap((name) => Array.from({ length: table[name][0] }, () => name));
}

type Stage = {
  readonly firm: OneFirm;
  readonly doings: Doings;
  readonly troubles: Troubles;
  readonly tell: (line: string) => void;
};

/** Anything but the same person made on both sides between two calls of one worker: nobody could know them for one. */
const drawDeed = (chance: Chance): Deed =>
  chance.pick(weighted(deeds).filter((deed) => deed !== 'newOnBoth')) ?? 'textLeft';

/** What befalls the workers, the queue and the clock. */
const troubles = {
  kill: [5, ({ troubles: now }, chance) => now.kill(1 + chance.below(60), chance.oneOf('before', 'after'))],
  stall: [
    2,
    ({ troubles: now, firm }, chance) => {
      const ms = chance.oneOf(2_000, 20_000, 90_000);
      now.interrupt({
        at: 1 + chance.below(40),
        when: chance.oneOf('before', 'after'),
        act: (longestMs) => overtake(firm, Math.min(ms, longestMs ?? ms)),
      });
    },
  ],
  midway: [
    4,
    ({ troubles: now, firm, doings, tell }, chance) =>
      now.interrupt({
        at: 1 + chance.below(40),
        when: chance.oneOf('before', 'after'),
        act: async () => tell(`midway: ${doDeed(drawDeed(chance), { firm, doings, chance }) ?? 'nothing'}`),
      }),
  ],
  lose: [1, ({ troubles: now }) => now.loseNext()],
  double: [1, ({ troubles: now }) => now.doubleNext()],
  jump: [1, ({ firm }, chance) => firm.world.advance(chance.below(5 * hourMs))],
  expireDelta: [1, ({ firm }) => firm.sandbox.microsoft.expireDeltaTokens(firm.email)],
} as const satisfies Record<string, readonly [number, (stage: Stage, chance: Chance) => void | Promise<void>]>;

/** Who is typed in on both sides while a cloud does not show it yet cannot be known for one person. */
const hidesNews = /stale|Lag$|empty|replayOld/u;

const isDeed = (what: Deed | Trouble): what is Deed => what in deeds;

export type Ending = { readonly violations: readonly string[]; readonly told: readonly string[] };

/** Plays a story to its end: troubles and people, then healing, then quiet. What is wrong in the end is said, not thrown. */
export async function play(story: Story): Promise<Ending> {
  const told: string[] = [];
  const violations: string[] = [];
  const tricks = createTroubles(chanceOf(story.seed + 1));
  const firm = await createOneFirm({
    seed: story.seed,
    tamper: tricks.tamper,
    settings: { leaseMs: 10_000, requestTimeoutMs: 5_000 },
  });
  const start = firm.world.now();
  const isBlind = story.habits.some(([name]) => hidesNews.test(name));
  const tell = (line: string): void => {
    told.push(`${((firm.world.now() - start) / 1000).toFixed(0)} s: ${line}`);
  };
  const stage: Stage = { firm, doings: createDoings(isBlind), troubles: tricks, tell };
  const { doings } = stage;
  const run = async (ms: number): Promise<void> => {
    for (const bug of await tricks.run(firm, ms))
      violations.push(`bug: ${bug instanceof Error ? bug.stack : String(bug)}`);
    violations.push(...doubles(firm, doings));
  };
  for (const { seed, sides } of story.people) tell(addPerson({ firm, doings, chance: chanceOf(seed) }, sides));
  await run(hourMs);
  for (const step of story.steps) {
    if (violations.length > 0) break;
    await attend(stage);
    const live = (await firm.view()).state === 'live';
    for (const [name, setting] of story.habits)
      if (live || !onlyWhenLive(name)) firm.sandbox.awkward.set(name, setting);
    const chance = chanceOf(step.seed);
    if (step.what === 'newOnBoth' && isBlind) continue;
    if (isDeed(step.what)) tell(doDeed(step.what, { firm, doings, chance }) ?? `nothing (${step.what})`);
    else {
      tell(step.what);
      await troubles[step.what][1](stage, chance);
    }
    await run(step.waitMs);
  }
  if (violations.length === 0) violations.push(...(await heal(stage, run)));
  if (violations.length === 0) violations.push(...judge(firm, doings));
  if (violations.length === 0) violations.push(...(await rest(stage, run)));
  return { violations: [...new Set(violations)], told };
}

/** What whoever looks after it does when the page says so: begin, start, go on, authorize again. */
async function attend({ firm, tell }: Stage): Promise<void> {
  const { state, id, preview, trouble } = await firm.view();
  if (state === 'draft') await requestScan(firm.ports, caller, id, { clioSyncOff: true, conflicts: 'left' });
  if (state === 'previewed') await startSync(firm.ports, caller, id, preview?.run ?? '');
  if (state !== 'paused') return;
  tell(`goes on after ${trouble ?? 'nothing'}`);
  if (trouble?.startsWith('brake.') !== true) await firm.reconnect();
  if ((await firm.view()).state === 'paused') await startSync(firm.ports, caller, id, '');
}

const healingRounds = 12;

/** The faults end. People answer what they are asked, by the truth. A night passes, so that one full pass happens. */
async function heal(stage: Stage, run: (ms: number) => Promise<void>): Promise<readonly string[]> {
  const { firm, troubles: tricks, tell } = stage;
  tricks.end();
  for (const name of Object.keys(firm.sandbox.awkward.settings())) firm.sandbox.awkward.set(name, undefined);
  tell('all is well again');
  for (let round = 0; round < healingRounds; round += 1) {
    for (let part = 0; part < 3; part += 1) {
      await attend(stage);
      await run(10 * minuteMs);
    }
    await run(4 * hourMs);
    await attend(stage);
    const asked = await answerAll(stage);
    const { state } = await firm.view();
    if (round >= 6 && state === 'live' && asked === 0) return [];
  }
  const view = await firm.view();
  return [
    `unhealed: it is ${view.state} (${view.trouble ?? ''}), ${view.waiting.held} held, ${view.waiting.parked} parked`,
  ];
}

/** Answers by who people are, which no page shows; about what was deleted on one side and changed on the other, at random. */
async function answerAll({ firm, doings, tell }: Stage): Promise<number> {
  const { id } = await firm.view();
  const { rows } = await waitingPage(firm.ports, caller, id);
  const [row] = rows;
  for (const one of rows) {
    const owner = ownerOfMapping(firm, doings, one.mapping);
    const same = one.candidates.find(({ mapping }) => ownerOfMapping(firm, doings, mapping) === owner);
    const deleted = doings.deletedLeft.has(owner) && one.candidates.length === 0;
    const wish = deleted && owner.length % 2 === 0 ? 'keep' : 'different';
    if (deleted) doings.answers.set(owner, wish);
    const said = one.kind === 'parked' ? 'retry' : same ? 'same' : wish;
    tell(`asked about ${owner} (${one.because}), answers ${said}`);
    await answer(firm.ports, caller, id, {
      answers: [
        { mapping: one.mapping, answer: said, ...(said === 'same' && same ? { candidate: same.mapping } : {}) },
      ],
    });
  }
  return row === undefined ? 0 : rows.length;
}

function ownerOfMapping(firm: OneFirm, doings: Doings, mapping: string): string {
  const rows = firm.table.rows().filter((row) => row.sk.startsWith('AT#') && row.mapping === mapping);
  const items = new Set(rows.map(({ item }) => String(item)));
  const cards = [...cardsOn(firm, 'left'), ...cardsOn(firm, 'right')].filter(({ id }) => items.has(id));
  return cards[0] ? ownerOf(doings, cards[0]) : 'nobody';
}

const quietRounds = 20;

/** Twenty more polls write nothing. */
async function rest({ firm, tell }: Stage, run: (ms: number) => Promise<void>): Promise<readonly string[]> {
  firm.writes();
  tell('quiet');
  for (let round = 0; round < quietRounds; round += 1) {
    await run(hourMs);
    const writes = firm.writes();
    if (writes > 0) return [`restless: ${writes} writes in quiet round ${round + 1}`];
  }
  return [];
}

/** The shortest story found that still ends in the same kind of violation: habits, steps and people are left out one by one. */
export async function shrink(story: Story): Promise<Story> {
  const kindOf = ({ violations }: Ending): string => violations[0]?.split(':')[0] ?? '';
  const wanted = kindOf(await play(story));
  let best = story;
  for (const part of ['habits', 'steps', 'people'] as const) {
    for (let size = Math.ceil(best[part].length / 2); size >= 1; size = Math.floor(size / 2)) {
      for (let first = 0; first < best[part].length; ) {
        const shorter = { ...best, [part]: best[part].filter((_, index) => index < first || index >= first + size) };
        if (kindOf(await play(shorter)) === wanted) best = shorter;
        else first += size;
      }
    }
  }
  return best;
}
