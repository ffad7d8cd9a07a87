import type { PreviewRow } from '@concord/core';
import { WhyLink } from '../why/why-link.tsx';
import { changedSincePreview } from '../words/items.ts';
import { FieldChanges } from './field-changes.tsx';
import styles from './records.module.css';

type RecordDetailsProps = { readonly row: PreviewRow; readonly left: string; readonly right: string };

/** Why, by which rule, what changes on which side, what does not fit, and who it might be. */
export function RecordDetails({ row, left, right }: RecordDetailsProps) {
  return (
    <div className={styles.details}>
      <p className={styles.because}>
        {row.because} {row.changedSince && `${changedSincePreview} `}
        <span className={styles.rule}>Rule: {row.rule}</span> <WhyLink about={row.title} title={row.title} />
      </p>
      <FieldChanges fields={row.fields} left={left} right={right} />
      {row.fields.length === 0 && row.outcome === 'linked' && (
        <p className={styles.quiet}>Both sides already say the same: nothing is written, they are only linked.</p>
      )}
      {row.notFitting.length > 0 && (
        <div className={styles.unfits}>
          <h3>Stays where it is, because it does not fit on the other side</h3>
          <ul>
            {row.notFitting.map((detail) => (
              <li key={`${detail.label} ${detail.value}`}>
                <strong>{detail.label}</strong> <bdi>{detail.value}</bdi> <span>{detail.reason}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
      {row.candidates && row.candidates.length > 0 && (
        <div>
          <h3>It might be</h3>
          <ul className={styles.candidates}>
            {row.candidates.map((candidate) => (
              <li key={candidate.mapping}>
                <bdi className={styles.title}>{candidate.title}</bdi>
                <bdi className={styles.subtitle}>{candidate.subtitle}</bdi>
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}
