import type { History } from '../history/history.ts';
import type { Story } from '../story.ts';
import type { Finals } from './check.ts';
import { createHearing, type Hearing } from './hearing.ts';
import type { Verdict, Violation } from './invariants.ts';

export type { Finals } from './check.ts';
export { type Invariant, invariants, type Verdict, type Violation } from './invariants.ts';
export { agreesWithinRounds } from './rounds.ts';

/** Judges a story while it happens, each happening once. */
export type Watch = {
  /** What was broken since the last look: a story that did so once need not go on. */
  readonly look: () => readonly Violation[];
};

export function createWatch(story: Story, history: History): Watch {
  const hearing = createHearing(story, history);
  hearings.set(history, hearing);
  return { look: hearing.hear };
}

/**
 * Judges what people did and what came of it, by the history and the cards in the end, and by nothing that Concord keeps.
 * Goes on where the watch of that history is. To be called once, when all is over.
 */
export function judge(story: Story, history: History, finals: Finals): Verdict {
  const hearing = hearings.get(history) ?? createHearing(story, history);
  hearings.delete(history);
  hearing.end(finals);
  return { violations: hearing.violations, tested: hearing.tested, rounds: hearing.rounds() };
}

const hearings = new WeakMap<History, Hearing>();
