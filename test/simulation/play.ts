import { activityPage, sessionView } from '@concord/engine';
import { type Chance, chanceOf } from './chance.ts';
import type { BookName } from './history/happenings.ts';
import type { History } from './history/history.ts';
import { isBlind } from './judge/check.ts';
import { createWatch, judge, type Verdict, type Violation } from './judge/index.ts';
import { asksAboutNobody, attend } from './page/attend.ts';
import { createVisitor, type Visitor } from './page/visitor.ts';
import { type Card, cardsOn } from './people/cards.ts';
import { addPerson, deeds, doDeed } from './people/deeds/index.ts';
import { readTruth, type Truth } from './people/truth.ts';
import { noteNow } from './stage/clouds.ts';
import { createLoop, type Loop } from './stage/loop.ts';
import type { PointCounts } from './stage/point-counter.ts';
import { booksOf, createStage, type Stage } from './stage/stage.ts';
import type { Step, Story } from './story.ts';
import { troubles } from './troubles.ts';

/** Beside what the judge says: a bug was thrown, a story asked the real world for something, or the same number told another story. */
export type Wrong = Violation | { readonly invariant: 'bug' | 'outside' | 'trace'; readonly says: string };

export type Ending = {
  readonly violations: readonly Wrong[];
  readonly tested: Verdict['tested'];
  readonly rounds: number;
  /** What happened, in words. */
  readonly told: readonly string[];
  readonly history: History;
  readonly struck: Readonly<Record<string, number>>;
  /** How often each deed and trouble really happened. */
  readonly acts: Readonly<Record<string, number>>;
  /** While anybody could be killed. */
  readonly points: PointCounts;
  /** Milliseconds of the story's own clock. */
  readonly lasted: number;
};

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

type Play = {
  readonly story: Story;
  readonly stage: Stage;
  readonly loop: Loop;
  readonly truth: Truth;
  readonly visitors: readonly Visitor[];
  readonly tell: (line: string) => void;
  readonly acts: Record<string, number>;
  /** Judges what happened since the last look. */
  readonly look: () => readonly Wrong[];
};

/** Plays a story to its end: people and troubles, then healing, then quiet, then the verdict. Nothing wrong is thrown; it is said. */
export async function play(story: Story): Promise<Ending> {
  const stage = createStage(story);
  const { clouds, scheduler, habits } = stage;
  const loop = createLoop(stage, chanceOf(story.seed + 4));
  const told: string[] = [];
  const startedAt = clouds.now();
  const watch = createWatch(story, clouds.history);
  let heard = 0;
  const bugs = (): readonly Wrong[] => {
    const news = clouds.history.all().slice(heard);
    heard += news.length;
    return news.flatMap((one) =>
      one.kind === 'work' && one.what === 'fails' && one.code === undefined
        ? [{ invariant: 'bug' as const, says: one.error ?? '' }]
        : [],
    );
  };
  const play: Play = {
    story,
    stage,
    loop,
    truth: readTruth(clouds.history),
    visitors: clouds.firms.flatMap((firm) => firm.members.map((member) => createVisitor(stage, loop, firm, member))),
    tell: (line) => {
      told.push(`${((clouds.now() - startedAt) / 1000).toFixed(0).padStart(6)} s  ${line}`);
    },
    acts: {},
    look: () => [...bugs(), ...watch.look()],
  };
  const violations = [...(await chaos(play))];
  const points = scheduler.counts();
  if (violations.length === 0) violations.push(...(await heal(play)));
  if (violations.length === 0) violations.push(...(await quiet(play)));
  noteNow(clouds, { kind: 'phase', phase: 'end' });
  await noteAudit(play);
  const verdict = judge(story, clouds.history, finals(stage));
  return {
    violations: violations.length > 0 ? violations : verdict.violations,
    tested: verdict.tested,
    rounds: verdict.rounds,
    told,
    history: clouds.history,
    struck: habits.struck(),
    acts: play.acts,
    points,
    lasted: clouds.now() - startedAt,
  };
}

/** The people are there, syncs begin, and everything goes on at once. */
async function chaos({ story, stage, loop, truth, visitors, tell, acts, look }: Play): Promise<readonly Wrong[]> {
  const { clouds } = stage;
  noteNow(clouds, { kind: 'phase', phase: 'chaos' });
  for (const plan of story.people) {
    const firm = clouds.firms[plan.firm];
    if (firm) tell(addPerson(clouds, firm, plan, chanceOf(plan.seed)));
  }
  // What was typed in just now some clouds do not show yet.
  await loop.runFor(hourMs);
  const chance = chanceOf(story.seed + 5);
  for (const [place, step] of story.steps.entries()) {
    setHabits(stage, story);
    // Of somebody new in two books one could be hidden at the first look, and nobody could tell that from the truth either.
    const isUntold = newTogether.has(step.what) && isBlind(story);
    const told = isUntold ? undefined : await act({ stage, loop, visitors }, step);
    tell(told ?? `nothing (${step.what})`);
    if (told !== undefined) acts[step.what] = (acts[step.what] ?? 0) + 1;
    for (const visitor of visitors) await attend(stage, visitor, truth, place === 0 ? 'always' : 'sometimes', chance);
    if ('ms' in step.wait) await loop.runFor(step.wait.ms);
    else await loop.runCalls(step.wait.calls);
    const seen = look();
    if (seen.length > 0) return seen;
  }
  return [];
}

