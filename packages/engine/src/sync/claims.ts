import type { Claims } from '@concord/core';
import { updateRow } from '../connect/update-row.ts';
import type { EnginePorts } from '../ports.ts';
import { claimKey } from './keys.ts';

type ClaimRow = { readonly id?: string; readonly holder?: string; readonly until?: number; readonly since?: number };

/** Who makes a thing that must exist once in a firm. An unfinished claim can be taken over when its holder's time is up. */
export function createClaims(ports: EnginePorts, firm: string): Claims {
  const holder = ports.random.id(9);
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
    bind: async (kind, key, id) => {
      await updateRow(ports.table, claimKey(firm, kind, key), () => ({ id }));
    },
    release: async (kind, key) => {
      await ports.table.remove(claimKey(firm, kind, key));
    },
  };
}
