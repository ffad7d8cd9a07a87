import type { FirmView, InviteView, MemberView } from '@concord/core';

const hourMs = 60 * 60 * 1000;
const dayMs = 24 * hourMs;
/** Milliseconds that the fake takes to send a mail. */
const sendMs = 1200;

const sentences = {
  sending: 'The mail is on its way.',
  sent: 'The mail was sent. Nobody has signed in with its link yet.',
  failed: 'The mail server refused this address. Check it, and invite the right one.',
  expired: 'Nobody used the link within 7 days. Send a new one.',
  accepted: 'Signed in and uses Concord.',
} as const satisfies Record<InviteView['state'], string>;

/** The people of a firm and its invitations, as the account owner sees them. `areCalm`: nobody is invited, all accounts work. */
export function createFakePeople({ areCalm }: { readonly areCalm: boolean }) {
  let count = 0;
  const people = areCalm ? members.filter(isCalm) : members;
  let invites: readonly InviteView[] = areCalm
    ? []
    : [
        invite('i1', 'tomas@harbourfinch.example.com', 'sent', -2 * dayMs),
        invite('i2', 'ingrid@harbourfinch.example.com', 'expired', -9 * dayMs),
        invite('i3', 'kwame@harbourfinch.exmaple.com', 'failed', -dayMs),
        invite('i4', 'grace@harbourfinch.example.com', 'accepted', -3 * dayMs),
      ];
  const now = (one: InviteView): InviteView =>
    one.state === 'sending' && Date.now() - (one.sentAt ?? 0) > sendMs ? invite(one.id, one.email, 'sent') : one;
  const view = (): FirmView => {
    invites = invites.map(now);
    return { members: people, invites };
  };
  const add = (email: string): readonly InviteView[] => {
    const isMember = members.some((member) => member.email === email);
    return isMember ? [] : [invite(`new${count++}`, email, 'sending')];
  };
  return {
    view,
    invite(emails: readonly string[]): FirmView {
      invites = [...emails.flatMap(add), ...invites];
      return view();
    },
    send(id: string): FirmView {
      invites = invites.map((one) => (one.id === id ? invite(id, one.email, 'sending') : one));
      return view();
    },
    withdraw(id: string): FirmView {
      invites = invites.filter((one) => one.id !== id);
      return view();
    },
  };
}

function invite(id: string, email: string, state: InviteView['state'], age = 0): InviteView {
  const sentAt = Date.now() + age;
  return { id, email, state, sentence: sentences[state], sentAt, expiresAt: sentAt + 7 * dayMs };
}

const clioOf = (email: string): MemberView['connections'][number] => ({
  id: `clio ${email}`,
  label: 'Clio',
  account: email,
  state: 'active',
  sentence: `You are currently authorized as ${email}.`,
});

function member(name: string, email: string, microsoft?: Partial<MemberView['connections'][number]>): MemberView {
  const connection = { ...clioOf(email), id: `microsoft ${email}`, label: 'Microsoft 365' };
  const connections = [clioOf(email), ...(microsoft ? [{ ...connection, ...microsoft }] : [])];
  return { name, email, isOwner: email.startsWith('robin@'), connections };
}

const isCalm = ({ connections }: MemberView): boolean => connections.every(({ state }) => state === 'active');

const members: readonly MemberView[] = [
  member('Amélie Haddad', 'amelie@harbourfinch.example.com', {}),
  member('Grace Okafor', 'grace@harbourfinch.example.com'),
  member('Mateusz Núñez', 'mateusz@harbourfinch.example.com', {
    state: 'needsAdmin',
    account: '',
    sentence: 'Microsoft 365 wants an administrator of your organization to approve Concord first.',
    since: Date.now() - dayMs,
  }),
  member('Robin Ashworth', 'robin@harbourfinch.example.com', {}),
  member('Zoë Whitfield', 'zoe@harbourfinch.example.com', {
    state: 'lost',
    sentence: 'Microsoft 365 ended the permission, as it does after a password was changed or reset.',
    since: Date.now() - 5 * hourMs,
  }),
];
