import type { StoryKind } from '../kinds/kind.ts';
import { missingInMail } from './coverage.ts';
import { drawMailStory } from './draw-story.ts';
import { mailInvariants } from './judge/index.ts';
import { playMail } from './play.ts';
import type { MailStory } from './story.ts';

export const kind: StoryKind<MailStory> = {
  name: 'mail',
  invariants: mailInvariants,
  draw: drawMailStory,
  play: playMail,
  sizeOf: ({ members, people, habits, steps }) =>
    `${members.length} mailboxes, ${people.length} contacts, ${habits.length} habits, ${steps.length} steps`,
  parts: ['habits', 'steps', 'people'],
  simpler: [
    (story) => ({ ...story, skewMs: 0 }),
    (story) => ({ ...story, quietDays: 1 }),
    (story) => ({ ...story, members: story.members.slice(0, 1) }),
  ],
  missing: missingInMail,
};
