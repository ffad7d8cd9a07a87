/** Where an event stands in a week: by the place of its day, and minutes of it; what lasts whole days comes before its midnight. */
export type Place = { readonly day: number; readonly minutes: number };

/** To which event a key leads: up and down through all of them, left and right to the nearest in time on another day. */
export function walk(places: readonly Place[], current: number, key: string): number | undefined {
  const last = places.length - 1;
  const here = places[current];
  if (here === undefined) return undefined;
  const ways: Readonly<Record<string, () => number>> = {
    ArrowUp: () => Math.max(0, current - 1),
    ArrowDown: () => Math.min(last, current + 1),
    ArrowLeft: () => beside(places, here, -1) ?? current,
    ArrowRight: () => beside(places, here, 1) ?? current,
    Home: () => 0,
    End: () => last,
  };
  return Object.hasOwn(ways, key) ? ways[key]?.() : undefined;
}

/** The nearest in time on the next day in that direction that has any. */
function beside(places: readonly Place[], here: Place, way: 1 | -1): number | undefined {
  const there = places.map(({ day }) => (day - here.day) * way).filter((distance) => distance > 0);
  const day = here.day + way * Math.min(...there);
  const nearest = places
    .map(({ minutes }, index) => ({ index, away: Math.abs(minutes - here.minutes) }))
    .filter(({ index }) => places[index]?.day === day)
    .toSorted((a, b) => a.away - b.away);
  return nearest[0]?.index;
}
