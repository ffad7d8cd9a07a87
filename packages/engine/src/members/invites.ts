import { type Instant, type Row, SyncError } from '@concord/core';
import { digest, inviteKey } from '../connect/keys.ts';
import { linkLifetimeMs } from '../connect/links.ts';
import { bodyOf, updateRow } from '../connect/update-row.ts';
import type { EnginePorts } from '../ports.ts';

/** Somebody of the firm who was asked to connect. Only a Clio user of the firm with this e-mail can accept it. */
export type Invite = {
  readonly firm: string;
  readonly id: string;
  /** Trimmed and in small letters. */
  readonly email: string;
  /** The member who asked. */
  readonly by: string;
  readonly askedAt: Instant;
  readonly sentAt?: Instant;
  /** The link of the newest letter, by its digest: an older one works no more. */
  readonly link?: string;
  /** The mail service will never take a letter to this address. */
  readonly failed?: true;
  readonly acceptedAt?: Instant;
  readonly acceptedBy?: string;
  readonly dueAt?: Instant;
};

const maximumInvites = 2000;
const maximumOpen = 500;
const minimumPauseMs = 60_000;

export const expiresAtOf = ({ sentAt }: Invite): Instant | undefined =>
  sentAt === undefined ? undefined : sentAt + linkLifetimeMs;

export async function readInvite(ports: EnginePorts, firm: string, id: string): Promise<Invite | undefined> {
  const row = await ports.table.get(inviteKey(firm, id));
  return row && toInvite(row);
}

export async function listInvites(ports: EnginePorts, firm: string): Promise<readonly Invite[]> {
  const { rows } = await ports.table.query({ pk: `FIRM#${firm}`, prefix: 'INVITE#', limit: maximumInvites });
  return rows.map(toInvite);
}

/** The same address asked again is the same invitation, with a new letter; a minute must pass between two. */
export async function askToJoin(ports: EnginePorts, firm: string, by: string, email: string): Promise<void> {
  const id = inviteIdOf(firm, email);
  const now = ports.clock.now();
  await updateRow(ports.table, inviteKey(firm, id), (row) => {
    const known = row && toInvite(row);
    if (known?.acceptedAt !== undefined) return undefined;
    if (known && now - known.askedAt < minimumPauseMs) return undefined;
    return { firm, id, email, by, askedAt: now, dueAt: now };
  });
}

export async function withdrawInvite(ports: EnginePorts, firm: string, id: string): Promise<void> {
  await ports.table.remove(inviteKey(firm, id));
}

/** Safe to repeat. */
export async function acceptInvite(ports: EnginePorts, firm: string, id: string, member: string): Promise<void> {
  await changeInvite(ports, firm, id, ({ dueAt: _, ...invite }) => ({
    ...invite,
    acceptedAt: ports.clock.now(),
    acceptedBy: member,
  }));
}

export async function changeInvite(
  ports: EnginePorts,
  firm: string,
  id: string,
  change: (invite: Invite) => Invite | undefined,
): Promise<void> {
  await updateRow(ports.table, inviteKey(firm, id), (row) => row && change(toInvite(row)));
}

const address = /^[^\s\p{C}@<>()[\],;:"\\]{1,64}@[^\s\p{C}@<>()[\],;:"\\]{1,190}\.[^\s\p{C}@<>()[\],;:"\\.]{2,}$/u;

/** The addresses in small letters, each once. Throws `refused` with the one that is none. */
export function addressesOf(texts: readonly string[]): readonly string[] {
  const emails = texts.map((text) => text.trim().toLowerCase());
  const wrong = emails.find((email) => !address.test(email));
  if (wrong !== undefined) throw new SyncError('refused', `“${wrong}” is not an e-mail address. Nobody was invited.`);
  return [...new Set(emails)];
}

/** Throws `refused` when too many would wait at once: nobody's letters to strangers are to leave through here. */
export function refuseTooMany(known: readonly Invite[], emails: readonly string[]): void {
  const open = known.filter(({ acceptedAt }) => acceptedAt === undefined).map(({ email }) => email);
  if (new Set([...open, ...emails]).size <= maximumOpen) return;
  throw new SyncError(
    'refused',
    `At most ${maximumOpen} invitations can be open. Withdraw some first. Nobody was invited.`,
  );
}

const inviteIdOf = (firm: string, email: string): string => digest(JSON.stringify([firm, email])).slice(0, 22);

/** Only this file writes these rows. */
export function toInvite(row: Row): Invite {
  return bodyOf(row) as unknown as Invite;
}
