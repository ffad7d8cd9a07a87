import type { PreviewRow } from '@concord/core';
import {
  IconAlertCircle,
  IconArrowLeft,
  IconArrowRight,
  IconCircleMinus,
  IconEqual,
  IconLink,
  IconPencil,
  IconTrash,
} from '@tabler/icons-react';
import styles from './records.module.css';

const looks = {
  addedLeft: { Icon: IconArrowLeft, tone: 'left', say: (left: string) => `Added to ${left}` },
  addedRight: { Icon: IconArrowRight, tone: 'right', say: (_left: string, right: string) => `Added to ${right}` },
  linked: { Icon: IconLink, tone: 'both', say: () => 'Linked' },
  changed: { Icon: IconPencil, tone: 'both', say: () => 'Changed' },
  agreed: { Icon: IconEqual, tone: 'quiet', say: () => 'In step' },
  held: { Icon: IconAlertCircle, tone: 'hold', say: () => 'Held for you' },
  leftOut: { Icon: IconCircleMinus, tone: 'quiet', say: () => 'Left out' },
  deleted: { Icon: IconTrash, tone: 'bad', say: () => 'Deleted' },
} as const satisfies Record<PreviewRow['outcome'], unknown>;

type OutcomeProps = { readonly outcome: PreviewRow['outcome']; readonly left: string; readonly right: string };

/** What happens to a record, in two or three words. */
export function Outcome({ outcome, left, right }: OutcomeProps) {
  const { Icon, tone, say } = looks[outcome];
  return (
    <span className={styles.outcome} data-tone={tone}>
      <Icon size={15} stroke={2} aria-hidden />
      {say(left, right)}
    </span>
  );
}
