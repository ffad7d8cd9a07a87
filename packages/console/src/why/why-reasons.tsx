import type { WhyReason } from '@concord/core';
import styles from './why.module.css';

/** Each reason, and what would change it. */
export function WhyReasons({ reasons }: { readonly reasons: readonly WhyReason[] }) {
  return (
    <ul className={styles.reasons}>
      {reasons.map(({ code, sentence, changes }) => (
        <li key={code}>
          <p>{sentence}</p>
          <Changes changes={changes} />
        </li>
      ))}
    </ul>
  );
}

export function Changes({ changes }: { readonly changes: string }) {
  return (
    <p className={styles.changes}>
      <strong>What would change it:</strong> {changes}
    </p>
  );
}
