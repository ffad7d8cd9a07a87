import type { AnyStory, KindEnding, StoryKind } from './kind.ts';

/** The shortest story found, within so many plays, that still breaks the same invariant: parts of its lists are left out. */
export async function shrinkKind<Story extends AnyStory>(
  kind: StoryKind<Story>,
  story: Story,
  maximumPlays: number,
): Promise<{ readonly story: Story; readonly ending: KindEnding }> {
  let plays = 1;
  let best = { story, ending: await kind.play(story) };
  const wanted = best.ending.violations[0]?.invariant;
  if (wanted === undefined) return best;
  const attempt = async (shorter: Story): Promise<boolean> => {
    plays += 1;
    const ending = await kind.play(shorter);
    if (ending.violations[0]?.invariant !== wanted) return false;
    best = { story: shorter, ending };
    return true;
  };
  for (const simpler of kind.simpler) if (plays < maximumPlays) await attempt(simpler(best.story));
  for (let isShorter = true; isShorter && plays < maximumPlays; ) {
    isShorter = false;
    for (const part of kind.parts) {
      const list = (): readonly unknown[] => best.story[part] as readonly unknown[];
      for (let size = Math.ceil(list().length / 2); size >= 1; size = Math.floor(size / 2)) {
        for (let first = 0; first < list().length && plays < maximumPlays; ) {
          const rest = list().filter((_, index) => index < first || index >= first + size);
          if (await attempt({ ...best.story, [part]: rest })) isShorter = true;
          else first += size;
        }
      }
    }
  }
  return best;
}
