import type { SyncView } from '@concord/core';
import { Switch } from '@mantine/core';
import { itemWords } from '../words/items.ts';
import { sayCount } from '../words/numbers.ts';
import styles from './resend-choice.module.css';

type ResendChoiceProps = {
  readonly sync: SyncView;
  readonly isResent: boolean;
  /** How many are sent again, once both sides were read. */
  readonly count?: number;
  readonly isBusy?: boolean;
  readonly onChange: (isResent: boolean) => void;
};

/** What was deleted on the right and kept in Clio is sent again when a person starts after a stop, unless they say no. */
export function ResendChoice({ sync, isResent, count, isBusy = false, onChange }: ResendChoiceProps) {
  return (
    <div className={styles.resend}>
      <p>{count === undefined ? sayBefore(sync) : isResent ? saySent(sync, count) : sayKept(sync)}</p>
      <Switch
        checked={isResent}
        label="Send them again"
        description={count === undefined ? 'The preview counts and lists them.' : 'Changing this makes a new preview.'}
        aria-disabled={isBusy || undefined}
        onChange={(event) => {
          if (!isBusy) onChange(event.currentTarget.checked);
        }}
      />
    </div>
  );
}

/** Where a delete on the right is carried over, nothing is kept on the left after it. */
export const mayBeKept = ({ policy }: SyncView): boolean => policy.deletes.right !== 'propagate';

const sayBefore = ({ left, right, itemType }: SyncView): string =>
  `There may be ${itemWords[itemType].many} that were deleted in ${right.label} and kept in ${left.label}.`;

function saySent({ left, right, itemType }: SyncView, count: number): string {
  const { one, many } = itemWords[itemType];
  return `${sayCount(count, `${one} was`, `${many} were`)} deleted in ${right.label} and kept in ${left.label}. Start Sync adds ${count === 1 ? 'it' : 'them'} to ${right.label} again.`;
}

const sayKept = ({ left, right }: SyncView): string =>
  `What was deleted in ${right.label} and kept in ${left.label} is not sent again. It stays in ${left.label} alone.`;
