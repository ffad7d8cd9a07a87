import type { FirmView } from '@concord/core';
import { type UseMutationResult, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getJson, postJson } from './client.ts';
import { firmKey } from './keys.ts';

const invitesPath = '/api/firm/invites';

/** Who uses Concord in this firm, and who is invited: only the account owner may ask. Looked at often while mails go out. */
export function useFirm() {
  return useQuery({
    queryKey: firmKey,
    queryFn: ({ signal }) => getJson<FirmView>('/api/firm', signal),
    refetchInterval: (query) => (query.state.data?.invites.some(({ state }) => state === 'sending') ? 2000 : 15_000),
  });
}

export function useInvite() {
  return useFirmChange((emails: readonly string[]) => postJson<FirmView>(invitesPath, { emails }));
}

/** A new link to the same person; the one before ends. */
export function useSendAgain() {
  return useFirmChange((invite: string) => postJson<FirmView>(`${invitesPath}/${encodeURIComponent(invite)}/send`, {}));
}

export function useWithdraw() {
  return useFirmChange((invite: string) =>
    postJson<FirmView>(`${invitesPath}/${encodeURIComponent(invite)}/withdraw`, {}),
  );
}

function useFirmChange<Input>(change: (input: Input) => Promise<FirmView>): UseMutationResult<FirmView, Error, Input> {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: change,
    // A look that is under way may answer with the state before the change.
    onMutate: () => queries.cancelQueries({ queryKey: firmKey }),
    onSuccess: (firm) => queries.setQueryData(firmKey, firm),
  });
}
