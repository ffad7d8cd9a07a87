import type { Instant } from '@concord/core';

/** `idle`: there is nothing to be done here. `more`: something was done; look again what comes first. */
export type StepResult = 'idle' | 'more' | { readonly waitUntil: Instant };
