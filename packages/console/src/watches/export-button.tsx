import type { WatchQuery } from '@concord/core';
import { useMutation } from '@tanstack/react-query';
import { readExport } from '../api/watches.ts';
import { ActionButton } from '../shell/action-button.tsx';
import { announce } from '../shell/announcer.tsx';
import { Failure } from '../shell/failure.tsx';
import toolStyles from './watch-tools.module.css';

/** Saves what the list shows now, all pages of it, as one file for spreadsheets. */
export function ExportButton({ query, total }: { readonly query: WatchQuery; readonly total: number | undefined }) {
  const exporting = useMutation({
    mutationFn: () => readExport(query),
    onSuccess: ({ name, csv }) => {
      saveFile(name, csv);
      announce(`Saved as ${name}.`);
    },
  });
  return (
    <>
      <ActionButton
        className={toolStyles.last ?? ''}
        size="xs"
        variant="default"
        isBusy={exporting.isPending}
        isBlocked={total === 0}
        onClick={() => exporting.mutate()}
      >
        Export as CSV
      </ActionButton>
      {exporting.error && <Failure error={exporting.error} />}
    </>
  );
}

function saveFile(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
