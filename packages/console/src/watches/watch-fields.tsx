import type { WatchField, WatchFieldView, WatchView } from '@concord/core';
import { TextInput } from '@mantine/core';
import { useRef } from 'react';
import { ActionButton } from '../shell/action-button.tsx';
import { DraftState } from './draft-state.tsx';
import { FieldQuestion } from './field-question.tsx';
import { useDraft } from './use-draft.ts';
import fieldStyles from './watch-fields.module.css';
import { fieldWords, sayValue } from './watch-words.ts';

/** Every field that Clio can fill, to be edited in place; what is typed here outlives refreshes as the firm chose. */
export function WatchFields({ watch }: { readonly watch: WatchView }) {
  return (
    <ul className={fieldStyles.fields}>
      {watch.fields.map((view) => (
        <Field key={view.field} watch={watch} view={view} />
      ))}
    </ul>
  );
}

const valueOf = (watch: WatchView, field: WatchField): string =>
  watch.fields.find((view) => view.field === field)?.value ?? '';

function Field({ watch, view }: { readonly watch: WatchView; readonly view: WatchFieldView }) {
  const { field, label, value, clio, asked, why, from } = view;
  const draft = useDraft({
    watch,
    label,
    read: (one) => valueOf(one, field),
    edit: (text) => ({ values: { [field]: text } }),
  });
  const box = useRef<HTMLInputElement>(null);
  const focusBox = (): void => box.current?.focus();
  const isOther = clio !== undefined && clio !== value && asked === undefined;
  const useClio = (): void =>
    draft.saving.mutate(
      { edit: { values: { [field]: clio ?? '' } }, isUntouched: (now) => valueOf(now, field) === value },
      { onSuccess: focusBox },
    );
  return (
    <li className={fieldStyles.field} data-asked={asked !== undefined || undefined}>
      <TextInput
        ref={box}
        label={label}
        type={fieldWords[field].input}
        value={draft.text}
        onChange={(event) => draft.change(event.currentTarget.value)}
        onBlur={draft.commit}
        onKeyDown={(event) => {
          if (event.key === 'Enter') draft.commit();
          if (event.key === 'Escape') draft.drop();
        }}
      />
      <div className={fieldStyles.beside}>
        <DraftState draft={draft} label={label} focusBox={focusBox} />
        {isOther && (
          <p className={fieldStyles.differs}>
            Clio says “<bdi>{sayValue(field, clio)}</bdi>”.{' '}
            <ActionButton
              size="compact-xs"
              variant="default"
              aria-label={`Use Clio’s: ${label}`}
              isBusy={draft.saving.isPending}
              onClick={useClio}
            >
              Use Clio’s
            </ActionButton>
          </p>
        )}
        {asked !== undefined && <FieldQuestion watch={watch.id} view={view} asked={asked} onAnswered={focusBox} />}
        {from !== undefined && (
          <details className={fieldStyles.why}>
            <summary>Why this?</summary>
            <p>{why}</p>
            <p>{from}</p>
          </details>
        )}
      </div>
    </li>
  );
}
