import type { Answers, SyncView, WaitingRow } from '@concord/core';
import { Button } from '@mantine/core';
import { useRef, useState } from 'react';
import { useWaitingRows } from '../api/pages.ts';
import { ActionButton } from '../shell/action-button.tsx';
import { Failure } from '../shell/failure.tsx';
import { MoreRows } from '../shell/more-rows.tsx';
import { Nothing } from '../shell/nothing.tsx';
import { RowsPlaceholder } from '../shell/placeholder.tsx';
import { itemWords } from '../words/items.ts';
import { sayCount } from '../words/numbers.ts';
import { HeldRow } from './held-row.tsx';
import { ParkedRow } from './parked-row.tsx';
import { useGiven } from './use-given.ts';
import styles from './waiting-list.module.css';

export type GiveAnswer = (answer: Answers['answers'][number], said: string) => void;
export type WaitingRowProps = {
  readonly row: WaitingRow;
  /** What was answered already; the worker has not come to it yet. */
  readonly answered: string | undefined;
  readonly isBusy: boolean;
  readonly onAnswer: GiveAnswer;
};
type WaitingListProps = {
  readonly sync: SyncView;
  readonly only?: WaitingRow['kind'];
  /** How many to show until a person asks for the rest. */
  readonly first?: number;
};

/** What a person must decide: matches that are not sure, and records that a provider refused. */
export function WaitingList({ sync, only, first }: WaitingListProps) {
  const [isWhole, setWhole] = useState(first === undefined);
  const pages = useWaitingRows(sync.id, `${sync.waiting.held} ${sync.waiting.parked}`);
  const { different } = itemWords[sync.itemType];
  const list = useRef<HTMLDivElement>(null);
  // The row that was answered loses its buttons, and the focus was on one of them.
  const { give, answered, isAllGiven, answers } = useGiven(sync.id, () => list.current?.focus());
  if (pages.isPending) return <RowsPlaceholder rows={2} />;
  const rows = pages.data?.pages.flatMap((page) => page.rows).filter((row) => !only || row.kind === only) ?? [];
  const unsure = rows.filter(({ answers: offered }) => offered.some(({ answer }) => answer === 'different')).length;
  const error = answers.error ?? pages.error;
  return (
    <div ref={list} tabIndex={-1} role="group" aria-label="Waiting for you" className={styles.list}>
      {unsure > 1 && !isAllGiven && (
        <AllDifferent
          unsure={unsure}
          different={different}
          isMore={pages.hasNextPage}
          isBusy={answers.isPending}
          onAnswer={() => give({ answers: [], allDifferent: true }, `All ${different}`)}
        />
      )}
      {error && <Failure error={error} />}
      {rows.length === 0 && !pages.hasNextPage && !error && (
        <Nothing title="Nothing waits for you" text="Whatever Concord cannot decide safely will show here." />
      )}
      <ul>
        {rows.slice(0, isWhole ? rows.length : first).map((row) => {
          const Row = row.kind === 'held' ? HeldRow : ParkedRow;
          return (
            <li key={row.mapping} className={styles.row}>
              <Row
                row={row}
                answered={answered(row)}
                isBusy={answers.isPending}
                onAnswer={(one, said) => give({ answers: [one] }, said, row.because)}
              />
            </li>
          );
        })}
      </ul>
      {isWhole || rows.length <= (first ?? 0) ? (
        <MoreRows pages={pages} />
      ) : (
        <div className={styles.whole}>
          <Button variant="default" size="sm" onClick={() => setWhole(true)}>
            Show all that wait
          </Button>
        </div>
      )}
    </div>
  );
}

type AllDifferentProps = {
  readonly unsure: number;
  /** What they all are. */
  readonly different: string;
  /** Further pages may hold further ones. */
  readonly isMore: boolean;
  readonly isBusy: boolean;
  readonly onAnswer: () => void;
};

function AllDifferent({ unsure, different, isMore, isBusy, onAnswer }: AllDifferentProps) {
  return (
    <div className={styles.all}>
      <p>
        {isMore && 'At least '}
        {sayCount(unsure, 'match is', 'matches are')} not sure. Look at them one by one, or, if you know that they are
        all {different}, say so once.
      </p>
      <ActionButton variant="default" size="sm" isBlocked={isBusy} onClick={onAnswer}>
        Treat all as {different}
      </ActionButton>
    </div>
  );
}
