import type { ConflictPolicy, WatchField, WatchSettings, WatchSettingsEdit } from '@concord/core';
import { NativeSelect, Radio } from '@mantine/core';
import { useSaveWatchSettings } from '../api/watching.ts';
import { announce } from '../shell/announcer.tsx';
import { Card } from '../shell/card.tsx';
import { Failure } from '../shell/failure.tsx';
import { SaveState } from './draft-state.tsx';
import fieldStyles from './watch-fields.module.css';
import toolStyles from './watch-tools.module.css';
import { fieldNames, fieldWords, optionsOf, policyWords } from './watch-words.ts';
import styles from './watches.module.css';

const explained = {
  local: 'What was edited here stays. The history says what Clio has.',
  clio: 'What Clio says replaces the edit. The history keeps the edit, and a refresh can be undone.',
  ask: 'The watch keeps what it says and asks you, field by field.',
} as const satisfies Record<ConflictPolicy, string>;

/** Who wins where a field was changed here and in Clio since the last refresh: for all fields, and for single ones. */
export function ConflictSettings({ settings }: { readonly settings: WatchSettings }) {
  const saving = useSaveWatchSettings();
  const { conflicts, byField } = { ...settings, ...(saving.isPending ? saving.variables : {}) };
  const save = (edit: WatchSettingsEdit): void =>
    saving.mutate(edit, { onSuccess: () => announce('Refresh settings saved.') });
  const setField = (field: WatchField, policy: string): void => {
    const { [field]: _, ...others } = settings.byField;
    save({ byField: policy === '' ? others : { ...others, [field]: policy as ConflictPolicy } });
  };
  return (
    <Card
      title="When both sides changed a field"
      aside={<SaveState isPending={saving.isPending} isSaved={saving.isSuccess} />}
    >
      <div className={fieldStyles.form}>
        <Radio.Group
          label="A field was changed here and in Clio since the last refresh"
          value={conflicts}
          onChange={(policy) => save({ conflicts: policy })}
        >
          <div className={fieldStyles.radios}>
            {optionsOf(policyWords).map(({ value, label }) => (
              <Radio key={value} value={value} label={label} description={explained[value as ConflictPolicy]} />
            ))}
          </div>
        </Radio.Group>
        <p className={styles.line}>A field can go another way:</p>
        <div className={toolStyles.filters}>
          {fieldNames.map((field) => (
            <NativeSelect
              key={field}
              label={fieldWords[field].label}
              value={byField[field] ?? ''}
              onChange={(event) => setField(field, event.currentTarget.value)}
              data={[{ value: '', label: 'As above' }, ...optionsOf(policyWords)]}
            />
          ))}
        </div>
        {saving.error && <Failure error={saving.error} />}
      </div>
    </Card>
  );
}
