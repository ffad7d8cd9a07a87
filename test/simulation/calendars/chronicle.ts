import type { SideName } from '@concord/core';
import type { Seen } from './clouds/hands.ts';

/** What people did, and what changed in the calendars, in order. Nothing in it comes from Concord's own tables. */
export type Entry = { readonly at: number } & (Deed | Change | Live | PhaseEntry);
/** From here on the two calendars of a pair are kept in step: the first run is over. */
export type Live = { readonly kind: 'live'; readonly pair: number };
export type PhaseEntry = { readonly kind: 'phase'; readonly phase: Phase };
export type Phase = 'chaos' | 'healed' | 'quiet' | 'end';

/** Something that a person did to one event. Every value that they type is used once only. */
export type Deed = {
  readonly kind: 'deed';
  readonly what: 'born' | 'edited' | 'deleted' | 'left' | 'returned' | 'answered';
  readonly tag: string;
  readonly pair: number;
  readonly side: SideName;
  /** `title`, `when`, `date 2026-03-09`, `private`, `guests`, ...; of an answer what was answered. */
  readonly field?: string;
  /** What was shown there before. */
  readonly before?: string;
  readonly after?: string;
  /** It was private when they did it, or became so. */
  readonly isPrivate?: boolean;
};

export type Change = Omit<Seen, 'id'> & {
  readonly kind: 'change';
  readonly pair: number;
  readonly side: SideName;
  readonly id: string;
  /** As it was last called when it had a name. */
  readonly tag: string | undefined;
  /** A person in the cloud, or the worker (by its number) whose request it was. */
  readonly by: 'person' | number;
};

export type Chronicle = {
  readonly note: (entry: Deed | Change | Live | PhaseEntry) => void;
  readonly all: () => readonly Entry[];
  readonly deeds: (tag?: string) => readonly (Deed & { readonly at: number })[];
  /** When the first run of a pair was over, as far as the page was looked at. */
  readonly liveSince: (pair: number) => number | undefined;
  readonly changes: () => readonly (Change & { readonly at: number })[];
};

export function createChronicle(now: () => number): Chronicle {
  const entries: Entry[] = [];
  return {
    note: (entry) => {
      entries.push({ at: now(), ...entry });
    },
    all: () => entries,
    deeds: (tag) =>
      entries.filter(
        (entry): entry is Deed & { readonly at: number } =>
          entry.kind === 'deed' && (tag === undefined || entry.tag === tag),
      ),
    liveSince: (pair) => entries.find((entry) => entry.kind === 'live' && entry.pair === pair)?.at,
    changes: () => entries.filter((entry): entry is Change & { readonly at: number } => entry.kind === 'change'),
  };
}
