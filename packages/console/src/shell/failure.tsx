import { Alert, Button } from '@mantine/core';
import { IconCircleX } from '@tabler/icons-react';
import { ApiError } from '../api/client.ts';
import { reconnectPath } from '../routing/routes.ts';
import styles from './notice.module.css';

type FailureProps = { readonly error: Error; readonly onRetry?: () => unknown };

/** What went wrong, and what to do about it. */
export function Failure({ error, onRetry }: FailureProps) {
  const action = error instanceof ApiError ? error.action : 'Load the page again.';
  const mustSignIn = error instanceof ApiError && error.status === 401;
  return (
    <Alert
      className={styles.notice}
      data-tone="error"
      role="alert"
      icon={<IconCircleX size={20} />}
      title={error.message}
    >
      {action && <div className={styles.action}>{action}</div>}
      {(mustSignIn || onRetry) && (
        <div className={styles.buttons}>
          {mustSignIn ? (
            <Button component="a" size="sm" href={reconnectPath('clio', window.location.pathname)}>
              Sign in with Clio
            </Button>
          ) : (
            <Button size="sm" variant="default" onClick={onRetry}>
              Try again
            </Button>
          )}
        </div>
      )}
    </Alert>
  );
}
