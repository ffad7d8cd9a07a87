import type { Happening, HappeningKind, Of } from './happenings.ts';

/** The record of one story, in order. */
export type History = {
  readonly note: (happening: Happening) => void;
  readonly all: () => readonly Happening[];
  readonly of: <Kind extends HappeningKind>(...kinds: readonly Kind[]) => readonly Of<Kind>[];
};

export function createHistory(): History {
  const happenings: Happening[] = [];
  return {
    note: (happening) => {
      happenings.push(happening);
    },
    all: () => happenings,
    of: <Kind extends HappeningKind>(...kinds: readonly Kind[]) => {
      const wanted = new Set<HappeningKind>(kinds);
      return happenings.filter((happening): happening is Of<Kind> => wanted.has(happening.kind));
    },
  };
}
