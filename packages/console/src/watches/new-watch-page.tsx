import type { NewWatch, WatchField, WatchPriority, WatchStatus } from '@concord/core';
import { NativeSelect, Stack, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useRef, useState } from 'react';
import { useNewWatch } from '../api/watches.ts';
import { navigate } from '../routing/location.ts';
import { watchesPath, watchPath } from '../routing/routes.ts';
import { ActionButton } from '../shell/action-button.tsx';
import { BackLink } from '../shell/back-link.tsx';
import { Card } from '../shell/card.tsx';
import { Failure } from '../shell/failure.tsx';
import { PageHeading } from '../shell/page-heading.tsx';
import { TagsInput } from './tags-input.tsx';
import fieldStyles from './watch-fields.module.css';
import { fieldNames, fieldWords, optionsOf, ownWords, priorityWords, statusWords } from './watch-words.ts';

/** A watch that is not linked with Clio: only people write it. */
export function NewWatchPage() {
  return (
    <Stack gap="xl">
      <PageHeading title="Add a watch by hand">
        It is not linked with Clio, so no refresh changes it. To have one that follows a matter, import the matter
        instead.
      </PageHeading>
      <Card>
        <NewWatchForm />
      </Card>
      <BackLink path={watchesPath} label="All watches" />
    </Stack>
  );
}

const blank: NewWatch = { values: {}, tags: [], priority: 'normal', status: 'active', notes: '' };

function NewWatchForm() {
  const [wanted, setWanted] = useState(blank);
  const [fault, setFault] = useState<string>();
  const first = useRef<HTMLInputElement>(null);
  const making = useNewWatch();
  const setValue = (field: WatchField, value: string): void => {
    setFault(undefined);
    setWanted({ ...wanted, values: { ...wanted.values, [field]: value } });
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const { firstName = '', lastName = '', caseNumber = '' } = wanted.values;
    if (`${firstName}${lastName}${caseNumber}`.trim() === '') {
      setFault('Type a first name, a last name or a case number.');
      return first.current?.focus();
    }
    if (!making.isPending) making.mutate(wanted, { onSuccess: ({ id }) => navigate(watchPath(id)) });
  };
  return (
    <form className={fieldStyles.form} noValidate onSubmit={submit}>
      <div className={fieldStyles.pair}>
        {fieldNames.map((field, index) => (
          <TextInput
            key={field}
            ref={index === 0 ? first : null}
            label={fieldWords[field].label}
            type={fieldWords[field].input}
            value={wanted.values[field] ?? ''}
            error={index === 0 ? fault : undefined}
            onChange={(event) => setValue(field, event.currentTarget.value)}
          />
        ))}
      </div>
      <div className={fieldStyles.pair}>
        <NativeSelect
          label={ownWords.status}
          value={wanted.status ?? 'active'}
          onChange={(event) => setWanted({ ...wanted, status: event.currentTarget.value as WatchStatus })}
          data={optionsOf(statusWords)}
        />
        <NativeSelect
          label={ownWords.priority}
          value={wanted.priority ?? 'normal'}
          onChange={(event) => setWanted({ ...wanted, priority: event.currentTarget.value as WatchPriority })}
          data={optionsOf(priorityWords)}
        />
      </div>
      <TagsInput tags={wanted.tags ?? []} onChange={(tags) => setWanted({ ...wanted, tags })} />
      <Textarea
        label={ownWords.notes}
        autosize
        minRows={3}
        maxRows={16}
        value={wanted.notes ?? ''}
        onChange={(event) => setWanted({ ...wanted, notes: event.currentTarget.value })}
      />
      {making.error && <Failure error={making.error} />}
      <ActionButton type="submit" isBusy={making.isPending}>
        Add this watch
      </ActionButton>
    </form>
  );
}
