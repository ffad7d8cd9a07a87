import type { SideName } from '@concord/core';
import { type Card, type ListName, listNames, type TextName, textNames } from './cloud-cards.ts';

/** What somebody did to one detail of one person. Every value is used once, so it says where it comes from. */
export type Edit = {
  readonly tag: string;
  readonly field: TextName | ListName;
  readonly side: SideName;
  /** What the side showed there before; for lists absent when something was added. */
  readonly before: string | undefined;
  /** Absent when an entry of a list was removed. */
  readonly after: string | undefined;
};

export type EditLog = {
  readonly note: (edit: Edit) => void;
  /** Notes every detail of a new card. */
  readonly noteCard: (tag: string, side: SideName, card: Pick<Card, 'texts' | 'lists'>) => void;
  readonly of: (tag: string, side?: SideName) => readonly Edit[];
};

export function createEditLog(): EditLog {
  const edits: Edit[] = [];
  return {
    note: (edit) => {
      edits.push(edit);
    },
    noteCard: (tag, side, { texts, lists }) => {
      for (const field of textNames)
        if (texts[field] !== '') edits.push({ tag, field, side, before: '', after: texts[field] });
      for (const field of listNames)
        for (const { value } of lists[field]) edits.push({ tag, field, side, before: undefined, after: value });
    },
    of: (tag, side) => edits.filter((edit) => edit.tag === tag && (side === undefined || edit.side === side)),
  };
}

/**
 * The texts that may stand there in the end: those that nobody wrote over, knowing them. Undefined: nobody wrote any.
 * `by`: only what was written there counts as writing over.
 */
export function lastTexts(edits: readonly Edit[], field: TextName, by?: SideName): Set<string> | undefined {
  const own = edits.filter((edit) => edit.field === field);
  const overwritten = new Set<Edit>();
  for (const [index, { before, side }] of own.entries()) {
    if (by !== undefined && side !== by) continue;
    for (const earlier of own.slice(0, index)) if (earlier.after === before) overwritten.add(earlier);
  }
  const last = own.filter((edit) => !overwritten.has(edit));
  return own.length === 0 ? undefined : new Set(last.map(({ after }) => after ?? ''));
}

export type Entries = {
  /** Added or changed to, and never taken away: in the end the book of record must have them. */
  readonly wanted: readonly string[];
  /** Taken away or written over by somebody who saw them: in the end nobody may have them. */
  readonly unwanted: readonly string[];
  readonly known: ReadonlySet<string>;
};

const sides = ['left', 'right'] as const satisfies readonly SideName[];

/** An entry may give way only when both sides changed the same entry: then one of the two values wins. */
export function lastEntries(edits: readonly Edit[], field: ListName): Entries {
  const own = edits.filter((edit) => edit.field === field);
  // A value that is there twice (two people shared it, and became one) is gone only when it was taken away twice.
  const times = (value: string): number =>
    Math.max(...sides.map((side) => own.filter((edit) => edit.after === value && edit.side === side).length));
  const takenAway = own.flatMap(({ before }) => before ?? []);
  const gone = new Set(
    takenAway.filter((value) => takenAway.filter((other) => other === value).length >= times(value)),
  );
  const contested = new Set(
    own.flatMap(({ before, side }) =>
      before !== undefined && own.some((other) => other.before === before && other.side !== side) ? [before] : [],
    ),
  );
  const mayLose = ({ side }: Edit): boolean =>
    own.some((other) => other.side === side && other.before !== undefined && contested.has(other.before));
  const wanted = own.flatMap((edit) =>
    edit.after === undefined || takenAway.includes(edit.after) || mayLose(edit) ? [] : [edit.after],
  );
  return { wanted, unwanted: [...gone], known: new Set(own.flatMap(({ after }) => after ?? [])) };
}
