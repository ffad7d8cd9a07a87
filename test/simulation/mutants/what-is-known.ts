import type { Mutant } from './mutant.ts';
import { core, microsoft, sync } from './places.ts';

/** What a side holds, what both last agreed on, and what of a reading is news. */
export const whatIsKnown = [
  {
    name: 'old-value-is-an-edit',
    breaks: 'What is older than known, or inside the read lag, is read again by id before it counts.',
    invariant: 'I3',
    file: `${core}/situation.ts`,
    find: `  if (!direct && (older || draws || inLag || known.gone)) return { status: 'look', because: 'tooOld' };
  if (past && situation.now < known.seenAt + longestStaleMs)
    return { status: 'wait', until: known.seenAt + longestStaleMs };
  if (known.gone && inLag) return { status: 'wait', until: lagEnds };
`,
    replace: '',
  },
  {
    name: 'reads-are-never-old',
    breaks: 'What is older than known is no edit even when it is read by id, unless it stays.',
    invariant: 'I3',
    file: `${core}/situation.ts`,
    find: 'if (past && situation.now < known.seenAt + longestStaleMs)',
    replace: 'if (past && inLag)',
  },
  {
    name: 'lists-are-never-old',
    breaks: 'A list or a delta may replay the past: only a read by id is believed over what is known.',
    invariant: 'I3',
    file: `${core}/situation.ts`,
    find: "if (!direct && (older || draws || inLag || known.gone)) return { status: 'look', because: 'tooOld' };",
    replace: '',
  },
  {
    name: 'in-step-too-soon',
    breaks: 'A version is old news only once nothing of it is left to be written on the other side.',
    invariant: 'I12',
    file: `${sync}/write-batch.ts`,
    find: 'const isAllDone = decision.writes.every(({ side }) => done[side] !== undefined);',
    replace: 'const isAllDone = true;',
  },
  {
    name: 'shown-is-recomputed',
    breaks: 'What a side holds is what it answered, never what was sent.',
    invariant: 'I1',
    file: `${sync}/write-batch.ts`,
    find: "const shown = outcome.kind === 'written' ? outcome.observation : 'deleted';",
    replace: `const shown =
    outcome.kind === 'written'
      ? { ...outcome.observation, item: write.kind === 'delete' ? {} : write.item }
      : 'deleted';`,
  },
  {
    name: 'base-is-recomputed',
    breaks: 'The base is remembered: what both sides last agreed on, not what each was last seen with.',
    invariant: 'I11',
    file: `${core}/rules/merge-sides.ts`,
    find: 'const merge = mergeItems(type, mapping.base, left.side.shown',
    replace: `const seen = mapping.left && mapping.right && { left: mapping.left.shown, right: mapping.right.shown };
    const merge = mergeItems(type, mapping.base && seen, left.side.shown`,
  },
  {
    name: 'base-before-both-writes',
    breaks: 'The base advances after each single write to where both sides agree, not before.',
    invariant: 'I11',
    file: `${core}/commit.ts`,
    find: 'const pending = sideNames.some((side) => field.writes[side] && done[side] === undefined);',
    replace: 'const pending = false;',
  },
  {
    name: 'base-holds-what-does-not-fit',
    breaks: 'What a side cannot hold is not held: its absence there is nobody’s edit, and never clears the other side.',
    invariant: 'I3',
    file: `${core}/commit.ts`,
    find: "return side === 'left' ? { left: written.item, right: carried } : { left: carried, right: written.item };",
    replace: "return side === 'left' ? { left: carried, right: carried } : { left: carried, right: carried };",
  },
  {
    name: 'absent-is-empty',
    breaks: 'An absent field keeps the known value; only an explicit null or empty one clears it.',
    invariant: 'I3',
    file: `${microsoft}/rows.ts`,
    find: 'if (!shown.every(isComplete)) return undefined;',
    replace: `if (!shown.every((row) => row.lastModifiedDateTime)) return undefined;
  for (const row of shown) Object.assign(row, { createdDateTime: row.createdDateTime ?? row.lastModifiedDateTime });`,
  },
] as const satisfies readonly Mutant[];
