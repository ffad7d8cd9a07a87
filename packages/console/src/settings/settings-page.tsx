import type { SessionView } from '@concord/core';
import { Stack, Text } from '@mantine/core';
import { CalendarOffer } from '../calendars/calendar-offer.tsx';
import { Card } from '../shell/card.tsx';
import { PageHeading } from '../shell/page-heading.tsx';
import { ConnectionRow } from './connection-row.tsx';
import { OfferRow } from './offer-row.tsx';
import rows from './rows.module.css';
import { SettingsTabs } from './settings-tabs.tsx';

export type SignedIn = Extract<SessionView, { signedIn: true }>;

/** Settings ▸ Contact and Calendar Sync: what can be kept in step, what is, and the accounts behind it. */
export function SettingsPage({ session }: { readonly session: SignedIn }) {
  return (
    <Stack gap="xl">
      <SettingsTabs />
      <PageHeading title="Contact and Calendar Sync">
        Keep what you have in Clio and in your mailbox the same. Nothing is written before you have seen a preview.
      </PageHeading>
      <Card title="Syncs" flush>
        {session.offers.length === 0 ? (
          <Text px="lg" pb="lg" c="dimmed">
            This Concord has no other provider set up yet. Ask whoever runs it for your firm.
          </Text>
        ) : (
          <ul className={rows.rows}>
            {session.offers.map((offer) => {
              const Row = offer.itemType === 'event' ? CalendarOffer : OfferRow;
              return <Row key={`${offer.provider} ${offer.itemType}`} offer={offer} session={session} />;
            })}
          </ul>
        )}
      </Card>
      <Card title="Connected accounts" flush>
        <ul className={rows.rows}>
          {session.connections.map((connection) => (
            <ConnectionRow key={connection.id} connection={connection} />
          ))}
        </ul>
      </Card>
    </Stack>
  );
}
