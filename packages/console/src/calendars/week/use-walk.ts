import { type KeyboardEvent, useRef, useState } from 'react';
import type { Banner, Block, PlacedWeek } from './place.ts';
import { type Place, walk } from './walk.ts';

/** What can be walked to. */
export type Drawn = Banner | Block;
type Stop = Place & { readonly drawn: Drawn };

/** Where the walk stops, in order: each event once, where it begins. */
export function stopsOf({ banners, days }: PlacedWeek): readonly Stop[] {
  const blocks = days.flatMap((some, day) =>
    some.filter(({ isRest }) => !isRest).map((drawn) => ({ day, minutes: drawn.top, drawn })),
  );
  const all = [...banners.map((drawn) => ({ day: drawn.first, minutes: -1, drawn })), ...blocks];
  return all.toSorted((a, b) => a.day - b.day || a.minutes - b.minutes);
}

/** One event can be reached with Tab; the keys of `walk` lead on from it. */
export function useWalk(stops: readonly Stop[]) {
  const grid = useRef<HTMLDivElement>(null);
  const [at, setCurrent] = useState(0);
  const current = Math.min(at, Math.max(0, stops.length - 1));
  const press = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const next = walk(stops, current, event.key);
    if (next === undefined) return;
    event.preventDefault();
    setCurrent(next);
    grid.current?.querySelector<HTMLElement>(`[data-at="${next}"]`)?.focus();
  };
  return { grid, current, setCurrent, press };
}
