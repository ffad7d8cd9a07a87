import { VisuallyHidden } from '@mantine/core';
import { useEffect, useSyncExternalStore } from 'react';

let sentence = '';
const listeners = new Set<() => void>();

/** Has screen readers say a sentence when they are free. */
export function announce(next: string): void {
  sentence = next;
  for (const listener of listeners) listener();
}

/** Announces a sentence whenever it becomes another one; says nothing while it is empty. */
export function useAnnouncement(next: string): void {
  useEffect(() => {
    if (next !== '') announce(next);
  }, [next]);
}

/** The one polite live region of the page: it is always there, so that every change of it is read. */
export function Announcer() {
  const said = useSyncExternalStore(listen, () => sentence);
  return (
    <VisuallyHidden role="status" aria-live="polite">
      {said}
    </VisuallyHidden>
  );
}

function listen(onChange: () => void): () => void {
  listeners.add(onChange);
  return () => {
    listeners.delete(onChange);
  };
}
