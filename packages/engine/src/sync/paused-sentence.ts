import { isBroken, lostCauses, type SideName } from '@concord/core';
import type { Connection } from '../connect/connection.ts';
import type { Braked } from './braked.ts';
import { typeOf } from './item-types.ts';
import type { SyncRecord, Trouble } from './sync-record.ts';

type Sides<Of> = Readonly<Record<SideName, Of>>;
type Names = { readonly label: string };
type Connections = Sides<Connection | undefined>;

/** Why a sync is paused, and what to do about it. */
export function pausedSentence(
  record: SyncRecord,
  names: Sides<Names>,
  connections: Connections,
  braked: Braked | undefined,
): string {
  const sentence = brokenSentence(names, connections);
  if (braked) return brakeSentence(record, braked, names);
  return sentence ?? troubleSentence(record, names);
}

/** Which account, why, and what to press. */
function brokenSentence(names: Sides<Names>, connections: Connections): string | undefined {
  const broken = (['right', 'left'] as const).flatMap((side) => {
    const connection = connections[side];
    return connection && isBroken(connection.state) ? [{ connection, label: names[side].label }] : [];
  });
  const [first] = broken;
  if (first === undefined) return undefined;
  const { connection, label } = first;
  const why = `Syncing is paused: ${label} ${lostCauses[connection.lostCause ?? 'revoked'].says}`;
  const both = broken.length > 1 ? ' The other account waits for you as well.' : '';
  return `${why} ${wayBack(connection, label)} Syncing then goes on where it stopped; nothing was deleted.${both}`;
}

function wayBack({ state, account, provider }: Connection, label: string): string {
  if (state === 'needsAdmin')
    return `The settings page has a link and a letter for them. Once they have approved, press Authorize and choose ${account}.`;
  return provider === 'clio'
    ? `Press Authorize and sign in with ${label} as ${account}.`
    : `Press Authorize and choose ${account}.`;
}

/** Said on the page and in the letter: numbers, and no names. */
export function brakeSentence(
  record: Pick<SyncRecord, 'itemType'>,
  { what, side, scope, planned, count, limit }: Braked,
  names: Sides<Names>,
): string {
  const { many } = typeOf(record).words;
  const where = names[side].label;
  const done = { deletes: 'delete', overwrites: 'change' } as const;
  const whose = scope === 'book' ? `of your firm’s ${many} in ${where}` : `of your ${many} in ${where}`;
  const before = count > planned[side][what] ? `, with ${count - planned[side][what]} within a day before` : '';
  return `Concord stopped itself before it could ${done[what]} ${planned[side][what]} ${whose}${before}: more than ${limit} within a day are not touched without asking you. Nothing of it was done.`;
}

/** A right to one of several calendars is its owner's to give; authorizing again is what makes the sync go on. */
function forbiddenSentence(record: SyncRecord, { left, right }: Sides<Names>): string {
  const [here, there] = [record.left.collection?.name, record.right.collection?.name];
  if (here === undefined || there === undefined)
    return `${right.label} or ${left.label} does not let this account do what syncing needs. Authorize again, or ask your administrator.`;
  return `“${here}” in ${left.label} or “${there}” in ${right.label} may no longer be read or written by this account. Ask whoever owns that calendar to let you write in it, and then authorize again: syncing goes on where it stopped, and nothing was deleted.`;
}

function troubleSentence(record: SyncRecord, { left, right }: Sides<Names>): string {
  const { trouble } = record;
  const { many } = typeOf(record).words;
  const known: Readonly<Partial<Record<Trouble, string>>> = {
    noMailbox: `This ${right.label} account has no Outlook ${many}: its plan has no Exchange mailbox. Ask your administrator for a plan that includes Outlook, or authorize another account.`,
    forbidden: forbiddenSentence(record, { left, right }),
    consentNeeded: `Concord may not look into your ${many} in ${left.label} or ${right.label} any more. Authorize again and accept that as well; what else is synced goes on meanwhile, and nothing was deleted.`,
    adminNeeded: `An administrator of your organization must approve Concord first. Then authorize again.`,
    misconfigured: 'Something is wrong with this installation. Please tell whoever operates Concord.',
  };
  const otherwise =
    'An account lost its permission. Authorize it again; syncing then goes on where it stopped, and nothing was deleted.';
  return (trouble && known[trouble]) ?? otherwise;
}
