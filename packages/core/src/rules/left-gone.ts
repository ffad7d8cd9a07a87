import { goneOn } from './gone-on.ts';
import type { Rule } from './rule.ts';

/** Deleted in the book of record. */
export const leftGone: Rule = { name: 'left-gone', answer: goneOn('left') };
