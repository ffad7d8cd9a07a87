import type { Answer } from '@concord/core';
import type { ReactNode } from 'react';
import { ActionButton } from '../shell/action-button.tsx';
import { Answered } from './answered.tsx';
import styles from './waiting-list.module.css';
import type { WaitingRowProps } from './waiting-list.tsx';

/** One record and who it might be, side by side. */
export function HeldRow({ row, answered, isBusy, onAnswer }: WaitingRowProps) {
  const same = row.candidates.length > 0 ? row.answers.find(({ answer }) => answer === 'same') : undefined;
  const others = row.answers.filter((one) => one !== same);
  const button = (label: string, about: string, answer: Answer, candidate?: string) => (
    <ActionButton
      key={`${answer} ${candidate}`}
      size="sm"
      variant={answer === 'same' ? 'light' : 'default'}
      isBlocked={isBusy}
      aria-label={`${label}: ${about}`}
      onClick={() => onAnswer({ mapping: row.mapping, answer, ...(candidate ? { candidate } : {}) }, label)}
    >
      {label}
    </ActionButton>
  );
  return (
    <>
      <p className={styles.because}>{row.because}</p>
      <div className={styles.pair}>
        <Person title={row.title} subtitle={row.subtitle}>
          {answered === undefined ? (
            others.map(({ answer, label }) => button(label, row.title, answer))
          ) : (
            <Answered said={answered} />
          )}
        </Person>
        {row.candidates.length > 0 && (
          <ul className={styles.candidates} aria-label="It might be">
            {row.candidates.map(({ mapping, title, subtitle }) => (
              <li key={mapping}>
                <Person title={title} subtitle={subtitle} isCandidate>
                  {same && !answered && button(same.label, `${row.title} and ${title}`, 'same', mapping)}
                </Person>
              </li>
            ))}
          </ul>
        )}
      </div>
    </>
  );
}

type PersonProps = {
  readonly title: string;
  readonly subtitle: string;
  readonly isCandidate?: boolean;
  readonly children?: ReactNode;
};

function Person({ title, subtitle, isCandidate = false, children }: PersonProps) {
  return (
    <div className={styles.person} data-candidate={isCandidate || undefined}>
      <bdi className={styles.name}>{title}</bdi>
      <bdi className={styles.subtitle}>{subtitle}</bdi>
      <div className={styles.answers}>{children}</div>
    </div>
  );
}
