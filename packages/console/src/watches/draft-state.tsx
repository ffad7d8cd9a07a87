import { Group } from '@mantine/core';
import { ActionButton } from '../shell/action-button.tsx';
import { Failure } from '../shell/failure.tsx';
import type { Draft } from './use-draft.ts';
import fieldStyles from './watch-fields.module.css';

type DraftStateProps = {
  readonly draft: Draft;
  readonly label: string;
  /** Where the keyboard goes on, as the buttons here go when they are pressed. */
  readonly focusBox: () => void;
};

/** Whether a text is saved, and what to do when it could not be. */
export function DraftState({ draft, label, focusBox }: DraftStateProps) {
  const { saving, isClash, isDirty, shown } = draft;
  const act = (action: () => void) => (): void => {
    focusBox();
    action();
  };
  if (isClash)
    return (
      <div className={fieldStyles.ask} role="alert">
        <p>
          Somebody, or a refresh, changed this meanwhile
          {shown === '' ? ': it is blank now. ' : ' to “'}
          {shown !== '' && <bdi>{shown}</bdi>}
          {shown !== '' && '”. '}
          What you typed is not saved yet.
        </p>
        <Group gap="xs">
          <ActionButton
            size="xs"
            isBusy={saving.isPending}
            aria-label={`Save mine: ${label}`}
            onClick={act(draft.save)}
          >
            Save mine
          </ActionButton>
          <ActionButton size="xs" variant="default" aria-label={`Leave theirs: ${label}`} onClick={act(draft.drop)}>
            Leave theirs
          </ActionButton>
        </Group>
      </div>
    );
  if (saving.error) return <Failure error={saving.error} onRetry={act(draft.retry)} />;
  return <SaveState isPending={saving.isPending} isSaved={saving.isSuccess && !isDirty} />;
}

/** Empty until something was changed. */
export function SaveState({ isPending, isSaved }: { readonly isPending: boolean; readonly isSaved: boolean }) {
  return <span className={fieldStyles.saveState}>{isPending ? 'Saving …' : isSaved ? 'Saved' : ''}</span>;
}
