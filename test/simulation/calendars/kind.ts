import type { StoryKind } from '../kinds/kind.ts';
import { missingInCalendars } from './coverage.ts';
import { drawCalendarStory } from './draw-story.ts';
import { calendarInvariants } from './judge/index.ts';
import { playCalendars } from './play.ts';
import type { CalendarStory } from './story.ts';

export const kind: StoryKind<CalendarStory> = {
  name: 'calendars',
  invariants: calendarInvariants,
  draw: drawCalendarStory,
  play: playCalendars,
  sizeOf: ({ events, habits, steps }) => `${events.length} events, ${habits.length} habits, ${steps.length} steps`,
  parts: ['habits', 'steps', 'events'],
  simpler: [
    (story) => ({ ...story, skewMs: 0 }),
    (story) => ({ ...story, limits: false }),
    (story) => ({ ...story, quietDays: 1 }),
    (story) => ({ ...story, members: story.members.slice(0, 1) }),
    (story) => ({ ...story, members: story.members.map((member) => ({ ...member, calendars: 1 })) }),
  ],
  missing: missingInCalendars,
};
