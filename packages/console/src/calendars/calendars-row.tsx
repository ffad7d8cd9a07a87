import type { ConnectionView, OfferView, SyncView } from '@concord/core';
import { Button } from '@mantine/core';
import { IconCalendar } from '@tabler/icons-react';
import { linkTo } from '../routing/location.ts';
import { settingsPath, setUpPath } from '../routing/routes.ts';
import rows from '../settings/rows.module.css';
import { CalendarSyncLine } from './calendar-sync-line.tsx';
import { manyOf } from './calendar-words.ts';
import styles from './calendars-row.module.css';
import { lackingCalendars, MissingPermission } from './missing-permission.tsx';

type CalendarsRowProps = {
  readonly offer: OfferView;
  /** The account whose calendars these are; absent before anybody has connected one. */
  readonly connection?: ConnectionView;
  readonly connections: readonly ConnectionView[];
  /** Those of this account. */
  readonly syncs: readonly SyncView[];
};

/** The calendars of one account: a line for each that is kept in step, and the way to choose others. */
export function CalendarsRow({ offer, connection, connections, syncs }: CalendarsRowProps) {
  const title = `Calendars: Clio and ${offer.label}`;
  const isConnected = connection?.state === 'active';
  const lacking = isConnected ? lackingCalendars(connections, connection) : [];
  const way = isConnected || syncs.length > 0 ? 'Configure' : 'Set up sync';
  return (
    <li className={rows.row}>
      <span className={rows.icon} aria-hidden>
        <IconCalendar size={22} stroke={1.5} />
      </span>
      <div className={rows.body}>
        <h3 className={rows.title}>{title}</h3>
        <p className={rows.text}>{sayCalendars(offer, isConnected, syncs)}</p>
        {connection && connection.account !== '' && <p className={rows.small}>{connection.account}</p>}
      </div>
      {lacking.length === 0 && (
        <Button
          component="a"
          variant={way === 'Configure' ? 'default' : 'filled'}
          aria-label={`${way}: ${title}`}
          {...linkTo(setUpPath(offer.provider, offer.itemType, connection?.id))}
        >
          {way}
        </Button>
      )}
      {lacking.map((one) => (
        <MissingPermission key={one.id} connection={one} returnTo={settingsPath} />
      ))}
      {syncs.length > 0 && (
        <ul className={styles.lines} aria-label={`Calendars kept in step with ${offer.label}`}>
          {syncs.map((sync) => (
            <CalendarSyncLine key={sync.id} sync={sync} />
          ))}
        </ul>
      )}
    </li>
  );
}

function sayCalendars(offer: OfferView, isConnected: boolean, syncs: readonly SyncView[]): string {
  if (syncs.length > 0) return `Which of your Clio calendars and ${manyOf(offer)} belong together.`;
  return isConnected
    ? `${offer.label} is connected. Choose which of your Clio calendars to sync with it.`
    : `Keep your Clio calendars and ${manyOf(offer)} the same, event by event.`;
}
