import type { Row } from '@concord/core';
import type { Caller, EnginePorts } from '../ports.ts';
import { firmKey, memberKey } from './keys.ts';
import { bodyOf, updateRow } from './update-row.ts';

export type Firm = { readonly id: string; readonly name: string };
export type Member = Caller & {
  readonly name: string;
  readonly email: string;
  /** Clio's account owner, the "Primary Subscriber". */
  readonly isOwner: boolean;
  /** Ids of this member's connections, in the order in which they were first made. */
  readonly connections: readonly string[];
};

export async function readFirm(ports: EnginePorts, firm: string): Promise<Firm | undefined> {
  const row = await ports.table.get(firmKey(firm));
  return row && { id: firm, name: String(row['name']) };
}

/** Writes only when the name is new. */
export async function saveFirm(ports: EnginePorts, firm: Firm): Promise<void> {
  await updateRow(ports.table, firmKey(firm.id), (row) =>
    row?.['name'] === firm.name ? undefined : { ...(row && bodyOf(row)), name: firm.name },
  );
}

export async function readMember(ports: EnginePorts, caller: Caller): Promise<Member | undefined> {
  const row = await ports.table.get(memberKey(caller.firm, caller.member));
  return row && toMember(caller, row);
}

/** Creates the member, or brings name, e-mail and ownership up to date. The list of connections stays. */
export async function saveMember(ports: EnginePorts, member: Omit<Member, 'connections'>): Promise<void> {
  const { firm, member: id, name, email, isOwner } = member;
  await updateRow(ports.table, memberKey(firm, id), (row) => {
    const known = row && toMember(member, row);
    if (known && known.name === name && known.email === email && known.isOwner === isOwner) return undefined;
    return { connections: [], ...(row && bodyOf(row)), name, email, isOwner };
  });
}

/**
 * Lists a connection under its member. Done before the connection itself is written: an id that leads nowhere is skipped
 * by readers, while a connection that nobody lists could not be disconnected.
 */
export async function listConnection(ports: EnginePorts, caller: Caller, connection: string): Promise<void> {
  await updateRow(ports.table, memberKey(caller.firm, caller.member), (row) => {
    const connections = row ? toMember(caller, row).connections : [];
    if (row && connections.includes(connection)) return undefined;
    return {
      name: '',
      email: '',
      isOwner: false,
      ...(row && bodyOf(row)),
      connections: [...connections, connection],
    };
  });
}

function toMember({ firm, member }: Caller, row: Row): Member {
  return {
    firm,
    member,
    name: String(row['name']),
    email: String(row['email']),
    isOwner: row['isOwner'] === true,
    connections: Array.isArray(row['connections']) ? row['connections'].map(String) : [],
  };
}