const newTogether: ReadonlySet<string> = new Set(['newInSeveral', 'newInMailboxes']);

/** Those that hide who is there begin once everybody is known: a first look at a book cannot be told from the truth. */
function setHabits({ clouds, habits }: Stage, story: Story): void {
  const live = isHiding(story) && isAllLive(clouds.history);
  for (const [name, setting] of story.habits) if (live || !hides(name)) habits.set(name, setting);
}

const hides = (name: string): boolean => /empty(?:List|Listing)$|LeftOut$/u.test(name);
const isHiding = ({ habits }: Story): boolean => habits.some(([name]) => hides(name));

function isAllLive(history: History): boolean {
  const states = new Map(history.of('sight').map(({ sync, state }) => [sync, state]));
  return states.size > 0 && [...states.values()].every((state) => state === 'live');
}

type Acting = Pick<Play, 'stage' | 'loop' | 'visitors'>;

async function act({ stage, loop, visitors }: Acting, { seed, firm, what }: Step): Promise<string | undefined> {
  const chance: Chance = chanceOf(seed);
  const own = stage.clouds.firms[firm];
  const visitor = chance.pick(visitors.filter((one) => one.firm === own));
  if (own === undefined || visitor === undefined) return undefined;
  if (what in troubles) return await troubles[what as keyof typeof troubles][1]({ stage, loop, visitor, chance });
  return what in deeds ? doDeed(stage.clouds, own, what as keyof typeof deeds, chance) : undefined;
}

const healingRounds = 30;

/** The faults end, and everybody does what the page asks for, until there is nothing more to do. */
async function heal({ story, stage, loop, truth, visitors, tell, look }: Play): Promise<readonly Wrong[]> {
  const { scheduler, habits, clouds } = stage;
  scheduler.forgetMishaps();
  scheduler.setCalm(true);
  habits.clear();
  // What a cloud will never take it does not take in quiet times either.
  for (const [name, setting] of story.habits) if (name.endsWith('.refusesValue')) habits.set(name, setting);
  noteNow(clouds, { kind: 'phase', phase: 'healed' });
  tell('All is well again');
  const chance = chanceOf(story.seed + 6);
  let rest = 0;
  for (let round = 0; round < healingRounds; round += 1) {
    let todo = 0;
    for (const visitor of visitors) todo += await attend(stage, visitor, truth, 'always', chance);
    // Hours first; then a night, in which everything is looked at once; then hours again.
    await loop.runFor(todo > 0 ? 10 * minuteMs : rest === 1 ? 25 * hourMs : hourMs);
    const seen = look();
    if (seen.length > 0) return seen;
    rest = todo === 0 ? rest + 1 : 0;
    if (rest >= 4) return await askedInVain(stage, visitors, truth);
  }
  return [{ invariant: 'I1', says: 'It never heals: there is always something left to do.' }];
}

/** After a night everything has been looked at: a question about somebody who is nowhere would stay for ever. */
async function askedInVain(stage: Stage, visitors: readonly Visitor[], truth: Truth): Promise<readonly Wrong[]> {
  let count = 0;
  for (const visitor of visitors) count += await asksAboutNobody(stage, visitor, truth);
  return count === 0 ? [] : [{ invariant: 'I1', says: `${count} questions are left about cards that are nowhere.` }];
}

const quietRounds = 20;

async function quiet({ stage, loop, tell, look }: Play): Promise<readonly Wrong[]> {
  noteNow(stage.clouds, { kind: 'phase', phase: 'quiet' });
  tell('Quiet');
  for (let round = 0; round < quietRounds; round += 1) {
    noteNow(stage.clouds, { kind: 'phase', phase: 'round' });
    await loop.runFor(hourMs);
  }
  return look();
}

/** What Concord says that it did. */
async function noteAudit({ stage, visitors }: Play): Promise<void> {
  const ports = stage.calmPorts;
  for (const { firm, member } of visitors) {
    const caller = stage.callerOf(firm, member);
    const session = await sessionView(ports, caller);
    for (const { id: sync } of session.signedIn ? session.syncs : []) {
      let after: string | undefined;
      do {
        const page = await activityPage(ports, caller, sync, after);
        for (const { id: _id, at, ...row } of page.rows)
          stage.clouds.history.note({ at, kind: 'audit', firm: firm.id, sync, ...row });
        after = page.after;
      } while (after !== undefined);
    }
  }
}

const finals = ({ clouds }: Stage): ReadonlyMap<BookName, readonly Card[]> =>
  new Map(booksOf(clouds).map((book) => [book, cardsOn(clouds, book)]));
