import type { WhyWait } from '@concord/core';
import { useNow } from '../shell/use-now.ts';
import { sayInstant, sayRemaining } from '../words/time.ts';
import styles from './why.module.css';
import { Changes } from './why-reasons.tsx';

/** What it waits for, and until when. */
export function WhyWaits({ waits }: { readonly waits: readonly WhyWait[] }) {
  const now = useNow();
  return (
    <section className={styles.waits}>
      <h3>What it waits for</h3>
      <ul className={styles.reasons}>
        {waits.map(({ code, sentence, changes, until }) => (
          <li key={code}>
            <p>
              {sentence}
              {until !== undefined && until > now && (
                <time title={sayInstant(until)}> Still {sayRemaining(until - now)}.</time>
              )}
            </p>
            <Changes changes={changes} />
          </li>
        ))}
      </ul>
    </section>
  );
}
