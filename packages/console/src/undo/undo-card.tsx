import type { SyncView, UndoView } from '@concord/core';
import { Button, Group } from '@mantine/core';
import { useDropUndo, useStartUndo } from '../api/syncs.ts';
import { ActionButton } from '../shell/action-button.tsx';
import { Card } from '../shell/card.tsx';
import { Failure } from '../shell/failure.tsx';
import { sayCount, sayNumber } from '../words/numbers.ts';
import styles from './undo.module.css';
import { UndoRows } from './undo-rows.tsx';

/** An undo from its preview to its end: what will be taken back, what is left alone, and that it is a person who starts it. */
export function UndoCard({ sync, undo }: { readonly sync: SyncView; readonly undo: UndoView }) {
  const start = useStartUndo(sync.id);
  const drop = useDropUndo(sync.id);
  const error = start.error ?? drop.error;
  const isBusy = start.isPending || drop.isPending;
  return (
    <Card title={(undo.ofStopped ? backTitles : titles)[undo.state]} flush>
      <div className={styles.head} role="status">
        {undo.state === 'asked' && <p>Concord looks at both sides, to see what nobody has touched since.</p>}
        {undo.state === 'going' && <Progress undo={undo} />}
        {undo.counts && undo.state !== 'going' && <Counts undo={undo} counts={undo.counts} />}
        {undo.state === 'ready' && (
          <p>
            {undo.ofStopped
              ? 'It is put back as it was when both sides were in step. What somebody edits meanwhile stays. Then the sync goes on by itself.'
              : 'What is undone rests afterwards: it is neither changed nor deleted until you keep it in step again.'}
          </p>
        )}
        {error && <Failure error={error} />}
        <Group gap="sm">
          {undo.state === 'ready' && (
            <ActionButton isBusy={start.isPending} isBlocked={isBusy} onClick={() => start.mutate(undo.run)}>
              {undo.ofStopped ? 'Put back' : 'Undo'}
            </ActionButton>
          )}
          {undo.state !== 'going' && (
            <Button variant="default" disabled={isBusy} onClick={() => drop.mutate()}>
              {undo.state === 'done' ? 'Close' : 'Leave as it is'}
            </Button>
          )}
        </Group>
      </div>
      {undo.state === 'ready' && <UndoRows sync={sync} run={undo.run} />}
    </Card>
  );
}

const titles = {
  asked: 'Looking what can be undone',
  ready: 'Undo: what will happen',
  going: 'Undoing',
  done: 'Undone',
} as const satisfies Record<UndoView['state'], string>;

const backTitles = {
  asked: 'Looking what can be put back',
  ready: 'Put back: what will happen',
  going: 'Putting back',
  done: 'Put back',
} as const satisfies Record<UndoView['state'], string>;

function Progress({ undo: { done = 0, total = 0 } }: { readonly undo: UndoView }) {
  return (
    <p>
      {sayNumber(done)} of {sayCount(total, 'record', 'records')}. You can close this page; it goes on by itself.
    </p>
  );
}

type Counts = NonNullable<UndoView['counts']>;

function Counts({ undo, counts }: { readonly undo: UndoView; readonly counts: Counts }) {
  const { restored, removed, recreated, leftAlone } = counts;
  const isDone = undo.state === 'done';
  const be = (count: number): string => (isDone ? wasOrWere(count) : 'will be');
  const parts = [
    { count: restored, says: `${be(restored)} put back` },
    { count: removed, says: `${be(removed)} removed` },
    { count: recreated, says: `${be(recreated)} made anew` },
    { count: leftAlone, says: isDone ? `${be(leftAlone)} left alone` : stays(leftAlone) },
  ];
  return (
    <ul className={styles.counts}>
      {parts.map(({ count, says }) => (
        <li key={says} data-none={count === 0 || undefined}>
          <strong>{sayNumber(count)}</strong> {says}
        </li>
      ))}
    </ul>
  );
}

const wasOrWere = (count: number): string => (count === 1 ? 'was' : 'were');
const stays = (count: number): string =>
  count === 1 ? 'stays, or some detail of it does' : 'stay, or some detail of them does';
