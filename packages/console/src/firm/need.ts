import type { ConnectionState, MemberView } from '@concord/core';

/** How urgent a person's part is; 0 waits for nobody. */
const urgency = {
  lost: 3,
  needsConsent: 3,
  needsAdmin: 2,
  connecting: 1,
  active: 0,
  disconnected: 0,
} as const satisfies Record<ConnectionState, number>;

const needOf = ({ connections }: MemberView): number => Math.max(0, ...connections.map(({ state }) => urgency[state]));

export const needsAction = (member: MemberView): boolean => needOf(member) > 0;

/** Orders members: who needs to do something first, then by name. */
export const byNeed = (one: MemberView, other: MemberView): number =>
  needOf(other) - needOf(one) || one.name.localeCompare(other.name);
