import { refreshRules, type WatchLink, type WatchRefresh, watchFields } from '@concord/core';

/** Why the matter or its client is not simply there, in sentences. */
export function becauseOf({ matterState, client }: Pick<WatchLink, 'matterState' | 'client'>): readonly string[] {
  return [
    matterSentence(matterState),
    clientSentences[client.kind](dayOf('since' in client ? client.since : 0)),
  ].filter((sentence) => sentence !== '');
}

export function matterSentence(state: WatchLink['matterState']): string {
  switch (state.kind) {
    case 'closed':
      return state.on === undefined ? 'The matter is closed in Clio.' : `The matter was closed in Clio on ${state.on}.`;
    case 'pending':
      return 'The matter is pending in Clio.';
    case 'missing':
      return `Since ${dayOf(state.since)} Clio does not show this matter any more: it was deleted, or hidden from the account that refreshes. The watch stays as it is.`;
    default:
      return '';
  }
}

const clientSentences = {
  shown: () => '',
  none: () => 'The matter has no client in Clio, so name, birth date and address stay as they are.',
  swapped: (day) =>
    `Since ${day} another client stands on this matter in Clio: name, birth date and address come from that one.`,
  merged: (day) =>
    `Since ${day} another client stands on this matter in Clio, and the one before is gone: the two were probably merged there.`,
  unseen: (day) =>
    `Since ${day} Clio does not show the client of this matter to the account that refreshes: name, birth date and address stay as they are.`,
} as const satisfies Record<WatchLink['client']['kind'], (day: string) => string>;

/** What was decided where both sides had changed: the value of Clio's that was not taken is told. */
export function ruledOn(fields: WatchRefresh['fields']): readonly string[] {
  return fields
    .filter(({ rule }) => rule === 'keptHere' || rule === 'asked')
    .map(({ field, rule, clio }) => `${watchFields[field].label}: ${refreshRules[rule]} Clio says “${clio}”.`);
}

/** `YYYY-MM-DD`, UTC. */
export const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);
