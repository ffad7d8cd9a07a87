import type { Life } from './life.ts';

export type SyncState = 'draft' | 'scanning' | 'previewed' | 'running' | 'live' | 'paused' | 'stopped';

/** `scanOn`, `runOn` and `liveOn` go back from a pause to where it began. */
export const syncLife = {
  draft: { scan: 'scanning', stop: 'draft' },
  scanning: { scanned: 'previewed', pause: 'paused', stop: 'draft' },
  previewed: { scan: 'scanning', start: 'running', stop: 'draft' },
  running: { done: 'live', pause: 'paused', stop: 'stopped' },
  live: { pause: 'paused', stop: 'stopped' },
  paused: { scanOn: 'scanning', runOn: 'running', liveOn: 'live', stop: 'stopped' },
  stopped: { scan: 'scanning', stop: 'stopped' },
} as const satisfies Life<SyncState>;
