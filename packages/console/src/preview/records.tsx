import type { PreviewCounts, PreviewFilter, SyncView } from '@concord/core';
import { CloseButton, Tabs, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { Card } from '../shell/card.tsx';
import { WaitingList } from '../waiting/waiting-list.tsx';
import { itemWords } from '../words/items.ts';
import { sayNumber } from '../words/numbers.ts';
import { filtersOf } from './filters.ts';
import { RecordList } from './record-list.tsx';
import styles from './records.module.css';

/** Every record of a preview, by outcome and by search; held ones can be answered here, before anything is written. */
export function Records({ sync, counts }: { readonly sync: SyncView; readonly counts: PreviewCounts }) {
  const [filter, setFilter] = useState<PreviewFilter>('all');
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed.trim(), 250);
  const filters = filtersOf(counts, sync);
  const canAnswer = filter === 'held' && search === '' && sync.waiting.held > 0;
  const total = filters.find((one) => one.filter === filter)?.count ?? 0;
  return (
    <Card
      title="Every record"
      flush
      aside={<Search placeholder={itemWords[sync.itemType].search} value={typed} onChange={setTyped} />}
    >
      <Tabs
        value={filter}
        onChange={(next) => setFilter(filters.find((one) => one.filter === next)?.filter ?? 'all')}
        keepMounted={false}
        variant="unstyled"
      >
        <Tabs.List className={styles.tabs ?? ''} aria-label="Show">
          {filters.map((one) => (
            <Tabs.Tab key={one.filter} value={one.filter} className={styles.tab ?? ''}>
              {one.label} <span className={styles.count}>{sayNumber(one.count)}</span>
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={filter}>
          {canAnswer ? (
            <WaitingList sync={sync} only="held" />
          ) : (
            <RecordList sync={sync} run={counts.run} filter={filter} search={search} total={total} />
          )}
        </Tabs.Panel>
      </Tabs>
    </Card>
  );
}

type SearchProps = {
  readonly placeholder: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
};

function Search({ placeholder, value, onChange }: SearchProps) {
  return (
    <TextInput
      className={styles.search ?? ''}
      aria-label="Search records"
      placeholder={placeholder}
      type="search"
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      leftSection={<IconSearch size={16} aria-hidden />}
      rightSection={value !== '' && <CloseButton size="sm" aria-label="Clear search" onClick={() => onChange('')} />}
    />
  );
}
