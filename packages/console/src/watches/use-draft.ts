import type { WatchEdit, WatchView } from '@concord/core';
import { useEffect, useRef, useState } from 'react';
import { ApiError } from '../api/client.ts';
import { useSaveWatch } from '../api/watches.ts';
import { announce } from '../shell/announcer.tsx';

type DraftOf = {
  readonly watch: WatchView;
  /** For ears: "City". */
  readonly label: string;
  readonly read: (watch: WatchView) => string;
  readonly edit: (text: string) => Omit<WatchEdit, 'rev'>;
  /** Milliseconds without a key after which it is saved; otherwise when it is left. */
  readonly saveAfterMs?: number;
};

/**
 * A text of a watch that saves itself. What somebody else wrote there meanwhile is never overwritten unasked: then `clash` is
 * set, and the person chooses with `save` or `drop`.
 */
export function useDraft({ watch, label, read, edit, saveAfterMs }: DraftOf) {
  const saving = useSaveWatch(watch.id);
  const shown = read(watch);
  const [draft, setDraft] = useState<{ readonly text: string; readonly from: string }>();
  /** What this page sent itself is nobody else's edit; `flying` is what was sent and not answered yet. */
  const sent = useRef<string>(undefined);
  const flying = useRef<string>(undefined);
  const text = draft?.text ?? shown;
  const send = (isUntouched: (now: WatchView) => boolean): void => {
    const wanted = text.trim();
    sent.current = wanted;
    flying.current = wanted;
    saving.mutate(
      { edit: edit(wanted), isUntouched },
      {
        onSuccess: () => {
          announce(`${label} saved.`);
          // Whoever typed on meanwhile began from what is saved now.
          setDraft((now) => (now === undefined || now.text.trim() === wanted ? undefined : { ...now, from: wanted }));
        },
        onSettled: () => {
          flying.current = undefined;
        },
      },
    );
  };
  const sendSafely = (from: string): void => {
    const mine = sent.current;
    send((now) => read(now) === from || read(now) === mine);
  };
  const commit = (): void => {
    if (draft === undefined) return;
    const wanted = draft.text.trim();
    if (wanted === draft.from && flying.current === undefined) return setDraft(undefined);
    // Enter, and then leaving the box. What was refused is sent again only by a button, or after another key.
    const isSent = wanted === flying.current || (saving.isError && wanted === sent.current);
    if (!isSent) sendSafely(draft.from);
  };
  useEffect(() => {
    if (saveAfterMs === undefined || draft === undefined || saving.isError) return undefined;
    const timer = setTimeout(commit, saveAfterMs);
    return () => clearTimeout(timer);
  });
  const isClash = saving.error instanceof ApiError && saving.error.code === 'conflict';
  return {
    text,
    shown,
    saving,
    isDirty: draft !== undefined,
    isClash: isClash && draft !== undefined,
    change: (next: string): void => {
      if (saving.isError) saving.reset();
      setDraft({ text: next, from: draft?.from ?? shown });
    },
    commit,
    retry: (): void => sendSafely(draft?.from ?? shown),
    /** Whatever stands there by now. */
    save: (): void => send(() => true),
    drop: (): void => {
      saving.reset();
      setDraft(undefined);
    },
  };
}

export type Draft = ReturnType<typeof useDraft>;
