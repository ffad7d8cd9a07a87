import { type FirmView, type InviteView, type MemberView, SyncError } from '@concord/core';
import { readConnections } from '../connect/connection.ts';
import { connectionView } from '../connect/connection-view.ts';
import { listMembers, type Member, readMember } from '../connect/firm.ts';
import type { Caller, EnginePorts } from '../ports.ts';
import {
  addressesOf,
  askToJoin,
  expiresAtOf,
  type Invite,
  listInvites,
  readInvite,
  refuseTooMany,
  withdrawInvite,
} from './invites.ts';

/** Who uses Concord in the caller's firm, and how it goes. Throws `refused` for anybody but the account owner. */
export async function firmView(ports: EnginePorts, caller: Caller): Promise<FirmView> {
  await mustBeOwner(ports, caller);
  const [members, invites] = await Promise.all([listMembers(ports, caller.firm), listInvites(ports, caller.firm)]);
  const now = ports.clock.now();
  return {
    members: await Promise.all(members.map((member) => memberView(ports, member))),
    invites: invites
      .filter(({ acceptedBy }) => !members.some(({ member }) => member === acceptedBy))
      .map((invite) => inviteView(invite, now)),
  };
}

/** Asks people of the firm to connect; the letters leave within a minute. Throws `refused` for what is no address, and too many. */
export async function invite(ports: EnginePorts, caller: Caller, emails: readonly string[]): Promise<FirmView> {
  await mustBeOwner(ports, caller);
  const wanted = addressesOf(emails);
  refuseTooMany(await listInvites(ports, caller.firm), wanted);
  for (const email of wanted) await askToJoin(ports, caller.firm, caller.member, email);
  return await firmView(ports, caller);
}

/** Another letter with another link. Throws `notFound`. */
export async function sendInviteAgain(ports: EnginePorts, caller: Caller, id: string): Promise<FirmView> {
  await mustBeOwner(ports, caller);
  const known = await readInvite(ports, caller.firm, id);
  if (known === undefined) throw new SyncError('notFound', 'There is no such invitation.');
  await askToJoin(ports, caller.firm, caller.member, known.email);
  return await firmView(ports, caller);
}

/** The link in the letter leads nowhere any more. Safe to repeat. */
export async function withdraw(ports: EnginePorts, caller: Caller, id: string): Promise<FirmView> {
  await mustBeOwner(ports, caller);
  await withdrawInvite(ports, caller.firm, id);
  return await firmView(ports, caller);
}

async function mustBeOwner(ports: EnginePorts, caller: Caller): Promise<void> {
  const member = await readMember(ports, caller);
  if (member?.isOwner !== true)
    throw new SyncError('refused', 'Only the account owner of your firm at Clio can see and invite its members.');
}

async function memberView(ports: EnginePorts, member: Member): Promise<MemberView> {
  const { name, email, isOwner } = member;
  const connections = await readConnections(ports, member.firm, member.connections);
  const views = await Promise.all(connections.map((connection) => connectionView(ports, connection)));
  return { name, email, isOwner, connections: views.flatMap((view) => (view ? [forOwner(view)] : [])) };
}

/** The owner sees how it goes, and not the links that are meant for the member. */
function forOwner({ id, label, account, state, sentence, since }: ViewOfConnection): MemberView['connections'][number] {
  return { id, label, account, state, sentence, ...(since === undefined ? {} : { since }) };
}
type ViewOfConnection = NonNullable<Awaited<ReturnType<typeof connectionView>>>;

function inviteView(invite: Invite, now: number): InviteView {
  const { id, email, sentAt } = invite;
  const state = inviteState(invite, now);
  const expiresAt = expiresAtOf(invite);
  return {
    id,
    email,
    state,
    ...(sentAt === undefined ? {} : { sentAt }),
    ...(expiresAt === undefined ? {} : { expiresAt }),
    sentence: inviteSentences[state],
  };
}

function inviteState(invite: Invite, now: number): InviteView['state'] {
  if (invite.acceptedAt !== undefined) return 'accepted';
  if (invite.failed) return 'failed';
  if (invite.sentAt === undefined) return 'sending';
  return now < (expiresAtOf(invite) ?? 0) ? 'sent' : 'expired';
}

const inviteSentences = {
  sending: 'The mail leaves within a minute.',
  sent: 'The mail was sent. The link in it works for seven days.',
  failed: 'No mail can be sent to this address. Look whether it is spelled right, then invite the right one.',
  expired: 'The link was not used within seven days. Send it again.',
  accepted: 'Has signed in.',
} as const satisfies Record<InviteView['state'], string>;
