import { factsOf, mailboxFacts } from '../mailboxes/mailbox-facts.ts';
import { differences } from '../people/differences.ts';
import { type CreateCheck, isBlind } from './check.ts';
import { isPoison } from './poison.ts';

const hourMs = 60 * 60 * 1000;
/** The longest that any cloud says its lists may lag behind. */
const longestLagMs = Math.max(...Object.values(mailboxFacts).map(({ lagMs }) => lagMs));
/** When everybody has done what the page asked for, two hourly looks are enough, and the lag of the list that they look at. */
export const arrivesWithinMs = 2 * hourMs + 30 * 60 * 1000 + longestLagMs;
/** The first night is a day after the first start; before it nothing is found by looking at everything. */
const firstNightMs = 24 * hourMs;

/**
 * I12. A cursor that was saved before its work was done would lose what was on that page until the night. The history does
 * not say what a page told, so this looks at the clouds before the first night can come: whoever is on both sides of a
 * sync that has been live, and of whom nobody was asked, is in step some hours after the healing. Clouds that hide what is
 * there have not told it.
 */
export const toldChanges: CreateCheck = ({ story, picture, tried, accuse }) => {
  if (isBlind(story) || story.habits.some(([name]) => name === 'clio.rowEditsUnseen')) return {};
  let startedAt: number | undefined;
  let dueAt: number | undefined;
  const judgeAt = (now: number): void => {
    if (dueAt === undefined || now < dueAt || startedAt === undefined) return;
    dueAt = undefined;
    // What the picture shows has been so since the last change, so a look that comes late still sees how it was.
    if (now < startedAt + firstNightMs) judgeAll();
  };
  const judgeAll = (): void => {
    for (const { firm, tag, answers } of picture.people())
      for (const { book } of firm.mailboxes) {
        const left = picture.cardsOf(tag, firm.clio)[0];
        const right = picture.cardsOf(tag, book)[0];
        if (!left || !right || answers.length > 0 || picture.syncOf(book)?.state !== 'live') continue;
        if (isPoison(left) || isPoison(right)) continue;
        tried();
        for (const difference of differences(left, right, factsOf(book)))
          accuse(`${tag} in ${firm.clio} and ${book}: ${difference}`);
      }
  };
  const look = ({ at }: { readonly at: number }): void => judgeAt(at);
  let healed = false;
  return {
    sees: {
      work: look,
      call: look,
      change: look,
      sight: look,
      wish: ({ at, what }) => {
        if (what === 'start') startedAt ??= at;
        if (healed) dueAt = at + arrivesWithinMs;
      },
      phase: ({ at, phase }) => {
        judgeAt(at);
        if (phase !== 'healed') return;
        healed = true;
        dueAt = at + arrivesWithinMs;
      },
    },
  };
};
