import type { ConnectionView, OfferView } from '@concord/core';
import type { SignedIn } from '../settings/settings-page.tsx';
import { CalendarsRow } from './calendars-row.tsx';

type CalendarOfferProps = { readonly offer: OfferView; readonly session: SignedIn };

/** The calendars of each account at a provider; without an account, the way to the first one. */
export function CalendarOffer({ offer, session: { connections, syncs } }: CalendarOfferProps) {
  const isUsed = ({ id, provider, state }: ConnectionView): boolean =>
    provider === offer.provider &&
    (state === 'active' || syncs.some(({ itemType, right }) => itemType === 'event' && right.connection === id));
  const accounts = connections.filter(isUsed);
  if (accounts.length === 0) return <CalendarsRow offer={offer} connections={connections} syncs={[]} />;
  return accounts.map((connection) => (
    <CalendarsRow
      key={connection.id}
      offer={offer}
      connection={connection}
      connections={connections}
      syncs={syncs.filter(({ itemType, right }) => itemType === 'event' && right.connection === connection.id)}
    />
  ));
}
