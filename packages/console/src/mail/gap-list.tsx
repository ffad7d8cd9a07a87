import type { MailboxView, MailGapView } from '@concord/core';
import { useFillGap } from '../api/mail.ts';
import { ActionButton } from '../shell/action-button.tsx';
import { announce } from '../shell/announcer.tsx';
import { Failure } from '../shell/failure.tsx';
import styles from './mail.module.css';
import { saySpan } from './run-words.ts';

type GapListProps = {
  readonly box: MailboxView;
  /** A run is under way, or waits for a person's word. */
  readonly isBusy: boolean;
};

/** Times in which nothing was looked at; one click fills each. */
export function GapList({ box, isBusy }: GapListProps) {
  const fill = useFillGap(box.connection.id);
  const begin = (gap: MailGapView): void =>
    fill.mutate(gap.id, {
      onSuccess: () => announce(`The gap of ${saySpan(gap)} is being filled.`),
    });
  return (
    <div>
      <ul className={styles.gaps} aria-label={`Gaps of ${box.label}`}>
        {box.gaps.map((gap) => (
          <li key={gap.id}>
            <div>
              <strong>{saySpan(gap)}</strong>
              <p className={styles.line}>{gap.sentence}</p>
            </div>
            {isBusy && <span className={styles.small}>{sayBusy(box, gap)}</span>}
            {!isBusy && box.connection.state === 'active' && (
              <ActionButton
                size="sm"
                aria-label={`Fill this gap: ${saySpan(gap)}`}
                isBusy={fill.isPending && fill.variables === gap.id}
                isBlocked={fill.isPending}
                onClick={() => begin(gap)}
              >
                Fill this gap
              </ActionButton>
            )}
          </li>
        ))}
      </ul>
      {fill.error && <Failure error={fill.error} />}
    </div>
  );
}

/** A run looks through one span at a time. */
const sayBusy = ({ run }: MailboxView, { from, until }: MailGapView): string =>
  run?.kind === 'gap' && run.from < until && run.until > from
    ? 'Being filled now'
    : 'Can be filled after the run below';
