import type { MailScene } from '../participants.ts';

/** What a rule that leaves a message out looked at, as people know it: an address, a domain, a label, a place. */
export type LeftOut = { readonly because?: string };

/** Undefined: not my case. */
export type LeavingRule = (scene: MailScene) => LeftOut | undefined;
