/** Something that held from one moment to another (not included); for ever when it still does. */
export type Spell<State> = { readonly from: number; readonly to: number; readonly state: State };

/** What one entry after the other made of something: each holds until the next one. */
export function spellsOf<State>(
  changes: readonly { readonly at: number; readonly state: State }[],
): readonly Spell<State>[] {
  return changes.map(({ at, state }, place) => ({
    from: at,
    to: changes[place + 1]?.at ?? Number.POSITIVE_INFINITY,
    state,
  }));
}

export const overlaps = (one: Spell<unknown>, from: number, to: number): boolean => one.from <= to && one.to >= from;
