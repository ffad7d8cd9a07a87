import type { ConnectionView } from '@concord/core';
import { useRef } from 'react';
import { useAskAdmin } from '../api/session.ts';
import { ActionButton } from '../shell/action-button.tsx';
import { Failure } from '../shell/failure.tsx';
import { AdminLetter } from './admin-letter.tsx';
import styles from './admin-panel.module.css';

type AdminPanelProps = { readonly connection: ConnectionView };

/**
 * For whom an administrator must approve first: the link and a mail for them. The provider's own page "Need admin approval"
 * leads nobody back, so a person can also say that they saw it.
 */
export function AdminPanel({ connection: { id, label, state, admin, mayAskAdmin } }: AdminPanelProps) {
  const panel = useRef<HTMLDivElement>(null);
  const ask = useAskAdmin();
  if (!admin && !mayAskAdmin) return null;
  return (
    <div ref={panel} className={styles.panel} tabIndex={-1} role="group" aria-label={`${label}: administrator`}>
      {admin && state === 'needsAdmin' && <AdminLetter label={label} admin={admin} />}
      {admin && state !== 'needsAdmin' && (
        <details>
          <summary>Did {label} say “Need admin approval”?</summary>
          <AdminLetter label={label} admin={admin} />
        </details>
      )}
      {!admin && (
        <div className={styles.ask}>
          <p>
            {state === 'needsAdmin'
              ? 'The link for your administrator has run out. You can get a new one.'
              : `Did ${label} say “Need admin approval”? Then get a link and a mail for your administrator.`}
          </p>
          <ActionButton
            variant="default"
            size="sm"
            aria-label={`Ask an administrator: ${label}`}
            isBusy={ask.isPending}
            onClick={() => ask.mutate(id, { onSuccess: () => panel.current?.focus() })}
          >
            Ask an administrator
          </ActionButton>
        </div>
      )}
      {ask.error && <Failure error={ask.error} />}
    </div>
  );
}
