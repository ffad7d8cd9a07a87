import type { ErrorCode, Instant, Listed, NewCalendar, SideName } from '@concord/core';
import { bodyOf, updateRow } from '../connect/update-row.ts';
import type { EnginePorts } from '../ports.ts';
import { calendarsKey } from '../sync/keys.ts';

/** The calendars of a connection, and of the one on its left, as a worker read them last; and what somebody wishes of them. */
export type CalendarsRecord = Readonly<Record<SideName, readonly Listed[]>> & {
  readonly readAt?: Instant;
  readonly asked?: Asked;
  /** Why the last try came to nothing: which side, and how. */
  readonly failed?: { readonly side: SideName; readonly code: ErrorCode };
  /** When somebody must look after a wish although no message did. */
  readonly dueAt?: Instant;
};

/** `left`: the connection on the left. `make`: a new calendar first. */
export type Asked = { readonly at: Instant; readonly left: string; readonly make?: NewCalendar };

export type CalendarsOwner = { readonly firm: string; readonly connection: string };

const none: CalendarsRecord = { left: [], right: [] };

export async function readCalendarsRecord(ports: EnginePorts, owner: CalendarsOwner): Promise<CalendarsRecord> {
  return recordIn(await ports.table.get(calendarsKey(owner.firm, owner.connection)));
}

/** `change` returns undefined to leave it as it is. */
export async function updateCalendars(
  ports: EnginePorts,
  owner: CalendarsOwner,
  change: (record: CalendarsRecord) => CalendarsRecord | undefined,
): Promise<CalendarsRecord> {
  const row = await updateRow(ports.table, calendarsKey(owner.firm, owner.connection), (known) => {
    const next = change(recordIn(known));
    return next && { ...owner, ...next };
  });
  return recordIn(row);
}

const recordIn = (row: Parameters<typeof bodyOf>[0] | undefined): CalendarsRecord =>
  row ? (bodyOf(row) as unknown as CalendarsRecord) : none;
