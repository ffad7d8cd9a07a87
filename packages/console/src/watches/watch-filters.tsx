import type { WatchPage, WatchQuery } from '@concord/core';
import { Button, CloseButton, NativeSelect, TextInput, UnstyledButton } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconChevronRight, IconSearch } from '@tabler/icons-react';
import { useId, useRef, useState } from 'react';
import { ExportButton } from './export-button.tsx';
import {
  type ChoiceFilter,
  choiceFilters,
  filtersIn,
  noFilters,
  type QueryEdit,
  sortWords,
  type TextFilter,
  textFilters,
} from './watch-query.ts';
import toolStyles from './watch-tools.module.css';
import { optionsOf } from './watch-words.ts';

type WatchFiltersProps = {
  readonly query: WatchQuery;
  readonly page: WatchPage | undefined;
  readonly onEdit: (parts: QueryEdit) => void;
};

/** Search, order, and filters, which stay folded until somebody wants them. */
export function WatchFilters({ query, page, onEdit }: WatchFiltersProps) {
  const active = filtersIn(query);
  const [isOpen, setOpen] = useState(active > 0);
  const filters = useId();
  const fold = useRef<HTMLButtonElement>(null);
  const clear = (): void => {
    onEdit(noFilters);
    // The button that was pressed goes with the filters.
    fold.current?.focus();
  };
  return (
    <div className={toolStyles.tools} role="search" aria-label="Watches">
      <div className={toolStyles.toolRow}>
        <SearchBox value={query.search ?? ''} onSearch={(search) => onEdit({ search })} />
        <NativeSelect
          label="Sort by"
          value={query.sort ?? 'name'}
          onChange={(event) => onEdit({ sort: event.currentTarget.value })}
          data={optionsOf(sortWords)}
        />
        <NativeSelect
          label="Order"
          value={query.descending ?? ''}
          onChange={(event) => onEdit({ descending: event.currentTarget.value })}
          data={[
            { value: '', label: 'First to last' },
            { value: 'true', label: 'Last to first' },
          ]}
        />
      </div>
      <div className={toolStyles.toolRow}>
        <UnstyledButton
          ref={fold}
          className={toolStyles.fold ?? ''}
          aria-expanded={isOpen}
          aria-controls={filters}
          onClick={() => setOpen(!isOpen)}
        >
          <IconChevronRight className={toolStyles.chevron ?? ''} size={18} stroke={1.7} aria-hidden />
          Filters{active > 0 && ` (${active} set)`}
        </UnstyledButton>
        {active > 0 && (
          <Button size="xs" variant="default" onClick={clear}>
            Clear filters
          </Button>
        )}
        <ExportButton query={query} total={page?.total} />
      </div>
      <div id={filters} hidden={!isOpen} className={toolStyles.filters}>
        {isOpen && <Selects query={query} page={page} onEdit={onEdit} />}
      </div>
    </div>
  );
}

function Selects({ query, page, onEdit }: WatchFiltersProps) {
  const select = (name: ChoiceFilter | TextFilter, label: string, all: string, data: ReturnType<typeof optionsOf>) => (
    <NativeSelect
      key={name}
      label={label}
      value={query[name] ?? ''}
      onChange={(event) => onEdit({ [name]: event.currentTarget.value })}
      data={[{ value: '', label: all }, ...data]}
    />
  );
  return (
    <>
      {(Object.keys(choiceFilters) as ChoiceFilter[]).map((name) => {
        const { label, all, words } = choiceFilters[name];
        return select(name, label, all, optionsOf(words));
      })}
      {(Object.keys(textFilters) as TextFilter[]).map((name) => {
        const { label, all, from } = textFilters[name];
        return select(name, label, all, textOptions(page?.[from] ?? [], query[name]));
      })}
    </>
  );
}

/** What is chosen is among the choices, whether it occurs or not. */
function textOptions(texts: readonly string[], chosen: string | undefined): ReturnType<typeof optionsOf> {
  const all = chosen === undefined || texts.includes(chosen) ? texts : [chosen, ...texts];
  return all.map((text) => ({ value: text, label: text }));
}

const typingMs = 250;

function SearchBox({ value, onSearch }: { readonly value: string; readonly onSearch: (search: string) => void }) {
  const [typed, setTyped] = useState(value);
  const search = useDebouncedCallback(onSearch, typingMs);
  const type = (next: string): void => {
    setTyped(next);
    search(next.trim());
  };
  return (
    <TextInput
      className={toolStyles.search ?? ''}
      label="Search watches"
      placeholder="Name, number, place, person, tag"
      type="search"
      value={typed}
      onChange={(event) => type(event.currentTarget.value)}
      leftSection={<IconSearch size={16} aria-hidden />}
      rightSection={typed !== '' && <CloseButton size="sm" aria-label="Clear search" onClick={() => type('')} />}
    />
  );
}
