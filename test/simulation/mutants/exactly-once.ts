import type { Mutant } from './mutant.ts';
import { clio, microsoft, sync } from './places.ts';

/** Intents, markers, recovery, and the order in which rows are written. */
export const exactlyOnce = [
  {
    name: 'no-intent',
    breaks: 'Intent first, then the call, then the commit.',
    invariant: 'I5',
    file: `${sync}/write-batch.ts`,
    find: `  await saveIntent(slice.ports, slice.id, intent);
  const outcomes`,
    replace: '  const outcomes',
  },
  {
    name: 'intent-closed-though-unknown',
    breaks: 'What became of a create stays in the intent until it is found out.',
    invariant: 'I5',
    file: `${sync}/write-batch.ts`,
    find: "const unknown = results.filter(({ outcome }) => outcome.kind === 'unknown');",
    replace: 'const unknown: readonly Result[] = [];',
  },
  {
    name: 'create-retried-without-looking',
    breaks: 'A create whose answer never came is looked for by its marker before it is done again.',
    invariant: 'I5',
    file: `${sync}/recover.ts`,
    find: 'const found = await find(sought);',
    replace: 'const found: readonly (readonly Retrieved[])[] = sought.map(() => []);',
  },
  {
    name: 'open-intent-overlooked',
    breaks: 'An item with an open intent is never created again at once.',
    invariant: 'I5',
    file: `${sync}/execute.ts`,
    find: 'const blocked = new Set(intents.flatMap(mappingsOf));',
    replace: 'const blocked = new Set<string>();',
  },
  {
    name: 'newcomers-before-recovery',
    breaks: 'While it is unknown what a lost create made, nobody new on that side is matched.',
    invariant: 'I5',
    file: `${sync}/live-step.ts`,
    find: 'if (postponed) unknown.left = unknown.right = [];',
    replace: '',
  },
  {
    name: 'plan-before-recovery',
    breaks: 'What a lost create made looks like somebody new: no plan is made before it is found.',
    invariant: 'I5',
    file: `${sync}/run-slice.ts`,
    find: "if (unfinished && (run.phase === 'plan' || run.phase === 'done'))",
    replace: "if (unfinished && run.phase === 'done')",
  },
  {
    name: 'recovery-by-name-alone',
    breaks: 'A lost create in Clio is known again by a full match, never by name alone.',
    invariant: 'I21',
    file: `${clio}/contacts.ts`,
    find: 'fields.every((name) => hasKeys(shown[name], held[name]) && (hasDetails || listOf(shown[name]).length === 0))',
    replace: 'fields.length > 0',
  },
  {
    name: 'recovery-takes-what-is-linked',
    breaks: 'Recovery looks for an unmapped match: what is linked already is somebody else.',
    invariant: 'I21',
    file: `${sync}/recover.ts`,
    find: 'const free = candidates.filter((candidate) => !known.has(candidate.id));',
    replace: 'const free = candidates;\n  if (free.length > 0) return free;',
  },
  {
    name: 'recovered-writes-not-told',
    breaks: 'What recovery finds to have happened is in the history, once.',
    invariant: 'I24',
    file: `${sync}/recover.ts`,
    find: 'if (lines.length === 0) return;',
    replace: 'if (lines.length >= 0) return;',
  },
  {
    name: 'pointers-after-the-mapping',
    breaks: 'What leads to a mapping is written before it, so that a crash leaves nothing unfound.',
    invariant: 'I5',
    file: `${sync}/save.ts`,
    find: `    await ports.table.putMany(batch.flatMap((change) => before(slice, change)));
    const saved = await Promise.all(batch.map(({ active, mapping }) => saveMapping(ports, id, mapping, active.stored)));
`,
    replace: `    const saved = await Promise.all(batch.map(({ active, mapping }) => saveMapping(ports, id, mapping, active.stored)));
    await ports.table.putMany(batch.flatMap((change) => before(slice, change)));
`,
  },
  {
    name: 'no-answer-is-not-done',
    breaks: 'A write without an answer may have happened (Graph).',
    invariant: 'I5',
    file: `${microsoft}/sending.ts`,
    find: "if (error.code === 'timeout' || error.code === 'garbled') return { kind: 'unknown' };",
    replace: "if (error.code === 'timeout' || error.code === 'garbled') return notDone('unavailable');",
  },
  {
    name: 'no-answer-is-not-done-in-clio',
    breaks: 'A write without an answer may have happened (Clio).',
    invariant: 'I5',
    file: `${clio}/outcomes.ts`,
    find: "timeout: 'unknown',",
    replace: "timeout: 'notDone',",
  },
  {
    name: 'answers-by-place',
    breaks: 'The answers of a batch come in any order, and are told apart by their ids.',
    invariant: 'I21',
    file: `${microsoft}/batch.ts`,
    find: 'const byId = new Map(responses.map((response) => [String(recordOf(response)?.id), parseItemAnswer(response, date)]));',
    replace:
      'const byId = new Map(responses.map((response, index) => [String(index + 1), parseItemAnswer(response, date)]));',
  },
] as const satisfies readonly Mutant[];
