import type { Moment, Task } from './scheduler.ts';

/** What was passed and where somebody was killed, for the coverage: `merge table.put MAP before` -> how often. */
export type PointCounts = {
  readonly passed: ReadonlyMap<string, number>;
  readonly killed: ReadonlyMap<string, number>;
};

type Role = Task['role'];
type Count = (role: Role, point: string, moment: Moment) => void;

export const nameOf = (role: Role, point: string, moment: Moment): string => `${role} ${point} ${moment}`;

/** Points are passed by the thousand: they are named only when somebody wants to know. */
export function createPointCounter(): { readonly pass: Count; readonly kill: Count; readonly read: () => PointCounts } {
  const [passed, killed] = [new Map<string, Place>(), new Map<string, Place>()];
  return {
    pass: counterOf(passed),
    kill: counterOf(killed),
    read: () => ({ passed: named(passed), killed: named(killed) }),
  };
}

type Place = Record<Role, Record<Moment, number>>;

const counterOf =
  (places: Map<string, Place>): Count =>
  (role, point, moment) => {
    const place = places.get(point) ?? newPlace();
    places.set(point, place);
    place[role][moment] += 1;
  };

const newPlace = (): Place => ({
  merge: { before: 0, after: 0 },
  poll: { before: 0, after: 0 },
  api: { before: 0, after: 0 },
  webhook: { before: 0, after: 0 },
});

function named(places: ReadonlyMap<string, Place>): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const [point, place] of places)
    for (const role of ['merge', 'poll', 'api', 'webhook'] as const)
      for (const moment of ['before', 'after'] as const)
        if (place[role][moment] > 0) counts.set(nameOf(role, point, moment), place[role][moment]);
  return counts;
}
