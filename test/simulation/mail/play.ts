import { type Chance, chanceOf } from '../chance.ts';
import type { KindEnding } from '../kinds/kind.ts';
import { createVisitor, type Visitor } from '../page/visitor.ts';
import { noteNow } from '../stage/clouds.ts';
import { createLoop, type Loop } from '../stage/loop.ts';
import { createStage, type Stage } from '../stage/stage.ts';
import { type Asking, chooseSettings, mailAsks } from './asks.ts';
import { type Box, fillClio, openBoxes } from './cast.ts';
import { mailDeeds } from './deeds/index.ts';
import type { Scene } from './deeds/scene.ts';
import { createMailJudge, type MailFault, type MailJudge } from './judge/index.ts';
import { askAfterLetters, attendMail, fillGaps, type Zeal } from './page.ts';
import { sendProbes } from './probes.ts';
import { createRecord, type MailPhase, type MailRecord } from './record.ts';
import type { MailStep, MailStory } from './story.ts';
import { mailTroubles } from './troubles.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

type Play = {
  readonly story: MailStory;
  readonly stage: Stage;
  readonly loop: Loop;
  readonly boxes: readonly Box[];
  readonly visitors: readonly Visitor[];
  readonly record: MailRecord;
  readonly judge: MailJudge;
  readonly fresh: () => number;
  readonly tell: (line: string) => void;
  readonly acts: Record<string, number>;
  readonly wishes: readonly Map<string, string>[];
};

/** Plays a story to its end: people and troubles, then healing, then quiet, then the verdict. Nothing wrong is thrown; it is said. */
export async function playMail(story: MailStory): Promise<KindEnding & { readonly record: MailRecord }> {
  const stage = openStage(story);
  const { clouds, scheduler, habits } = stage;
  const loop = createLoop(stage, chanceOf(story.seed + 4));
  const record = createRecord(clouds.now);
  const boxes = openBoxes(stage, record);
  const told: string[] = [];
  const startedAt = clouds.now();
  let number = 0;
  const judge = createMailJudge(story, stage, boxes, record);
  stage.onWrite(judge.wrote);
  const play: Play = {
    story,
    stage,
    loop,
    boxes,
    visitors: boxes.map(({ firm, member }) => createVisitor(stage, loop, firm, member)),
    record,
    judge,
    fresh: () => {
      number += 1;
      return number;
    },
    tell: (line) => {
      told.push(`${((clouds.now() - startedAt) / 1000).toFixed(0).padStart(6)} s  ${line}`);
    },
    acts: {},
    wishes: boxes.map(() => new Map()),
  };
  fillClio(stage, story, record, play.fresh);
  const { violations, rounds } = await live(play).catch((error: unknown) => ({
    violations: [bugOf(error)],
    rounds: 0,
  }));
  const points = scheduler.counts();
  notePhase(play, 'end');
  return {
    violations,
    tested: judge.tested(),
    told,
    history: clouds.history,
    struck: habits.struck(),
    acts: play.acts,
    points,
    lasted: clouds.now() - startedAt,
    rounds,
    record,
  };
}

type Lived = { readonly violations: readonly MailFault[]; readonly rounds: number };

/** Chaos, healing and quiet, as far as nothing is wrong. */
async function live(play: Play): Promise<Lived> {
  const wrong = await chaos(play);
  if (wrong.length > 0) return { violations: wrong, rounds: 0 };
  const healed = await heal(play);
  return healed.violations.length > 0 ? healed : { ...healed, violations: await quiet(play) };
}

/** What comes to no rest, or what nobody may throw. */
const bugOf = (error: unknown): MailFault => ({
  invariant: 'bug',
  says: error instanceof Error ? (error.stack ?? error.message) : String(error),
});

/** The same stage as for contacts, with nobody in any address book, and limits that the providers hold to. */
function openStage({ seed, skewMs, members }: MailStory): Stage {
  const firms = ([0, 1] as const).flatMap((firm) => {
    const mailboxes = members.filter((one) => one.firm === firm).map(({ mailbox }) => [mailbox]);
    const deletes = { left: 'propagate', right: 'release' } as const;
    return mailboxes.length === 0
      ? []
      : [{ members: mailboxes.length, mailboxes, conflicts: 'left' as const, deletes }];
  });
  return createStage({ seed, skewMs, limits: true, firms, people: [], habits: [], steps: [] });
}

function notePhase({ stage, record }: Play, phase: MailPhase): void {
  noteNow(stage.clouds, { kind: 'phase', phase });
  record.note({ kind: 'phase', phase });
}

const sceneOf = ({ stage, boxes, record, fresh }: Play, box: Box, chance: Chance): Scene => ({
  stage,
  box,
  boxes,
  record,
  chance,
  now: stage.clouds.now,
  fresh,
});

