import type { EnginePorts } from '@concord/engine';
import { createMemoryMailer, createMemoryVault } from '@concord/local';
import { testSettings } from '../engine/test-settings.ts';

/** What is alike in every deployment of one process: leases that are soon over, and a log that nobody reads. */
export const firmPorts = (): Pick<EnginePorts, 'vault' | 'mailer' | 'settings' | 'log'> => ({
  vault: createMemoryVault(),
  mailer: createMemoryMailer(),
  settings: { ...testSettings, leaseMs: 30_000, requestTimeoutMs: 10_000 },
  log: { info: () => undefined, error: () => undefined },
});
