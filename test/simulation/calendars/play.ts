import { type Chance, chanceOf } from '../chance.ts';
import type { KindEnding } from '../kinds/kind.ts';
import { createVisitor, type Visitor } from '../page/visitor.ts';
import { noteNow } from '../stage/clouds.ts';
import { createLoop, type Loop } from '../stage/loop.ts';
import { createStage, type Stage } from '../stage/stage.ts';
import { troubles } from '../troubles.ts';
import { isCalendarTrouble } from './acts.ts';
import { type Chronicle, createChronicle, type Phase } from './chronicle.ts';
import { noteBirth } from './deeds/births.ts';
import { deeds } from './deeds/index.ts';
import { draft, newTag, type Scene } from './deeds/scene.ts';
import { isLasting } from './draw-habits.ts';
import { type CalendarJudge, createCalendarJudge, type Fault } from './judge/index.ts';
import { attendCalendars, type Zeal } from './page.ts';
import { openPairs, type Pair } from './pairs.ts';
import type { CalendarStep, CalendarStory } from './story.ts';
import { homeZone, sayWhen } from './typed.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

type Play = {
  readonly story: CalendarStory;
  readonly stage: Stage;
  readonly loop: Loop;
  readonly pairs: readonly Pair[];
  readonly visitors: readonly Visitor[];
  readonly chronicle: Chronicle;
  readonly judge: CalendarJudge;
  readonly fresh: () => number;
  readonly tell: (line: string) => void;
  readonly acts: Record<string, number>;
};

/** Plays a story to its end: people and troubles, then healing, then quiet, then the verdict. Nothing wrong is thrown; it is said. */
export async function playCalendars(story: CalendarStory): Promise<KindEnding> {
  const stage = openStage(story);
  const { clouds, scheduler, habits } = stage;
  const loop = createLoop(stage, chanceOf(story.seed + 4));
  const chronicle = createChronicle(clouds.now);
  const pairs = openPairs(stage, story, chronicle);
  const told: string[] = [];
  const startedAt = clouds.now();
  let number = 0;
  const play: Play = {
    story,
    stage,
    loop,
    pairs,
    visitors: clouds.firms.flatMap((firm) => firm.members.map((member) => createVisitor(stage, loop, firm, member))),
    chronicle,
    judge: createCalendarJudge(story, stage, pairs, chronicle),
    fresh: () => {
      number += 1;
      return number;
    },
    tell: (line) => {
      told.push(`${((clouds.now() - startedAt) / 1000).toFixed(0).padStart(6)} s  ${line}`);
    },
    acts: {},
  };
  const violations = [...(await chaos(play))];
  const points = scheduler.counts();
  let rounds = 0;
  if (violations.length === 0) {
    const healed = await heal(play);
    violations.push(...healed.violations);
    rounds = healed.rounds;
  }
  if (violations.length === 0) violations.push(...(await quiet(play)));
  notePhase(play, 'end');
  if (violations.length === 0) violations.push(...play.judge.ends());
  return {
    violations,
    tested: play.judge.tested(),
    told,
    history: clouds.history,
    struck: habits.struck(),
    acts: play.acts,
    points,
    lasted: clouds.now() - startedAt,
    rounds,
  };
}

/** The same stage as for contacts, with nobody in any address book. */
function openStage({ seed, skewMs, limits, members, policy }: CalendarStory): Stage {
  const conflicts = policy.conflicts;
  const deletes = { left: 'propagate', right: 'propagate' } as const;
  const mailboxes = members.map(({ mailbox }) => [mailbox]);
  const firm = { members: members.length, mailboxes, conflicts, deletes };
  return createStage({ seed, skewMs, limits, firms: [firm], people: [], habits: [], steps: [] });
}

function notePhase({ stage, chronicle }: Play, phase: Phase): void {
  noteNow(stage.clouds, { kind: 'phase', phase });
  chronicle.note({ kind: 'phase', phase });
}

const sceneOf = ({ stage, chronicle, fresh }: Play, pair: Pair, chance: Chance): Scene => ({
  pair,
  chance,
  chronicle,
  now: stage.clouds.now,
  fresh,
});

