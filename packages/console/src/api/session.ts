import type { ConnectionState, SessionView, SyncState } from '@concord/core';
import { type UseQueryResult, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getJson, postJson } from './client.ts';
import { mailKey, sessionKey } from './keys.ts';

const activeStates: ReadonlySet<SyncState> = new Set(['scanning', 'running', 'live']);

/** Somebody is at the provider, or an administrator is being asked: either may be done at any moment, without this page. */
const waitingStates: ReadonlySet<ConnectionState> = new Set(['connecting', 'needsAdmin']);

/** Who is signed in, their connections and syncs. `isWatched`: asked again every second while a sync is moving. */
export function useSession({ isWatched }: { readonly isWatched: boolean }): UseQueryResult<SessionView> {
  return useQuery({
    queryKey: sessionKey,
    queryFn: ({ signal }) => getJson<SessionView>('/api/session', signal),
    refetchInterval: (query) =>
      isWatched && isMoving(query.state.data) ? 1000 : isWaiting(query.state.data) ? 5000 : 15_000,
  });
}

function isMoving(session: SessionView | undefined): boolean {
  return session?.signedIn === true && session.syncs.some((sync) => activeStates.has(sync.state));
}

function isWaiting(session: SessionView | undefined): boolean {
  return session?.signedIn === true && session.connections.some(({ state }) => waitingStates.has(state));
}

const connectionPath = (connection: string): string => `/api/connections/${encodeURIComponent(connection)}`;

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

/** The person says that the provider wants an administrator: the connection then has a link and a mail for them. */
export function useAskAdmin() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (connection: string) => postJson<SessionView>(`${connectionPath(connection)}/ask-admin`, {}),
    onSuccess: async (session) => {
      queries.setQueryData(sessionKey, session);
      await queries.invalidateQueries({ queryKey: mailKey });
    },
  });
}

type Disconnection = { readonly connection: string; readonly isForgotten: boolean };

/** Ends a connection. `isForgotten`: what Concord remembers of its syncs goes too, and so do their pages here. */
export function useDisconnect() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ connection, isForgotten }: Disconnection) =>
      postJson<SessionView>(`${connectionPath(connection)}/disconnect`, isForgotten ? { forget: true } : {}),
    onSuccess: async (session, { isForgotten }) => {
      queries.setQueryData(sessionKey, session);
      await queries.invalidateQueries({ queryKey: mailKey });
      if (!isForgotten) await queries.invalidateQueries({ queryKey: ['sync'] });
    },
  });
}
