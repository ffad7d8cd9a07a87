import type { ActivityRow, WhyRecord } from '@concord/core';
import { FieldChanges } from '../preview/field-changes.tsx';
import { sayInstant } from '../words/time.ts';
import styles from './why.module.css';

/** The last ten things that happened to it. */
export function WhyHistory({ record }: { readonly record: WhyRecord }) {
  const { history, left, right } = record;
  return (
    <section>
      <h3>What happened lately</h3>
      <ol className={styles.history}>
        {history.map((line) => (
          <li key={line.id}>
            <time>{sayInstant(line.at)}</time>
            <div>
              <p>
                <strong>{says[line.what]}</strong>
                {isWrite(line) && ` in ${record[line.side]}`}. {line.because}
              </p>
              <FieldChanges fields={line.fields} left={left} right={right} />
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}

const says = {
  added: 'Added',
  changed: 'Changed',
  deleted: 'Deleted',
  linked: 'Linked',
  released: 'No longer linked',
  held: 'Held for you',
  parked: 'Put aside',
} as const satisfies Record<ActivityRow['what'], string>;

const isWrite = ({ what }: ActivityRow): boolean => what === 'added' || what === 'changed' || what === 'deleted';
