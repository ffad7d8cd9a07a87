import { lies } from './lies.ts';
import type { LeavingRule } from './rule.ts';

/** What the mailbox takes for junk. */
export const junk: LeavingRule = ({ message }) => lies(message, 'junk');
