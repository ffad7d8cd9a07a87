import type { CalendarsView, ConnectionView, OfferView, SyncView } from '@concord/core';
import { Stack } from '@mantine/core';
import { useCalendars } from '../api/calendars.ts';
import { HelpLink } from '../help/help-link.tsx';
import { setUpPath } from '../routing/routes.ts';
import { BackLink } from '../shell/back-link.tsx';
import { Card } from '../shell/card.tsx';
import { Failure } from '../shell/failure.tsx';
import { PageHeading } from '../shell/page-heading.tsx';
import { Steps } from '../sync/steps.tsx';
import { manyOf } from './calendar-words.ts';
import styles from './calendars-page.module.css';
import { ClioCalendar } from './clio-calendar.tsx';
import { lackingCalendars, MissingPermission } from './missing-permission.tsx';
import { OtherCalendar } from './other-calendar.tsx';
import { ReadCalendars } from './read-calendars.tsx';
import { usePairing } from './use-pairing.ts';

type CalendarsPageProps = {
  readonly offer: OfferView;
  readonly connection: ConnectionView;
  readonly connections: readonly ConnectionView[];
  readonly syncs: readonly SyncView[];
};

/** Which Clio calendar and which calendar of this account hold the same events. */
export function CalendarsPage({ offer, connection, connections, syncs }: CalendarsPageProps) {
  const lacking = lackingCalendars(connections, connection);
  const returnTo = setUpPath(offer.provider, offer.itemType, connection.id);
  return (
    <Stack gap="xl">
      <Steps current="choose" />
      <PageHeading title="Which calendars">
        Choose for each of your Clio calendars where its events belong in {offer.label}. Nothing is read of their events
        before you say so on the next page, and nothing is written before you have seen a preview.
      </PageHeading>
      {lacking.map((one) => (
        <MissingPermission key={one.id} connection={one} returnTo={returnTo} />
      ))}
      {lacking.length === 0 && <Calendars offer={offer} connection={connection} syncs={syncs} />}
      <BackLink />
    </Stack>
  );
}

function Calendars({ offer, connection, syncs }: Omit<CalendarsPageProps, 'connections'>) {
  const { list: calendars, ask } = useCalendars(connection.id);
  const failure = ask.error ?? calendars.error;
  return (
    <>
      <ReadCalendars
        label={offer.label}
        calendars={calendars.data}
        isBusy={ask.isPending || calendars.isPending}
        onRead={() => ask.mutate()}
      />
      {failure && <Failure error={failure} onRetry={() => ask.mutate()} />}
      {calendars.data?.readAt !== undefined && (
        <Columns offer={offer} connection={connection} calendars={calendars.data} syncs={syncs} />
      )}
      <HelpLink topic="calendars" />
    </>
  );
}

type ColumnsProps = Omit<CalendarsPageProps, 'connections'> & { readonly calendars: CalendarsView };

function Columns({ offer, connection, calendars: { left, right }, syncs }: ColumnsProps) {
  const pairing = usePairing(connection.id);
  const kept = (ids: readonly string[]): readonly SyncView[] => syncs.filter(({ id }) => ids.includes(id));
  return (
    <div className={styles.columns}>
      <Card title="Your Clio calendars" flush>
        <ul className={styles.calendars}>
          {left.map((calendar) => (
            <ClioCalendar
              key={calendar.id}
              calendar={calendar}
              kept={kept(calendar.syncs)}
              others={right}
              offer={offer}
              pairing={pairing}
            />
          ))}
        </ul>
        {left.length === 0 && <p className={styles.none}>Clio shows no calendar that you manage.</p>}
      </Card>
      <Card title={`Your ${manyOf(offer)}`} flush>
        <ul className={styles.calendars}>
          {right.map((calendar) => (
            <OtherCalendar key={calendar.id} calendar={calendar} kept={kept(calendar.syncs)} />
          ))}
        </ul>
        {right.length === 0 && (
          <p className={styles.none}>{offer.label} shows no calendar. Choose a new one beside a Clio calendar.</p>
        )}
      </Card>
    </div>
  );
}
