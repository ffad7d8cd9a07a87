import type { WatchFieldView } from '@concord/core';
import { Group } from '@mantine/core';
import { useAnswerWatch } from '../api/watches.ts';
import { ActionButton } from '../shell/action-button.tsx';
import { announce } from '../shell/announcer.tsx';
import { Failure } from '../shell/failure.tsx';
import fieldStyles from './watch-fields.module.css';
import { sayValue } from './watch-words.ts';

type FieldQuestionProps = {
  readonly watch: string;
  readonly view: WatchFieldView;
  /** What Clio says. */
  readonly asked: string;
  /** The buttons are gone then. */
  readonly onAnswered: () => void;
};

/** Both sides changed a field, and the firm wants to be asked. */
export function FieldQuestion({ watch, view, asked, onAnswered }: FieldQuestionProps) {
  const { field, label, value } = view;
  const answer = useAnswerWatch(watch);
  // Not a callback of the change itself: the question is gone when it succeeds, and with it the callback.
  const use = async (which: 'local' | 'clio'): Promise<void> =>
    await answer.mutateAsync({ field, use: which, asked }).then(
      () => {
        announce(`Answered: ${label} ${which === 'clio' ? 'is what Clio says' : 'stays as it is'}.`);
        onAnswered();
      },
      () => undefined,
    );
  const wanted = answer.variables?.use;
  return (
    <div className={fieldStyles.ask}>
      <p>
        It was changed here and in Clio. Here: {value === '' ? 'blank' : <b>{sayValue(field, value)}</b>}. In Clio:{' '}
        <b>{sayValue(field, asked)}</b>. It stays as it is until you choose.
      </p>
      <Group gap="xs">
        <ActionButton
          size="xs"
          aria-label={`Keep ours: ${label}`}
          isBusy={answer.isPending && wanted === 'local'}
          isBlocked={answer.isPending}
          onClick={() => use('local')}
        >
          Keep ours
        </ActionButton>
        <ActionButton
          size="xs"
          variant="default"
          aria-label={`Take Clio’s: ${label}`}
          isBusy={answer.isPending && wanted === 'clio'}
          isBlocked={answer.isPending}
          onClick={() => use('clio')}
        >
          Take Clio’s
        </ActionButton>
      </Group>
      {answer.error && <Failure error={answer.error} />}
    </div>
  );
}
