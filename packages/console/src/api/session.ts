import type { SessionView, SyncState } from '@concord/core';
import { type UseQueryResult, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getJson, postJson } from './client.ts';
import { sessionKey } from './keys.ts';

const activeStates: ReadonlySet<SyncState> = new Set(['scanning', 'running', 'live']);

/** Who is signed in, their connections and syncs. `isWatched`: asked again every second while a sync is moving. */
export function useSession({ isWatched }: { readonly isWatched: boolean }): UseQueryResult<SessionView> {
  return useQuery({
    queryKey: sessionKey,
    queryFn: ({ signal }) => getJson<SessionView>('/api/session', signal),
    refetchInterval: (query) => (isWatched && isMoving(query.state.data) ? 1000 : 15_000),
  });
}

function isMoving(session: SessionView | undefined): boolean {
  return session?.signedIn === true && session.syncs.some((sync) => activeStates.has(sync.state));
}

export function useSignOut() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => postJson<object>('/api/sign-out', {}),
    onSuccess: async () => {
      queries.removeQueries({ predicate: (query) => query.queryKey[0] !== sessionKey[0] });
      await queries.resetQueries({ queryKey: sessionKey });
    },
  });
}

export function useDisconnect() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (connection: string) =>
      postJson<SessionView>(`/api/connections/${encodeURIComponent(connection)}/disconnect`, {}),
    onSuccess: async (session) => {
      queries.setQueryData(sessionKey, session);
      await queries.invalidateQueries({ queryKey: ['sync'] });
    },
  });
}
