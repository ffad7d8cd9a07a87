import { byProductClaim, type Claims, type Mapping, type SideName } from '@concord/core';
import { bodyOf, updateRow } from '../connect/update-row.ts';
import type { EnginePorts } from '../ports.ts';
import { mappingIdOf } from './entry.ts';
import { saveHistory } from './history.ts';
import { claimKey, mappingKey, type SyncId } from './keys.ts';
import { pointerRow, pointersOfItems, readMappings } from './mappings.ts';
import { packed } from './pack.ts';
import { madeAlongTheWay } from './told.ts';

type ClaimRow = {
  readonly id?: string;
  readonly holder?: string;
  readonly until?: number;
  readonly since?: number;
  /** Of a by-product: when it was told, or was about to be. */
  readonly toldAt?: number;
};

/** Who makes a thing that must exist once in a firm. An unfinished claim can be taken over when its holder's time is up. */
export function createClaims(ports: EnginePorts, id: SyncId, side: SideName): Claims {
  const { firm } = id;
  // One worker at a time writes for a sync, so what an earlier one of this sync began is ours.
  const holder = id.sync;
  const { leaseMs, requestTimeoutMs } = ports.settings;
  return {
    take: async (kind, key) => {
      let answer: Awaited<ReturnType<Claims['take']>> = { kind: 'busy' };
      const isOver = kind === byProductClaim && !(await isByProduct(ports, id, side, key));
      await updateRow(ports.table, claimKey(firm, kind, key), (row) => {
        const known = row as unknown as ClaimRow | undefined;
        const now = ports.clock.now();
        if (known?.id !== undefined && !isOver) answer = { kind: 'bound', id: known.id };
        else if (known?.until !== undefined && known.until > now && known.holder !== holder) answer = { kind: 'busy' };
        else {
          answer = { kind: 'mine', ...(known?.since === undefined ? {} : { since: known.since }) };
          return { holder, until: now + leaseMs + requestTimeoutMs, since: known?.since ?? now };
        }
        return undefined;
      });
      return answer;
    },
    bind: async (kind, key, item, title) => {
      if (kind === byProductClaim) await noteByProduct(ports, id, side, item, title);
      await updateRow(ports.table, claimKey(firm, kind, key), () => ({ id: item }));
    },
    release: async (kind, key) => {
      await ports.table.remove(claimKey(firm, kind, key));
    },
  };
}

/** For this sync it is one until its mapping has a card of its own: only that is certain to be saved with the card. */
async function isByProduct(ports: EnginePorts, id: SyncId, side: SideName, item: string): Promise<boolean> {
  const pointer = (await pointersOfItems(ports, id, side, [item])).get(item);
  const known = pointer && (await readMappings(ports, id, [pointer.mapping])).get(pointer.mapping);
  return known === undefined || known.mapping.state === 'withdrawn';
}

/** Something that had to be made so that a card could name it: known from now on, and not sent anywhere until it says more. */
async function noteByProduct(
  ports: EnginePorts,
  id: SyncId,
  side: SideName,
  item: string,
  title: string,
): Promise<void> {
  const mapping: Mapping = { id: mappingIdOf(id, side, item), state: 'withdrawn', generation: 1 };
  const known = await ports.table.get(mappingKey(id, mapping.id));
  if (known === undefined) {
    const batch = { at: await tellingAt(ports, id, item), id: mapping.id };
    await saveHistory(ports, id, { cause: 'run' }, [madeAlongTheWay(mapping.id, title, side, item)], batch);
  }
  // A pointer without its mapping would be taken for somebody known, and decided on too early.
  await ports.table.put({ ...mappingKey(id, mapping.id), rev: 1, ...packed('mapping', mapping) }, { kind: 'absent' });
  const pointer = { ...pointerRow(id, side, item, mapping.id, undefined), byProduct: true };
  await ports.table.put(pointer, { kind: 'absent' });
}

/** The moment under which it is told, the same after a crash: so that it is told once. */
async function tellingAt(ports: EnginePorts, { firm }: SyncId, item: string): Promise<number> {
  const now = ports.clock.now();
  const row = await updateRow(ports.table, claimKey(firm, byProductClaim, item), (known) =>
    known?.toldAt === undefined ? { ...(known && bodyOf(known)), toldAt: now } : undefined,
  );
  return (row as unknown as ClaimRow | undefined)?.toldAt ?? now;
}
