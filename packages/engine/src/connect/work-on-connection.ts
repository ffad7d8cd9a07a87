import { type ConnectionMessage, isSyncError } from '@concord/core';
import type { EnginePorts } from '../ports.ts';
import { type Chore, type Connection, readConnection, updateConnection } from './connection.ts';
import { endGrant } from './end-grant.ts';
import { forgetConnection } from './forget-connection.ts';
import { verifyGrant } from './verify-grant.ts';

const retryMs = 5 * 60_000;
/** After so long a grant is destroyed although the provider could not be told. */
const giveUpMs = 24 * 60 * 60 * 1000;

/**
 * Does what waits to be done for a connection. Safe to repeat at every step: what is done is removed from the chore, and what
 * a provider cannot do now is tried again by the poll, for a day.
 */
export async function workOnConnection(ports: EnginePorts, message: ConnectionMessage): Promise<void> {
  for (const part of parts) {
    const connection = await readConnection(ports, message.firm, message.connection);
    if (connection?.chore?.[part] === undefined) continue;
    if (!(await isDone(ports, connection, part))) return;
    await updateConnection(ports, connection.firm, connection.id, (known) => known && without(known, part));
  }
}

/** Forgetting comes last: it removes what the others need. */
const parts = ['verify', 'end', 'forget'] as const satisfies readonly (keyof Chore)[];
type Part = (typeof parts)[number];

const work = { verify: verifyGrant, end: endGrant, forget: forgetConnection } as const satisfies Record<Part, unknown>;

async function isDone(ports: EnginePorts, connection: Connection, part: Part): Promise<boolean> {
  const now = ports.clock.now();
  try {
    await work[part](ports, connection);
    return true;
  } catch (error) {
    if (!isSyncError(error)) throw error;
    ports.log.info('connection.choreFailed', { provider: connection.provider, part, code: error.code });
    if (part !== 'forget' && now - (connection.chore?.since ?? now) >= giveUpMs) return true;
    const soon = Math.min(error.retryAfterMs ?? retryMs, retryMs);
    await later(ports, connection, now + soon);
    return false;
  }
}

async function later(ports: EnginePorts, { firm, id }: Connection, dueAt: number): Promise<void> {
  await updateConnection(ports, firm, id, (known) => (known?.chore ? { ...known, dueAt } : undefined));
}

/** Undefined when there is nothing left to remove: somebody connected the account again, or it is forgotten. */
function without(known: Connection, part: Part): Connection | undefined {
  if (known.chore?.[part] === undefined) return undefined;
  const { chore, dueAt, ...rest } = known;
  const { [part]: _done, ...left } = chore;
  const isOver = Object.keys(left).every((key) => key === 'since');
  return isOver ? rest : { ...rest, chore: left as Chore, ...(dueAt === undefined ? {} : { dueAt }) };
}
