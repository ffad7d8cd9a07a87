import type { MatterQuery, MatterRow } from '@concord/core';
import { Button, Checkbox } from '@mantine/core';
import { useState } from 'react';
import { type Imported, useImport, useMatters } from '../api/matters.ts';
import { ActionButton } from '../shell/action-button.tsx';
import { announce, useAnnouncement } from '../shell/announcer.tsx';
import { Card } from '../shell/card.tsx';
import { Failure } from '../shell/failure.tsx';
import { MoreRows } from '../shell/more-rows.tsx';
import { Nothing } from '../shell/nothing.tsx';
import { RowsPlaceholder } from '../shell/placeholder.tsx';
import { sayCount, sayNumber } from '../words/numbers.ts';
import { ImportResult, sayImported } from './import-result.tsx';
import { MatterListRow } from './matter-list-row.tsx';
import rowStyles from './watch-rows.module.css';
import toolStyles from './watch-tools.module.css';

type MatterListProps = {
  /** Names the list: another search is another one. */
  readonly address: string;
  readonly query: Omit<MatterQuery, 'after'>;
};

/** Matters page by page. What is picked stays picked over pages and searches, until it is imported. */
export function MatterList({ address, query }: MatterListProps) {
  const { pages, waitsFor, beginAnew } = useMatters(address, query);
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const rows = pages.data?.pages.flatMap((page) => page.rows) ?? [];
  const total = pages.data?.pages[0]?.total;
  const isAsking = pages.isFetching;
  useAnnouncement(isAsking ? waitsFor : pages.isSuccess ? sayShown(rows.length, total) : '');
  const pick = (matters: readonly string[], isPicked: boolean): void => {
    const next = new Set(picked);
    for (const matter of matters) {
      if (isPicked) next.add(matter);
      else next.delete(matter);
    }
    setPicked(next);
  };
  const free = rows.filter(({ watch }) => watch === undefined).map(({ id }) => id);
  const isWhole = free.length > 0 && free.every((id) => picked.has(id));
  return (
    <Card
      title="Matters"
      flush
      aside={
        <ActionButton size="xs" variant="default" isBusy={isAsking} onClick={beginAnew}>
          Ask Clio again
        </ActionButton>
      }
    >
      <ImportBar
        address={address}
        picked={picked}
        onImported={(done) => setPicked(without(done))}
        onClear={() => setPicked(new Set())}
      />
      {isAsking && <p className={rowStyles.asking}>{waitsFor || 'Asking Clio.'}</p>}
      {pages.isPending && <RowsPlaceholder />}
      {pages.isError && !isAsking && (
        <div className={rowStyles.failure}>
          <Failure error={pages.error} onRetry={beginAnew} />
        </div>
      )}
      {pages.isSuccess && rows.length === 0 && !pages.hasNextPage && <Nothing {...sayNone(query)} />}
      {free.length > 0 && (
        <div className={rowStyles.pickRow}>
          <Checkbox
            label={`Pick all ${sayNumber(free.length)} shown that are not imported`}
            checked={isWhole}
            indeterminate={!isWhole && free.some((id) => picked.has(id))}
            onChange={(event) => pick(free, event.currentTarget.checked)}
          />
        </div>
      )}
      <ul className={rowStyles.list} aria-label="Matters">
        {rows.map((row) => (
          <MatterListRow key={row.id} row={row} isPicked={picked.has(row.id)} onPick={pick} />
        ))}
      </ul>
      {pages.isSuccess && <MoreRows pages={pages} {...(rows.length > 0 ? { shown: sayOf(rows, total) } : {})} />}
    </Card>
  );
}

const without =
  (done: readonly string[]) =>
  (known: ReadonlySet<string>): ReadonlySet<string> =>
    new Set([...known].filter((id) => !done.includes(id)));

const sayOf = (rows: readonly MatterRow[], total: number | undefined): string =>
  total === undefined ? sayNumber(rows.length) : `${sayNumber(rows.length)} of ${sayNumber(total)}`;

const sayShown = (shown: number, total: number | undefined): string =>
  `${sayCount(shown, 'matter', 'matters')} shown${total === undefined ? '' : ` of ${sayNumber(total)}`}.`;

function sayNone(query: MatterListProps['query']): { title: string; text: string } {
  if (Object.keys(query).length > 0)
    return { title: 'No matter is like that', text: 'Try fewer words or other filters.' };
  return {
    title: 'No matters',
    text: 'Clio shows no matter to your account. If there should be some, ask your Clio administrator for access to them.',
  };
}

type ImportBarProps = {
  readonly address: string;
  readonly picked: ReadonlySet<string>;
  readonly onImported: (matters: readonly string[]) => void;
  readonly onClear: () => void;
};

/** What is picked, the import of it, and what came of it. */
function ImportBar({ address, picked, onImported, onClear }: ImportBarProps) {
  const { importing, waitsFor } = useImport(address);
  const [isFault, setFault] = useState(false);
  const start = (): void => {
    setFault(picked.size === 0);
    if (picked.size === 0) return announce(pickFirst);
    importing.mutate(
      { matters: [...picked], onPart: onImported },
      { onSuccess: (imported: Imported) => announce(sayImported(imported)) },
    );
  };
  return (
    <div className={toolStyles.bulk} role="group" aria-label="Import">
      <div className={toolStyles.toolRow}>
        <strong role="status">{sayCount(picked.size, 'matter', 'matters')} picked</strong>
        <ActionButton isBusy={importing.isPending} onClick={start}>
          Import as watches
        </ActionButton>
        {picked.size > 0 && !importing.isPending && (
          <Button variant="default" onClick={onClear}>
            Pick none
          </Button>
        )}
      </div>
      {isFault && picked.size === 0 && <p className={rowStyles.said}>{pickFirst}</p>}
      {importing.isPending && <p className={rowStyles.said}>{waitsFor || 'Asking Clio.'}</p>}
      {importing.error && <Failure error={importing.error} />}
      {importing.data && !importing.isPending && <ImportResult imported={importing.data} />}
    </div>
  );
}

const pickFirst = 'Pick at least one matter first.';
