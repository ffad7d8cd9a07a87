import type { EngineSettings } from '@concord/engine';

/** The defaults of the house, at an address of its own: a test names only what it needs otherwise. */
export const testSettings = {
  publicUrl: 'https://concord.test',
  leaseMs: 90_000,
  sliceMs: 5_000,
  historyDays: 90,
  requestTimeoutMs: 20_000,
  phoneRegion: 'US',
  regions: ['us'],
} as const satisfies EngineSettings;
