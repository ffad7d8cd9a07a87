import type { Mutant } from './mutant.ts';
import { core, sync } from './places.ts';

/** Leases, bells, cursors, runs: how work is found, held and gone on with. */
export const workers = [
  {
    name: 'two-workers-at-once',
    breaks: 'One worker per right-hand account.',
    invariant: 'I13',
    file: `${sync}/lease.ts`,
    find: 'if (known?.until !== undefined && known.until > now) {',
    replace: 'if (known?.until === 0) {',
  },
  {
    name: 'fence-not-checked',
    breaks: 'A lease has a fencing number, checked before what is written.',
    invariant: 'I13',
    file: `${sync}/lease.ts`,
    find: `      check();
      const now = ports.clock.now();
      if (until - now > leaseMs / 2) {
        const row = (await ports.table.get(key)) as unknown as AccountRow | undefined;
        if (row?.fence !== claim.fence) throw lost();
        return;
      }
      await updateRow(ports.table, key, (row) => {
        const known = row as unknown as AccountRow | undefined;
        if (known?.fence !== claim.fence) throw lost();
        until = now + leaseMs;
        return body({ ...known, until });
      });`,
    replace: `      await updateRow(ports.table, key, (row) => {
        until = ports.clock.now() + leaseMs;
        return body({ ...(row as unknown as AccountRow), until });
      });`,
  },
  {
    name: 'deadline-not-checked',
    breaks: 'No call starts after the lease’s deadline.',
    invariant: 'I13',
    file: `${sync}/lease.ts`,
    find: 'if (ports.clock.now() + Math.min(requestTimeoutMs, leaseMs / 2) > until) throw lost();',
    replace: 'if (until === 0) throw lost();',
  },
  {
    name: 'lease-never-ends',
    breaks: 'A lease ends by itself when its worker is gone.',
    invariant: 'I1',
    file: `${sync}/lease.ts`,
    find: 'if (known?.until !== undefined && known.until > now) {',
    replace: 'if (known?.until !== undefined) {',
  },
  {
    name: 'bell-cleared-before-the-work',
    breaks: 'A bell is answered after what was rung for is done.',
    invariant: 'I12',
    file: `${sync}/live-step.ts`,
    find: '  const result = await answer(slice, rung, cause, unfinished);',
    replace: `  await answerBells(slice.ports, slice.id, rung);
  const result = await answer(slice, rung, cause, unfinished);`,
  },
  {
    name: 'cursor-saved-early',
    breaks: 'Cursors are saved only after everything before them is done.',
    invariant: 'I12',
    file: `${sync}/live-step.ts`,
    find: 'const more = left?.more === true || right?.more === true;',
    replace: `const more = left?.more === true || right?.more === true;
    saveCursors(slice, cursors, true);`,
  },
  {
    name: 'expired-cursor-kept',
    breaks: 'An expired cursor is followed by a full pass.',
    invariant: 'I1',
    file: `${core}/errors.ts`,
    find: "cursorExpired: 'resyncCollection',",
    replace: "cursorExpired: 'retryLater',",
  },
  {
    name: 'live-from-the-end-of-the-scan',
    breaks: 'The cursors are those of the beginning of the scan: what happened since is news.',
    invariant: 'I12',
    file: `${sync}/run-slice.ts`,
    find: 'cursors: { ...record.cursors, ...run.cursors },',
    replace: `cursors: {
      ...record.cursors,
      ...run.cursors,
      left: JSON.stringify({ since: slice.ports.clock.now() }),
    },`,
  },
  {
    name: 'no-catch-up-before-writing',
    breaks: 'What changed while a person read the preview is read before anything is made.',
    invariant: 'I5',
    file: `${sync}/run-slice.ts`,
    find: 'ready: async () => ({ run: afterReady(run) }),',
    replace: "ready: async () => ({ run: { ...run, phase: 'write' as const } }),",
  },
  {
    name: 'no-second-look',
    breaks: 'After a push it looks once more, because news runs ahead of data.',
    invariant: 'I12',
    file: `${sync}/work.ts`,
    find: "lookAgain: message.why === 'push'",
    replace: 'lookAgain: false',
  },
  {
    name: 'never-due-again',
    breaks: 'A poll underneath finds what no message told.',
    invariant: 'I12',
    file: `${sync}/work.ts`,
    find: 'export const pollMs = 60 * 60 * 1000;',
    replace: 'export const pollMs = 365 * 24 * 60 * 60 * 1000;',
  },
  {
    name: 'paused-goes-on',
    breaks: 'A paused sync makes no further call.',
    invariant: 'I17',
    file: `${sync}/sync-record.ts`,
    find: "record.state === 'live' || isUndoing(record);",
    replace: "record.state === 'live' || record.state === 'paused' || isUndoing(record);",
  },
] as const satisfies readonly Mutant[];
