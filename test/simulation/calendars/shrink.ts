import { type CalendarEnding, playCalendars } from './play.ts';
import type { CalendarStory } from './story.ts';

/** The shortest story found, within so many plays, that still breaks the same invariant: habits, steps and events are left out. */
export async function shrinkCalendars(
  story: CalendarStory,
  maximumPlays: number,
): Promise<{ readonly story: CalendarStory; readonly ending: CalendarEnding }> {
  let plays = 1;
  let best = { story, ending: await playCalendars(story) };
  const wanted = best.ending.violations[0]?.invariant;
  if (wanted === undefined) return best;
  const attempt = async (shorter: CalendarStory): Promise<boolean> => {
    plays += 1;
    const ending = await playCalendars(shorter);
    if (ending.violations[0]?.invariant !== wanted) return false;
    best = { story: shorter, ending };
    return true;
  };
  for (const simpler of simplifications) if (plays < maximumPlays) await attempt(simpler(best.story));
  for (let isShorter = true; isShorter && plays < maximumPlays; ) {
    isShorter = false;
    for (const part of ['habits', 'steps', 'events'] as const) {
      for (let size = Math.ceil(best.story[part].length / 2); size >= 1; size = Math.floor(size / 2)) {
        for (let first = 0; first < best.story[part].length && plays < maximumPlays; ) {
          const rest = best.story[part].filter((_, index) => index < first || index >= first + size);
          if (await attempt({ ...best.story, [part]: rest })) isShorter = true;
          else first += size;
        }
      }
    }
  }
  return best;
}

const simplifications: readonly ((story: CalendarStory) => CalendarStory)[] = [
  (story) => ({ ...story, skewMs: 0 }),
  (story) => ({ ...story, limits: false }),
  (story) => ({ ...story, quietDays: 1 }),
  (story) => ({ ...story, members: story.members.slice(0, 1) }),
  (story) => ({ ...story, members: story.members.map((member) => ({ ...member, calendars: 1 })) }),
];
