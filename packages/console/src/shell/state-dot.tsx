import type { SyncState } from '@concord/core';
import { StateTag, type StateTone } from './state-tag.tsx';

const states = {
  draft: { label: 'Not started', tone: 'quiet' },
  scanning: { label: 'Preparing preview', tone: 'busy', isMoving: true },
  previewed: { label: 'Preview ready', tone: 'hold' },
  running: { label: 'Syncing', tone: 'busy', isMoving: true },
  live: { label: 'Live', tone: 'good', isMoving: true },
  paused: { label: 'Paused', tone: 'hold' },
  stopped: { label: 'Stopped', tone: 'quiet' },
} as const satisfies Record<SyncState, { label: string; tone: StateTone; isMoving?: true }>;

/** The state of a sync in one word, with its colour. */
export function StateDot({ state }: { readonly state: SyncState }) {
  return <StateTag {...states[state]} />;
}
