import { type Ending, play } from './play.ts';
import { type FirmPlan, mailboxesOf, type Story } from './story.ts';

export type Shrunk = { readonly story: Story; readonly ending: Ending; readonly plays: number };

/** The shortest story found, within so many plays, that still breaks the same invariant: habits, steps and people are left out. */
export async function shrink(story: Story, maximumPlays: number): Promise<Shrunk> {
  let plays = 1;
  let best: Shrunk = { story, ending: await play(story), plays };
  const wanted = invariantOf(best.ending);
  if (wanted === undefined) return best;
  const attempt = async (shorter: Story): Promise<boolean> => {
    plays += 1;
    const ending = await play(shorter);
    if (invariantOf(ending) !== wanted) return false;
    best = { story: shorter, ending, plays };
    return true;
  };
  for (const simpler of simplifications) {
    const story = simpler(best.story);
    if (story !== undefined && plays < maximumPlays) await attempt(story);
  }
  let shorter = true;
  while (shorter && plays < maximumPlays) {
    shorter = false;
    for (const part of ['habits', 'steps', 'people'] as const) {
      for (let size = Math.ceil(best.story[part].length / 2); size >= 1; size = Math.floor(size / 2)) {
        for (let first = 0; first < best.story[part].length && plays < maximumPlays; ) {
          const rest = best.story[part].filter((_, index) => index < first || index >= first + size);
          if (await attempt({ ...best.story, [part]: rest })) shorter = true;
          else first += size;
        }
      }
    }
  }
  return { ...best, plays };
}

const invariantOf = ({ violations }: Ending): string | undefined => violations[0]?.invariant;

/** What makes a whole story simpler, or nothing when it is as simple as that already. */
const simplifications: readonly ((story: Story) => Story | undefined)[] = [
  (story) => (story.skewMs === 0 ? undefined : { ...story, skewMs: 0 }),
  (story) => (story.limits ? { ...story, limits: false } : undefined),
  (story) => onlyFirm(story, 0),
  (story) => onlyFirm(story, 1),
  (story) => withFirms(story, (firm) => ({ ...firm, members: 1 })),
  (story) =>
    withFirms(story, (firm) => ({ ...firm, mailboxes: mailboxesOf(firm).map(([first = 'microsoft']) => [first]) })),
  (story) => withFirms(story, ({ mailboxes: _, ...firm }) => firm),
  (story) => withFirms(story, (firm) => ({ ...firm, conflicts: 'left' })),
  (story) => withFirms(story, (firm) => ({ ...firm, deletes: { left: 'propagate', right: 'release' } })),
];

function onlyFirm(story: Story, place: number): Story | undefined {
  const firm = story.firms[place];
  if (firm === undefined || story.firms.length === 1) return undefined;
  const moved = <Part extends { readonly firm: number }>(parts: readonly Part[]): readonly Part[] =>
    parts.flatMap((part) => (part.firm === place ? { ...part, firm: 0 } : []));
  return { ...story, firms: [firm], people: moved(story.people), steps: moved(story.steps) };
}

function withFirms(story: Story, change: (firm: FirmPlan) => FirmPlan): Story | undefined {
  const firms = story.firms.map(change);
  return JSON.stringify(firms) === JSON.stringify(story.firms) ? undefined : { ...story, firms };
}
