import { type Query, useQueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { ApiError } from './client.ts';

/** Whether something on the page is older than it should be: the last look for it got no answer. It is asked for again. */
export function useIsStale(): boolean {
  const cache = useQueryClient().getQueryCache();
  return useSyncExternalStore(
    (onChange) => cache.subscribe(onChange),
    () => cache.findAll({ type: 'active' }).some(isStale),
  );
}

function isStale({ state }: Query): boolean {
  const { data, status, error } = state;
  return (
    status === 'error' && data !== undefined && error instanceof ApiError && (error.status === 0 || error.status >= 500)
  );
}
