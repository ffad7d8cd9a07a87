import { lies } from './lies.ts';
import type { LeavingRule } from './rule.ts';

/** What a person has thrown away. */
export const deleted: LeavingRule = ({ message }) => lies(message, 'deleted');