const askingOf = (play: Play, box: Box, chance: Chance): Asking => {
  const { stage, loop, record, visitors, wishes } = play;
  const visitor = visitors[box.index];
  const waiting = wishes[box.index];
  if (visitor === undefined || waiting === undefined) throw new Error(`Nobody owns box ${box.index}`);
  return { stage, loop, visitor, box, record, chance, wishes: waiting, scene: sceneOf(play, box, chance) };
};

/** Everybody connects, sooner or later, and everything goes on at once. */
async function chaos(play: Play): Promise<readonly MailFault[]> {
  const { story, stage, loop, tell, acts, judge } = play;
  notePhase(play, 'chaos');
  // What was typed in just now Clio may not show yet.
  await loop.runFor(hourMs);
  const chance = chanceOf(story.seed + 5);
  await settle(play, chance);
  for (const [place, step] of story.steps.entries()) {
    for (const [name, setting] of story.habits) stage.habits.set(name, setting);
    const said = await act(play, step);
    tell(said ?? `nothing (${step.what})`);
    if (said !== undefined) acts[step.what] = (acts[step.what] ?? 0) + 1;
    await attendAll(play, place < 2 ? 'always' : 'sometimes', chance);
    if ('ms' in step.wait) await loop.runFor(step.wait.ms);
    else await loop.runCalls(step.wait.calls);
    const seen = await judge.look();
    if (seen.length > 0) return seen;
  }
  return [];
}

/** The owners of the firms sign in and choose. */
async function settle(play: Play, chance: Chance): Promise<void> {
  for (const { id } of play.stage.clouds.firms) {
    const box = play.boxes.find(({ firm }) => firm.id === id);
    if (box === undefined) continue;
    const asking = askingOf(play, box, chance);
    await asking.visitor.connect('clio', chance);
    await chooseSettings(asking, play.story.settings);
  }
}

async function attendAll(play: Play, zeal: Zeal, chance: Chance): Promise<number> {
  let todo = 0;
  for (const box of play.boxes) {
    const asking = askingOf(play, box, chance);
    todo += await attendMail(asking, zeal);
    await askAfterLetters(asking, asking.wishes);
  }
  return todo;
}

async function act(play: Play, { seed, member, what }: MailStep): Promise<string | undefined> {
  const box = play.boxes[member % play.boxes.length];
  if (box === undefined) return undefined;
  const asking = askingOf(play, box, chanceOf(seed));
  if (what in mailDeeds) return mailDeeds[what as keyof typeof mailDeeds][1](asking.scene);
  if (what in mailAsks) return await mailAsks[what as keyof typeof mailAsks][1](asking);
  return await mailTroubles[what as keyof typeof mailTroubles][1](asking);
}

const healingRounds = 40;
/** What a mailbox is stopped at is tried again tomorrow. */
const patienceMs = (round: number): number => (round < 6 ? 10 * minuteMs : 2 * hourMs);

/** The faults end, and everybody does what the page asks for, until there is nothing more to do. Gaps are filled by some. */
async function heal(play: Play): Promise<Lived> {
  const { story, stage, loop, tell, judge } = play;
  stage.scheduler.forgetMishaps();
  stage.scheduler.setCalm(true);
  stage.habits.clear();
  notePhase(play, 'healed');
  tell('All is well again');
  const chance = chanceOf(story.seed + 6);
  const fillers = play.boxes.filter(() => chance.hits(0.5));
  let rest = 0;
  for (let round = 0; round < healingRounds; round += 1) {
    let todo = await attendAll(play, 'always', chance);
    for (const box of fillers) todo += await fillGaps(askingOf(play, box, chance));
    // Hours first; then a night, in which Clio is read from end to end; then letters that nobody expected.
    await loop.runFor(todo > 0 ? patienceMs(round) : rest === 1 ? 25 * hourMs : hourMs);
    const seen = await judge.look();
    if (seen.length > 0) return { violations: seen, rounds: round };
    rest = todo === 0 ? rest + 1 : 0;
    if (rest === 3) sendProbes(play.boxes.map((box) => sceneOf(play, box, chance)));
    if (rest >= 5) return { violations: [], rounds: round };
  }
  return {
    violations: [{ invariant: 'healing', says: 'There is always something left to do.' }],
    rounds: healingRounds,
  };
}

/** Nobody does anything any more, and nothing is asked for but looks. */
async function quiet(play: Play): Promise<readonly MailFault[]> {
  const { story, loop, tell, judge, stage } = play;
  if (story.quietDays > 1) {
    tell(`${story.quietDays} days pass`);
    await loop.runFor(story.quietDays * 24 * hourMs);
  }
  notePhase(play, 'quiet');
  tell('Quiet');
  for (let round = 0; round < 20; round += 1) {
    noteNow(stage.clouds, { kind: 'phase', phase: 'round' });
    await loop.runFor(hourMs);
  }
  for (const box of play.boxes) await attendMail(askingOf(play, box, chanceOf(story.seed + 7)), 'always');
  return await judge.ends();
}
