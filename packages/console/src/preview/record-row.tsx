import type { PreviewRow } from '@concord/core';
import { UnstyledButton } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { memo, useId, useState } from 'react';
import { Outcome } from './outcome.tsx';
import { RecordDetails } from './record-details.tsx';
import styles from './records.module.css';

type RecordRowProps = { readonly row: PreviewRow; readonly left: string; readonly right: string };

/** One record: who, and what happens to it; opened, why, and which details change. Drawn again only when it changes. */
export const RecordRow = memo(function RecordRow({ row, left, right }: RecordRowProps) {
  const [isOpen, setOpen] = useState(false);
  const details = useId();
  return (
    <li className={styles.row}>
      <UnstyledButton
        className={styles.summary ?? ''}
        aria-expanded={isOpen}
        aria-controls={details}
        onClick={() => setOpen(!isOpen)}
      >
        <IconChevronRight className={styles.chevron ?? ''} size={18} stroke={1.7} aria-hidden />
        <span className={styles.who}>
          <bdi className={styles.title}>{row.title}</bdi>
          <bdi className={styles.subtitle}>{row.subtitle}</bdi>
        </span>
        <span className={styles.tags}>
          {row.notFitting.length > 0 && <span className={styles.unfit}>{row.notFitting.length} not fitting</span>}
          <Outcome outcome={row.outcome} left={left} right={right} />
        </span>
      </UnstyledButton>
      <div id={details} hidden={!isOpen}>
        {isOpen && <RecordDetails row={row} left={left} right={right} />}
      </div>
    </li>
  );
});
