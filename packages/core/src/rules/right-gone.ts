import { goneOn } from './gone-on.ts';
import type { Rule } from './rule.ts';

/** Deleted outside the book of record. */
export const rightGone: Rule = { name: 'right-gone', answer: goneOn('right') };
