import type { SyncView } from '@concord/core';

/** Going on from a pause takes up what was paused; the API wants a run named all the same. */
export const runOf = (sync: SyncView): string => sync.preview?.run ?? 'paused';
