import { byProductClaim, type Claims, type Mapping, type SideName } from '@concord/core';
import { updateRow } from '../connect/update-row.ts';
import type { EnginePorts } from '../ports.ts';
import { mappingIdOf } from './entry.ts';
import { claimKey, mappingKey, type SyncId } from './keys.ts';
import { pointerRow } from './mappings.ts';
import { pack } from './pack.ts';

type ClaimRow = { readonly id?: string; readonly holder?: string; readonly until?: number; readonly since?: number };

/** Who makes a thing that must exist once in a firm. An unfinished claim can be taken over when its holder's time is up. */
export function createClaims(ports: EnginePorts, id: SyncId, side: SideName): Claims {
  const { firm } = id;
  // One worker at a time writes for a sync, so what an earlier one of this sync began is ours.
  const holder = id.sync;
  const { leaseMs, requestTimeoutMs } = ports.settings;
  return {
    take: async (kind, key) => {
      let answer: Awaited<ReturnType<Claims['take']>> = { kind: 'busy' };
      await updateRow(ports.table, claimKey(firm, kind, key), (row) => {
        const known = row as unknown as ClaimRow | undefined;
        const now = ports.clock.now();
        if (known?.id !== undefined) answer = { kind: 'bound', id: known.id };
        else if (known?.until !== undefined && known.until > now && known.holder !== holder) answer = { kind: 'busy' };
        else {
          answer = { kind: 'mine', ...(known?.since === undefined ? {} : { since: known.since }) };
          return { holder, until: now + leaseMs + requestTimeoutMs, since: known?.since ?? now };
        }
        return undefined;
      });
      return answer;
    },
    bind: async (kind, key, item) => {
      if (kind === byProductClaim) await noteByProduct(ports, id, side, item);
      await updateRow(ports.table, claimKey(firm, kind, key), () => ({ id: item }));
    },
    release: async (kind, key) => {
      await ports.table.remove(claimKey(firm, kind, key));
    },
  };
}

/** Something that had to be made so that a card could name it: known from now on, and not sent anywhere until it says more. */
async function noteByProduct(ports: EnginePorts, id: SyncId, side: SideName, item: string): Promise<void> {
  const mapping: Mapping = { id: mappingIdOf(id, side, item), state: 'withdrawn', generation: 1 };
  await ports.table.put(pointerRow(id, side, item, mapping.id, undefined), { kind: 'absent' });
  await ports.table.put({ ...mappingKey(id, mapping.id), rev: 1, body: pack(mapping) }, { kind: 'absent' });
}
