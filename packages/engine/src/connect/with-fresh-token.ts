import { isSyncError, SyncError } from '@concord/core';
import type { OpenConnection } from './open-connection.ts';

/**
 * A 401 is answered by refreshing the token once; a second one with a fresh token means that the grant is gone: the connection is
 * marked, and `grantLost` thrown. `attempt` must be safe to repeat.
 */
export async function withFreshToken<T>(
  open: Pick<OpenConnection, 'invalidate' | 'lose'>,
  attempt: () => Promise<T>,
): Promise<T> {
  const isUnauthorized = (error: unknown): boolean => isSyncError(error) && error.code === 'unauthorized';
  try {
    return await attempt();
  } catch (error) {
    if (!isUnauthorized(error)) throw error;
    open.invalidate();
  }
  try {
    return await attempt();
  } catch (error) {
    if (!isUnauthorized(error)) throw error;
    await open.lose('grantLost');
    throw new SyncError('grantLost', 'The service refuses a fresh token.', { cause: error });
  }
}
