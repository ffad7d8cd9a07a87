import type { ConnectionView } from '@concord/core';
import { Button } from '@mantine/core';
import { authorizePath } from '../routing/routes.ts';
import styles from './missing-permission.module.css';

/** Whether an account works, and was not asked for its calendars or did not grant them. */
const lacksCalendars = ({ state, missing }: ConnectionView): boolean =>
  state === 'active' && missing?.includes('event') === true;

/** Of those two, the ones whose permission has to be widened first; Clio is one side of every sync. */
export const lackingCalendars = (
  connections: readonly ConnectionView[],
  right: ConnectionView,
): readonly ConnectionView[] =>
  connections.filter((one) => (one.provider === 'clio' || one.id === right.id) && lacksCalendars(one));

type MissingPermissionProps = { readonly connection: ConnectionView; readonly returnTo: string };

/** What is missing, that the rest goes on meanwhile, and the way to grant it. */
export function MissingPermission({ connection, returnTo }: MissingPermissionProps) {
  const { label, account, askAgain } = connection;
  return (
    <div className={styles.missing}>
      <p>
        Concord may not look into your calendars in {label} yet. Authorize <bdi>{account}</bdi> again and accept that as
        well; what is synced already goes on meanwhile.
      </p>
      {askAgain && (
        <Button component="a" href={authorizePath(askAgain.url, returnTo)} aria-label={`Authorize calendars: ${label}`}>
          Authorize
        </Button>
      )}
    </div>
  );
}
