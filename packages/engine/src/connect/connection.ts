import {
  after,
  type ConnectionState,
  connectionLife,
  type Identity,
  type Instant,
  type LostCause,
  type ProviderName,
  type Row,
} from '@concord/core';
import type { Caller, EnginePorts } from '../ports.ts';
import { connectionKey } from './keys.ts';
import type { ConnectionPurpose } from './purpose.ts';
import { updateRow } from './update-row.ts';

/** One member's grant at one provider, bound to one account there. */
export type Connection = {
  readonly firm: string;
  readonly id: string;
  readonly provider: ProviderName;
  /** Absent: syncing. */
  readonly purpose?: ConnectionPurpose;
  /** Where the provider has regions: the one that knows this account. */
  readonly region?: string;
  /** Stable and unique within the provider; never shown. Empty while nobody has come back from it for the first time. */
  readonly accountId: string;
  /** The account's e-mail or name, for people to read. */
  readonly account: string;
  readonly member: string;
  readonly state: ConnectionState;
  /** Why it does not work. */
  readonly lostCause?: LostCause;
  /** When it came into this state. */
  readonly since?: Instant;
  /** How many letters were sent about this state. */
  readonly reminded?: number;
  /** The link of the newest letter, by its digest: an older one works no more. */
  readonly link?: string;
  /** Leads an administrator to the approval: a token, sealed, and until when it works. */
  readonly adminLink?: { readonly sealed: string; readonly until: Instant };
  /** When the poll should look after it: a letter, or something for a worker. */
  readonly dueAt?: Instant;
  /** Somebody went to the provider to bring it back after it was disconnected, and has not come back. */
  readonly attempted?: true;
  /** What a worker has to do, and since when. `end`: the grant of before, to be ended at the provider. */
  readonly chore?: Chore;
  /** When its grant is, or was last, tried because somebody said that it was ended. */
  readonly triedAt?: Instant;
  /** When the row may vanish by itself. Epoch seconds. */
  readonly expiresAt?: number;
  /** The grant (tokens), for the vault to open. Present only while the connection is active. */
  readonly sealed?: string;
  /** The worker that refreshes the grant just now, and until when it may. */
  readonly refreshing?: { readonly by: string; readonly until: Instant };
  /** False when this account sees only part of the firm's contacts: what it does not find may still be there. */
  readonly seesEverything: boolean;
  readonly isOwner: boolean;
  /** The zone in which its provider tells it times, where that was said. IANA. */
  readonly zone?: string;
  readonly rev: number;
};

type EventsOf<State> = State extends unknown ? keyof State : never;
export type ConnectionEvent = EventsOf<(typeof connectionLife)[ConnectionState]>;

export type Chore = {
  readonly since: Instant;
  readonly end?: string;
  /** Try whether the grant still works: somebody said that it does not. */
  readonly verify?: true;
  /** Remove all that is known of it. */
  readonly forget?: true;
};

export async function readConnection(ports: EnginePorts, firm: string, id: string): Promise<Connection | undefined> {
  const row = await ports.table.get(connectionKey(firm, id));
  return row && toConnection(row);
}

/** The member's own connection. Another member's, another firm's and an unknown one cannot be told apart. */
export async function ownConnection(ports: EnginePorts, caller: Caller, id: string): Promise<Connection | undefined> {
  const connection = await readConnection(ports, caller.firm, id);
  return connection?.member === caller.member ? connection : undefined;
}

/** In the order of the ids; those that lead nowhere are left out. */
export async function readConnections(
  ports: EnginePorts,
  firm: string,
  ids: readonly string[],
): Promise<readonly Connection[]> {
  const rows = await ports.table.getMany(ids.map((id) => connectionKey(firm, id)));
  const found = new Map(rows.map(toConnection).map((connection) => [connection.id, connection]));
  return ids.flatMap((id) => found.get(id) ?? []);
}

/** Saves only over the revision it carries; false when somebody else was quicker. The saved row has the next revision. */
export async function saveConnection(ports: EnginePorts, connection: Connection): Promise<boolean> {
  const row = { ...connection, ...connectionKey(connection.firm, connection.id), rev: connection.rev + 1 };
  return await ports.table.put(row, { kind: 'rev', rev: connection.rev });
}

/** `change` returns undefined to leave it as it is. Resolves to the connection as it then stands. */
export async function updateConnection(
  ports: EnginePorts,
  firm: string,
  id: string,
  change: (connection: Connection | undefined) => Connection | undefined,
): Promise<Connection | undefined> {
  const row = await updateRow(ports.table, connectionKey(firm, id), (row) => change(row && toConnection(row)));
  return row && toConnection(row);
}

export const accountLabel = (identity: Identity): string => identity.email ?? identity.name ?? identity.accountId;

/**
 * The connection in the state to which the event leads, without its grant and what was said of the state before;
 * undefined when the event means nothing in its present state.
 */
export function moved(connection: Connection, event: ConnectionEvent, now: Instant): Connection | undefined {
  const state = after(connectionLife, connection.state, event);
  if (state === undefined) return undefined;
  return { ...bare(connection), state, since: state === connection.state ? (connection.since ?? now) : now };
}

function bare(connection: Connection): Connection {
  const {
    sealed: _sealed,
    refreshing: _refreshing,
    lostCause: _lostCause,
    since: _since,
    reminded: _reminded,
    adminLink: _adminLink,
    dueAt: _dueAt,
    chore: _chore,
    attempted: _attempted,
    expiresAt: _expiresAt,
    ...rest
  } = connection;
  return rest;
}

/** Only this file writes these rows. */
function toConnection(row: Row): Connection {
  const { pk: _pk, sk: _sk, ...connection } = row;
  return connection as unknown as Connection;
}
