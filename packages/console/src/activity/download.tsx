import type { SyncView } from '@concord/core';
import { Group } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { type ExportFormat, readHistory } from '../api/export.ts';
import { ActionButton } from '../shell/action-button.tsx';
import { announce } from '../shell/announcer.tsx';
import { Failure } from '../shell/failure.tsx';

const formats = [
  { format: 'csv', label: 'CSV', says: 'for a spreadsheet' },
  { format: 'ndjson', label: 'NDJSON', says: 'for programs, with everything that was deleted' },
] as const satisfies readonly { format: ExportFormat; label: string; says: string }[];

/** The whole history as a file, also what this list does not show any more. */
export function Download({ sync }: { readonly sync: SyncView }) {
  const stop = useRef(new AbortController());
  useEffect(() => {
    const leaving = new AbortController();
    stop.current = leaving;
    return () => leaving.abort();
  }, []);
  const download = useMutation({
    mutationFn: (format: ExportFormat) => readHistory(sync.id, format, stop.current.signal),
    onSuccess: (file, format) => {
      save(
        file,
        `concord-${sync.right.label.toLowerCase().replaceAll(/\W+/gu, '-')}-${new Date().toISOString().slice(0, 10)}.${format}`,
      );
      announce('The history is downloaded.');
    },
  });
  return (
    <Group gap="xs" role="group" aria-label="Download the history">
      {formats.map(({ format, label, says }) => (
        <ActionButton
          key={format}
          size="compact-sm"
          variant="subtle"
          isBusy={download.isPending && download.variables === format}
          isBlocked={download.isPending}
          aria-label={`Download ${label}: the whole history, ${says}`}
          onClick={() => download.mutate(format)}
        >
          Download {label}
        </ActionButton>
      ))}
      {download.error && <Failure error={download.error} />}
    </Group>
  );
}

function save(file: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
