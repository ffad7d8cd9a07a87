import type { WatchEdit, WatchPriority, WatchStatus, WatchView } from '@concord/core';
import { NativeSelect, Textarea } from '@mantine/core';
import { useRef } from 'react';
import { useSaveWatch } from '../api/watches.ts';
import { announce } from '../shell/announcer.tsx';
import { Failure } from '../shell/failure.tsx';
import { DraftState, SaveState } from './draft-state.tsx';
import { TagsField } from './tags-field.tsx';
import { useDraft } from './use-draft.ts';
import fieldStyles from './watch-fields.module.css';
import { optionsOf, ownWords, priorityWords, statusWords } from './watch-words.ts';
import styles from './watches.module.css';

const pauseMs = 1500;

/** What Clio has none of, and no refresh writes. Each part is saved as soon as it is changed. */
export function OwnFields({ watch }: { readonly watch: WatchView }) {
  const box = useRef<HTMLTextAreaElement>(null);
  const notes = useDraft({
    watch,
    label: ownWords.notes,
    read: (one) => one.notes,
    edit: (text) => ({ notes: text }),
    saveAfterMs: pauseMs,
  });
  return (
    <div className={fieldStyles.own}>
      <p className={styles.line}>A refresh never writes these. They are saved as you change them.</p>
      <div className={fieldStyles.pair}>
        <Choice watch={watch} part="status" words={statusWords} edit={(status: WatchStatus) => ({ status })} />
        <Choice
          watch={watch}
          part="priority"
          words={priorityWords}
          edit={(priority: WatchPriority) => ({ priority })}
        />
      </div>
      <TagsField watch={watch} />
      <div>
        <Textarea
          ref={box}
          label={ownWords.notes}
          autosize
          minRows={3}
          maxRows={16}
          value={notes.text}
          onChange={(event) => notes.change(event.currentTarget.value)}
          onBlur={notes.commit}
        />
        <DraftState draft={notes} label={ownWords.notes} focusBox={() => box.current?.focus()} />
      </div>
    </div>
  );
}

type ChoiceProps<Word extends string> = {
  readonly watch: WatchView;
  readonly part: 'status' | 'priority';
  readonly words: Readonly<Record<Word, string>>;
  readonly edit: (word: Word) => Omit<WatchEdit, 'rev'>;
};

function Choice<Word extends string>({ watch, part, words, edit }: ChoiceProps<Word>) {
  const saving = useSaveWatch(watch.id);
  const label = ownWords[part];
  const pending = saving.isPending ? saving.variables.edit[part] : undefined;
  const save = (word: Word): void =>
    saving.mutate(
      { edit: edit(word), isUntouched: (now) => now[part] === watch[part] },
      { onSuccess: () => announce(`${label} saved.`) },
    );
  return (
    <div>
      <NativeSelect
        label={label}
        value={pending ?? watch[part]}
        onChange={(event) => save(event.currentTarget.value as Word)}
        data={optionsOf(words)}
      />
      <SaveState isPending={saving.isPending} isSaved={saving.isSuccess} />
      {saving.error && <Failure error={saving.error} />}
    </div>
  );
}
