import { Button, Group, Stack } from '@mantine/core';
import { useState } from 'react';
import { useWatches } from '../api/watches.ts';
import { HelpLink } from '../help/help-link.tsx';
import { linkTo } from '../routing/location.ts';
import { mattersPath, newWatchPath, watchSettingsPath } from '../routing/routes.ts';
import { Card } from '../shell/card.tsx';
import { PageHeading } from '../shell/page-heading.tsx';
import { SyncAll } from './sync-all.tsx';
import { WatchFilters } from './watch-filters.tsx';
import { WatchList } from './watch-list.tsx';
import { filtersIn, useWatchQuery } from './watch-query.ts';
import styles from './watches.module.css';

/** The firm's own records of the people whom it watches: all of them, found, sorted, tagged and taken along. */
export function WatchesPage() {
  const { query, edit, clear } = useWatchQuery();
  const [round, setRound] = useState(0);
  /** The search box begins anew with it. */
  const showAll = (): void => {
    clear();
    setRound(round + 1);
  };
  const pages = useWatches(query);
  const first = pages.data?.pages[0];
  const isNarrowed = filtersIn(query) > 0 || query.search !== undefined;
  const isEmpty = first?.total === 0 && !isNarrowed;
  return (
    <Stack gap="xl">
      <PageHeading title="Watches">
        The people whom your firm watches. What comes from Clio is refreshed from there; your notes, tags, priority and
        status are yours, and no refresh writes them.
      </PageHeading>
      <Group gap="sm">
        <Button component="a" {...linkTo(mattersPath)}>
          Import matters from Clio
        </Button>
        <Button component="a" variant="default" {...linkTo(newWatchPath)}>
          Add by hand
        </Button>
        <Button component="a" variant="default" {...linkTo(watchSettingsPath)}>
          Refresh settings
        </Button>
      </Group>
      <SyncAll />
      <Card title="All watches" aside={<Counts counts={first?.counts} />} flush>
        {!(isEmpty && first.counts.archived === 0) && (
          <WatchFilters key={round} query={query} page={first} onEdit={edit} />
        )}
        <WatchList query={query} pages={pages} isNarrowed={isNarrowed} onShowAll={showAll} />
      </Card>
      <div>
        <HelpLink topic="watches" />
      </div>
    </Stack>
  );
}

type CountsProps = {
  readonly counts:
    | { readonly linked: number; readonly hand: number; readonly archived: number; readonly asks: number }
    | undefined;
};

function Counts({ counts }: CountsProps) {
  if (!counts) return null;
  const { linked, hand, archived, asks } = counts;
  const said = [
    `${linked} linked with Clio`,
    `${hand} by hand`,
    archived > 0 ? `${archived} archived` : '',
    asks > 0 ? `${asks} waiting for you` : '',
  ];
  return <span className={styles.counts}>{said.filter((part) => part !== '').join(' · ')}</span>;
}
