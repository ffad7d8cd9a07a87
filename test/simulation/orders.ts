import { chanceOf } from './chance.ts';
import { drawStory } from './draw-story.ts';
import { sideOf } from './history/happenings.ts';
import type { Violation } from './judge/index.ts';
import { handsOn } from './mailboxes/index.ts';
import { attend } from './page/attend.ts';
import { createVisitor } from './page/visitor.ts';
import { type Card, cardsOn } from './people/cards.ts';
import { addPerson } from './people/deeds/index.ts';
import { readTruth } from './people/truth.ts';
import { createLoop } from './stage/loop.ts';
import { booksOf, createStage, type Stage } from './stage/stage.ts';
import type { Story } from './story.ts';

const orders = [1, 2, 3];
const minuteMs = 60_000;
const noticeHabits = [
  'clio.webhookReordered',
  'clio.webhookLate',
  'clio.webhookDoubled',
  'microsoft.notificationReordered',
  'microsoft.notificationLate',
  'microsoft.notificationDoubled',
] as const;

/**
 * The same edits, of different people, told in several orders and worked on by functions that interleave otherwise, must end
 * in the same cards.
 */
export async function ordersAgree(seed: number): Promise<readonly Violation[]> {
  const story = { ...drawStory(seed), habits: [], steps: [], limits: false, skewMs: 0 };
  const ends: string[] = [];
  for (const order of orders) ends.push(await endOf(story, order));
  if (new Set(ends).size === 1) return [];
  return [{ invariant: 'I18', says: 'The same edits in another order ended otherwise.' }];
}

async function endOf(story: Story, order: number): Promise<string> {
  const stage = createStage(story, order);
  const { clouds, habits, scheduler } = stage;
  const loop = createLoop(stage, chanceOf(story.seed + order));
  const truth = readTruth(clouds.history);
  const chance = chanceOf(story.seed + 5);
  for (const plan of story.people) {
    const firm = clouds.firms[plan.firm];
    if (firm) addPerson(clouds, firm, plan, chanceOf(plan.seed));
  }
  const visitors = clouds.firms.flatMap((firm) =>
    firm.members.map((member) => createVisitor(stage, loop, firm, member)),
  );
  const settle = async (): Promise<void> => {
    scheduler.setCalm(true);
    for (let round = 0; round < 8; round += 1) {
      for (const visitor of visitors) await attend(stage, visitor, truth, 'always', chance);
      await loop.runFor(10 * minuteMs);
    }
    scheduler.setCalm(false);
  };
  await settle();
  for (const name of noticeHabits) habits.set(name, { rate: 0.5 });
  editEverybody(stage);
  await loop.runFor(10 * minuteMs);
  habits.clear();
  await settle();
  return JSON.stringify(booksOf(clouds).map((book) => cardsOn(clouds, book).map(comparable).toSorted()));
}

/** One detail each, in the first book that has them: no two edits meet. */
function editEverybody({ clouds }: Stage): void {
  const edited = new Set<string>();
  for (const book of booksOf(clouds))
    for (const { id, tags, isCompany } of cardsOn(clouds, book)) {
      const tag = tags.join();
      if (isCompany || tag === '' || edited.has(tag)) continue;
      edited.add(tag);
      const prefix = `Prefix of ${tag}`;
      if (sideOf(book) === 'left') clouds.sandbox.clio.contacts.edit(Number(id), { prefix });
      else handsOn(clouds, book).typeText(id, 'prefix', prefix);
    }
}

/** All but ids and the order of rows: they tell only who was made first. */
function comparable({ id: _, lists, extras, ...card }: Card): string {
  const sorted = Object.entries(lists).map(([name, entries]) => [
    name,
    entries.map(({ value, slot }) => `${slot} ${value}`).toSorted(),
  ]);
  const named = Object.entries(extras).map(([name, value]) => `${name.replace(/ row \d+$/u, ' a row')} ${value}`);
  return JSON.stringify({ ...card, lists: sorted, extras: named.toSorted() });
}
