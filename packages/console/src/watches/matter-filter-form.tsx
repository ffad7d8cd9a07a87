import type { MatterQuery } from '@concord/core';
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useWatching } from '../api/watching.ts';
import { ActionButton } from '../shell/action-button.tsx';
import { type MatterFilters, matterStatusWords } from './matter-query.ts';
import fieldStyles from './watch-fields.module.css';
import toolStyles from './watch-tools.module.css';
import { optionsOf } from './watch-words.ts';

type MatterFilterFormProps = {
  readonly query: Omit<MatterQuery, 'after'>;
  readonly onSearch: (filters: MatterFilters) => void;
};

/** Which matters to look for. Clio is asked when the form is sent, not at every key. */
export function MatterFilterForm({ query, onSearch }: MatterFilterFormProps) {
  const { data: watching } = useWatching();
  const [filters, setFilters] = useState<MatterFilters>(query);
  const [fault, setFault] = useState<string>();
  const set = (name: keyof MatterFilters) => (event: { readonly currentTarget: { readonly value: string } }) => {
    setFault(undefined);
    setFilters({ ...filters, [name]: event.currentTarget.value });
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const { openedFrom = '', openedUntil = '' } = filters;
    const isBackwards = openedFrom !== '' && openedUntil !== '' && openedUntil < openedFrom;
    if (isBackwards) setFault('This day is before the other one.');
    else onSearch({ ...filters, search: filters.search?.trim() ?? '' });
  };
  const areas = watching?.caseTypes.map(({ practiceArea, name }) => ({ value: practiceArea, label: name })) ?? [];
  const attorneys = watching?.attorneys.map(({ id, name }) => ({ value: id, label: name })) ?? [];
  return (
    <form className={fieldStyles.form} role="search" aria-label="Matters" noValidate onSubmit={submit}>
      <TextInput
        label="Search matters"
        description="Words of the number, the description or the client."
        type="search"
        value={filters.search ?? ''}
        onChange={set('search')}
      />
      <div className={toolStyles.filters}>
        <NativeSelect
          label="Status"
          value={filters.status ?? ''}
          onChange={set('status')}
          data={[anyOf('Any'), ...optionsOf(matterStatusWords)]}
        />
        <NativeSelect
          label="Practice area"
          value={filters.practiceArea ?? ''}
          onChange={set('practiceArea')}
          data={withChosen(areas, filters.practiceArea)}
        />
        <NativeSelect
          label="Responsible attorney"
          value={filters.attorney ?? ''}
          onChange={set('attorney')}
          data={withChosen(attorneys, filters.attorney)}
        />
        <TextInput label="Opened from" type="date" value={filters.openedFrom ?? ''} onChange={set('openedFrom')} />
        <TextInput
          label="Opened until"
          type="date"
          value={filters.openedUntil ?? ''}
          error={fault}
          onChange={set('openedUntil')}
        />
      </div>
      <div className={toolStyles.toolRow}>
        <ActionButton type="submit">Show matters</ActionButton>
        {Object.keys(query).length > 0 && (
          <Button variant="default" onClick={() => onSearch({})}>
            Show all matters
          </Button>
        )}
      </div>
    </form>
  );
}

type Option = ReturnType<typeof optionsOf>[number];
const anyOf = (label: string): Option => ({ value: '', label });

/** What is chosen stays among the choices, though Clio was not asked yet what there is. */
function withChosen(options: readonly Option[], chosen = ''): Option[] {
  const isKnown = chosen === '' || options.some(({ value }) => value === chosen);
  return [anyOf('Any'), ...options, ...(isKnown ? [] : [{ value: chosen, label: 'The one that was chosen' }])];
}
