import type { Rule } from './rule.ts';

/** Tombstones, superseded versions and anything inside a provider's read lag are read by id before they count. */
export const lookAgain: Rule = {
  name: 'look-again',
  answer: (_, { left, right }) => {
    const look = [
      ...(left.status === 'look' ? (['left'] as const) : []),
      ...(right.status === 'look' ? (['right'] as const) : []),
    ];
    const reasons = [left, right].flatMap((view) => (view.status === 'look' ? [{ code: view.because }] : []));
    if (look.length > 0) return { kind: 'look', effect: 'waiting', look, reasons };
    const waits = [left, right].flatMap((view) => (view.status === 'wait' ? [view.until] : []));
    if (waits.length === 0) return undefined;
    return { kind: 'wait', effect: 'waiting', until: Math.max(...waits), reasons: [{ code: 'tooOld' }] };
  },
};