/** The calendars are there, syncs begin, and everything goes on at once. */
async function chaos(play: Play): Promise<readonly Fault[]> {
  const { story, stage, loop, tell, acts, judge } = play;
  notePhase(play, 'chaos');
  for (const [name, setting] of story.habits) if (isLasting(name)) stage.habits.set(name, setting);
  if (story.habits.some(([name]) => name.includes('.allDayEnds')))
    for (const pair of play.pairs) addHoliday(play, pair);
  for (const { pair: index, places, seed } of story.events) {
    const pair = play.pairs[index];
    if (pair === undefined) continue;
    const scene = sceneOf(play, pair, chanceOf(seed));
    const tag = newTag(scene);
    const typed = draft(scene, tag, places.includes('left'));
    for (const side of places) {
      pair.hands[side].add(typed);
      noteBirth(scene, side, tag, typed);
    }
    tell(`${tag} is there in ${places.join(' and ')} of pair ${index}: ${sayWhen(typed.when)}`);
  }
  // What was typed in just now some clouds do not show yet.
  await loop.runFor(hourMs);
  const chance = chanceOf(story.seed + 5);
  for (const [place, step] of story.steps.entries()) {
    for (const [name, setting] of story.habits) stage.habits.set(name, setting);
    const said = await act(play, step);
    tell(said ?? `nothing (${step.what})`);
    if (said !== undefined) acts[step.what] = (acts[step.what] ?? 0) + 1;
    await attendAll(play, place < 4 ? 'always' : 'sometimes', chance);
    if ('ms' in step.wait) await loop.runFor(step.wait.ms);
    else await loop.runCalls(step.wait.calls);
    const seen = judge.look();
    if (seen.length > 0) return seen;
  }
  return [];
}

/**
 * Every firm's calendar has an all-day entry of one day: only such a one tells how the ends of all-day entries are meant. Without any
 * the provider has to assume it.
 */
function addHoliday(play: Play, pair: Pair): void {
  const scene = sceneOf(play, pair, chanceOf(play.story.seed));
  const tag = newTag(scene);
  const when = { allDay: true, start: '2026-05-18', end: '2026-05-19', zone: homeZone };
  const typed = { title: `${tag} Victoria Day`, location: '', description: '', when };
  pair.hands.left.add(typed);
  noteBirth(scene, 'left', tag, typed);
}

async function attendAll(play: Play, zeal: Zeal, chance: Chance): Promise<number> {
  const { stage, visitors, pairs, story, chronicle } = play;
  let todo = 0;
  for (const visitor of visitors) {
    const own = pairs.filter(({ member }) => member === visitor.member);
    todo += await attendCalendars({ stage, visitor, pairs: own, policy: story.policy, chronicle, chance }, zeal);
  }
  return todo;
}

async function act(play: Play, { seed, pair: index, what }: CalendarStep): Promise<string | undefined> {
  const { stage, loop, pairs, visitors } = play;
  const chance = chanceOf(seed);
  const pair = pairs[index];
  const visitor = visitors.find(({ member }) => member === pair?.member);
  if (pair === undefined || visitor === undefined) return undefined;
  if (isCalendarTrouble(what)) return await troubles[what][1]({ stage, loop, visitor, chance });
  return what in deeds ? deeds[what as keyof typeof deeds][1](sceneOf(play, pair, chance)) : undefined;
}

const healingRounds = 30;

/** The faults end, and everybody does what the page asks for, until there is nothing more to do. */
async function heal(play: Play): Promise<{ readonly violations: readonly Fault[]; readonly rounds: number }> {
  const { story, stage, loop, tell, judge } = play;
  stage.scheduler.forgetMishaps();
  stage.scheduler.setCalm(true);
  stage.habits.clear();
  for (const [name, setting] of story.habits) if (isLasting(name)) stage.habits.set(name, setting);
  notePhase(play, 'healed');
  tell('All is well again');
  const chance = chanceOf(story.seed + 6);
  let rest = 0;
  for (let round = 0; round < healingRounds; round += 1) {
    const todo = await attendAll(play, 'always', chance);
    // Hours first; then a night, in which everything is looked at once; then hours again.
    await loop.runFor(todo > 0 ? 10 * minuteMs : rest === 1 ? 25 * hourMs : hourMs);
    const seen = judge.look();
    if (seen.length > 0) return { violations: seen, rounds: round };
    rest = todo === 0 ? rest + 1 : 0;
    if (rest >= 4) return { violations: [], rounds: round };
  }
  const left = play.chronicle.deeds().filter(({ what }) => what === 'answered');
  const last = left.at(-1);
  const asked = last ? ` ${last.field} was answered for ${last.tag} ${left.length} times: ${last.before}` : '';
  return {
    violations: [{ invariant: 'I1', says: `It never heals: there is always something left to do.${asked}` }],
    rounds: healingRounds,
  };
}

/** Nobody does anything any more: nothing is written, but for what only now comes into the span of time. */
async function quiet(play: Play): Promise<readonly Fault[]> {
  const { story, loop, tell, judge, stage } = play;
  if (story.quietDays > 1) {
    tell(`${story.quietDays} days pass`);
    const chance = chanceOf(story.seed + 7);
    for (let day = 0; day < story.quietDays; day += 1) {
      await loop.runFor(24 * hourMs);
      const seen = judge.look();
      if (seen.length > 0) return seen;
      if (day % 10 === 9) await attendAll(play, 'always', chance);
    }
  }
  notePhase(play, 'quiet');
  tell('Quiet');
  for (let round = 0; round < 20; round += 1) {
    noteNow(stage.clouds, { kind: 'phase', phase: 'round' });
    await loop.runFor(hourMs);
  }
  return judge.look();
}
