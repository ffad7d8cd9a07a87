import { lies } from './lies.ts';
import type { LeavingRule } from './rule.ts';

/** A copy of a chat message, which is no mail. */
export const chat: LeavingRule = ({ message }) => lies(message, 'chat');
