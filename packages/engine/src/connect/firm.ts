import type { Row } from '@concord/core';
import type { Caller, EnginePorts } from '../ports.ts';
import { firmKey, memberKey, memberPrefix } from './keys.ts';
import { bodyOf, updateRow } from './update-row.ts';

/** `region`: the one of Clio's that knows this firm. */
export type Firm = { readonly id: string; readonly name: string; readonly region?: string };
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
  const region = row?.['region'];
  return row && { id: firm, name: String(row['name']), ...(typeof region === 'string' ? { region } : {}) };
}

/** Writes only when something is new. */
export async function saveFirm(ports: EnginePorts, firm: Firm): Promise<void> {
  await updateRow(ports.table, firmKey(firm.id), (row) =>
    row?.['name'] === firm.name && row['region'] === firm.region
      ? undefined
      : { ...(row && bodyOf(row)), name: firm.name, ...(firm.region === undefined ? {} : { region: firm.region }) },
  );
}

export async function readMember(ports: EnginePorts, caller: Caller): Promise<Member | undefined> {
  const row = await ports.table.get(memberKey(caller.firm, caller.member));
  return row && toMember(caller, row);
}

const maximumMembers = 2000;

/** Everybody of the firm who has signed in. */
export async function listMembers(ports: EnginePorts, firm: string): Promise<readonly Member[]> {
  const { rows } = await ports.table.query({ pk: `FIRM#${firm}`, prefix: memberPrefix, limit: maximumMembers });
  return rows.map((row) => toMember({ firm, member: row.sk.slice(memberPrefix.length) }, row));
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

/** Unlists a connection that is no more. Safe to repeat. */
export async function unlistConnection(ports: EnginePorts, caller: Caller, connection: string): Promise<void> {
  await updateRow(ports.table, memberKey(caller.firm, caller.member), (row) => {
    const connections = row ? toMember(caller, row).connections : [];
    if (!row || !connections.includes(connection)) return undefined;
    return { ...bodyOf(row), connections: connections.filter((id) => id !== connection) };
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
