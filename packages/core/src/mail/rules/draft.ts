import { lies } from './lies.ts';
import type { LeavingRule } from './rule.ts';

/** A draft is not mail yet. */
export const draft: LeavingRule = ({ message }) => lies(message, 'drafts');
