import type { Life } from './life.ts';

export type SyncState = 'draft' | 'scanning' | 'previewed' | 'running' | 'live' | 'paused' | 'stopped';

/**
 * `scanOn`, `runOn` and `liveOn` go back from a pause to where it began. `restore`: its rows come from a backup, so it is read
 * and shown to a person anew before anything is written.
 */
export const syncLife = {
  draft: { scan: 'scanning', stop: 'draft' },
  scanning: { scanned: 'previewed', pause: 'paused', restore: 'scanning', stop: 'draft' },
  previewed: { scan: 'scanning', start: 'running', restore: 'scanning', stop: 'draft' },
  running: { done: 'live', pause: 'paused', restore: 'scanning', stop: 'stopped' },
  live: { pause: 'paused', restore: 'scanning', stop: 'stopped' },
  paused: { scanOn: 'scanning', runOn: 'running', liveOn: 'live', restore: 'scanning', stop: 'stopped' },
  stopped: { scan: 'scanning', restore: 'stopped', stop: 'stopped' },
} as const satisfies Life<SyncState>;
