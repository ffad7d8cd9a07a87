import type { Instant, Item, SideLabels, SideName } from '@concord/core';
import { type Connection, readConnection } from '../connect/connection.ts';
import { readMember } from '../connect/firm.ts';
import type { Caller, EnginePorts } from '../ports.ts';
import { type Rung, readBells } from '../sync/bells.ts';
import type { Deciding, Entry } from '../sync/entry.ts';
import { type Intent, mappingsOf, openIntents, readyAfter } from '../sync/intents.ts';
import { type SyncId, settlePrefix, todoPrefix } from '../sync/keys.ts';
import { type AccountRow, readAccount } from '../sync/lease.ts';
import { decidingFor } from '../sync/pages.ts';
import { settlesAt } from '../sync/settle-step.ts';
import type { SyncRecord } from '../sync/sync-record.ts';
import { labelsOf } from '../sync/sync-view.ts';
import { readWork, type WorkRecord } from '../sync/work-record.ts';

/** What is known of one sync while somebody asks why: read once, without a request to any provider. */
export type SyncContext = {
  readonly record: SyncRecord;
  /** Another member's than the caller's: only what the firm's own book shows is told. */
  readonly member?: string;
  readonly labels: SideLabels;
  readonly deciding: Deciding;
  readonly connections: Readonly<Record<SideName, Connection | undefined>>;
  readonly work: WorkRecord;
  readonly account: AccountRow | undefined;
  readonly bells: Rung;
  /** By mapping: the intent that is open for it, and when what became of it can be found out. */
  readonly intents: ReadonlyMap<string, { readonly id: string; readonly readyAt: Instant }>;
  /** What was being created when no answer came: it has no mapping yet. */
  readonly creating: readonly Item[];
  /** Mappings whose delete waits for its minute, and when that is over. */
  readonly settling: { readonly mappings: ReadonlySet<string>; readonly until: Instant };
  /** Mappings about which a person has said something that is not done yet. */
  readonly answered: ReadonlySet<string>;
};

const rowsAtOnce = 1000;

export async function readContext(ports: EnginePorts, caller: Caller, record: SyncRecord): Promise<SyncContext> {
  const id: SyncId = { firm: record.firm, sync: record.sync };
  const [left, right, { record: work }, account, bells, intents, settling, todos, member] = await Promise.all([
    readConnection(ports, record.firm, record.left.connection),
    readConnection(ports, record.firm, record.right.connection),
    readWork(ports, id),
    readAccount(ports, { firm: record.firm, connection: record.right.connection }),
    readBells(ports, id),
    openIntents(ports, id),
    mappingsUnder(ports, id, settlePrefix),
    mappingsUnder(ports, id, todoPrefix),
    record.member === caller.member ? undefined : readMember(ports, record),
  ]);
  const deciding = decidingFor(ports, record, ports.clock.now());
  return {
    record,
    ...(record.member === caller.member ? {} : { member: member?.name || member?.email || 'Another member' }),
    labels: labelsOf(ports, record),
    deciding,
    connections: { left, right },
    work,
    account,
    bells,
    intents: intentsByMapping(ports, deciding, intents),
    creating: intents.flatMap(({ creates }) => creates.flatMap(({ sights }) => shownIn(sights))),
    settling: {
      mappings: new Set(settling.map((row) => row.mapping)),
      until: settlesAt(settling.map(({ at }) => at)),
    },
    answered: new Set(todos.map(({ mapping }) => mapping)),
  };
}

function intentsByMapping(
  { settings }: EnginePorts,
  { profiles }: Deciding,
  intents: readonly Intent[],
): SyncContext['intents'] {
  return new Map(
    intents.flatMap((intent) => {
      const readyAt = readyAfter(settings, profiles[intent.side].readLagMs, intent);
      return mappingsOf(intent).map((mapping) => [mapping, { id: intent.id, readyAt }] as const);
    }),
  );
}

/** What either side showed of it. */
export const shownIn = ({ left, right }: Entry['sights']): readonly Item[] =>
  [left, right].flatMap((sight) => (sight?.observation.kind === 'present' ? [sight.observation.item] : []));

async function mappingsUnder(
  ports: EnginePorts,
  { firm, sync }: SyncId,
  prefix: string,
): Promise<readonly { readonly mapping: string; readonly at: number }[]> {
  const { rows } = await ports.table.query({ pk: `SYNC#${firm}#${sync}`, prefix, limit: rowsAtOnce });
  return rows.map(({ sk, at }) => ({ mapping: sk.slice(prefix.length), at: Number(at ?? 0) }));
}
