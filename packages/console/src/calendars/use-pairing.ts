import type { SyncView } from '@concord/core';
import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query';
import { makeCalendar } from '../api/calendars.ts';
import { useNewSync } from '../api/syncs.ts';
import { navigate } from '../routing/location.ts';
import { syncPath } from '../routing/routes.ts';

/** A calendar of the other account: one that is there, by its id, or a new one by its name. */
export type Partner = { readonly id: string } | { readonly name: string };
export type Pair = { readonly left: string; readonly partner: Partner };
export type Pairing = UseMutationResult<SyncView, Error, Pair>;

/** Makes the calendar where it is a new one, then the draft of the sync, and goes there. */
export function usePairing(connection: string): Pairing {
  const queries = useQueryClient();
  const draft = useNewSync();
  return useMutation({
    mutationFn: async ({ left, partner }: Pair) => {
      const right =
        'id' in partner ? partner.id : await makeCalendar(queries, connection, { side: 'right', name: partner.name });
      return await draft.mutateAsync({ right: connection, itemType: 'event', calendars: { left, right } });
    },
    onSuccess: ({ id }) => navigate(syncPath(id)),
  });
}
