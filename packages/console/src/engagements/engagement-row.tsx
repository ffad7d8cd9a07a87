import type { EngagementView, MailboxView } from '@concord/core';
import { UnstyledButton, VisuallyHidden } from '@mantine/core';
import { IconArrowDownLeft, IconArrowUpRight, IconChevronRight, IconPaperclip } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { StateTag } from '../shell/state-tag.tsx';
import { toPlainText } from '../words/plain-text.ts';
import { sayInstant, sayMinute } from '../words/time.ts';
import { EngagementDetails } from './engagement-details.tsx';
import styles from './engagements.module.css';
import { namesOf } from './people.ts';
import { bareSubject } from './threads.ts';

type EngagementRowProps = {
  readonly contact: string;
  readonly row: EngagementView;
  /** The subject that stands over it, and is not said again. */
  readonly under?: string;
  readonly boxes: readonly MailboxView[];
  readonly onSent: () => void;
};

const looks = {
  received: { Icon: IconArrowDownLeft, word: 'Received' },
  sent: { Icon: IconArrowUpRight, word: 'Sent' },
} as const;

/** One message in a line or two; opened, everything that is kept of it and what can be done with it. */
export function EngagementRow({ contact, row, under, boxes, onSent }: EngagementRowProps) {
  const [isOpen, setOpen] = useState(false);
  const details = useId();
  const { Icon, word } = looks[row.direction];
  const subject = toPlainText(row.subject);
  const preview = toPlainText(row.preview);
  return (
    <div className={styles.row}>
      <UnstyledButton
        className={styles.summary ?? ''}
        aria-expanded={isOpen}
        aria-controls={details}
        onClick={() => setOpen(!isOpen)}
      >
        <span className={styles.icon} data-direction={row.direction} aria-hidden>
          <Icon size={17} stroke={1.9} />
        </span>
        <span className={styles.what}>
          <span className={styles.people}>
            {row.redacted ? (
              word
            ) : (
              <>
                <VisuallyHidden>{word}: </VisuallyHidden>
                <Names row={row} />
              </>
            )}
          </span>
          {!row.redacted && bareSubject(row.subject) !== under && (
            <bdi className={styles.subject}>{subject === '' ? '(no subject)' : subject}</bdi>
          )}
          {preview !== '' && !isOpen && <bdi className={styles.glimpse}>{preview}</bdi>}
        </span>
        <span className={styles.marks}>
          {row.hasAttachments && (
            <span title="Has attachments">
              <IconPaperclip size={16} stroke={1.8} aria-hidden />
              <VisuallyHidden>Has attachments</VisuallyHidden>
            </span>
          )}
          {row.filed.length > 0 && <StateTag tone="good" label="Filed in Clio" />}
          {row.redacted && <StateTag tone="quiet" label="Redacted" />}
        </span>
        <time className={styles.when} dateTime={new Date(row.at).toISOString()} title={sayInstant(row.at)}>
          {sayMinute(row.at)}
        </time>
        <IconChevronRight className={styles.chevron ?? ''} size={18} stroke={1.7} aria-hidden />
      </UnstyledButton>
      <div id={details} hidden={!isOpen} className={styles.details}>
        {isOpen && <EngagementDetails contact={contact} row={row} boxes={boxes} onSent={onSent} />}
      </div>
    </div>
  );
}

function Names({ row }: { readonly row: EngagementView }) {
  const { from, to } = namesOf(row);
  return (
    <>
      <bdi>{from}</bdi>
      {' → '}
      <VisuallyHidden>to </VisuallyHidden>
      <bdi>{to}</bdi>
    </>
  );
}
