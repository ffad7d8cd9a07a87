import type { SyncView } from '@concord/core';
import { useNow } from '../shell/use-now.ts';
import { sayAgo, sayInstant } from '../words/time.ts';

type FreshnessProps = { readonly freshness: NonNullable<SyncView['freshness']> };

/** "Last change 3 s ago", ticking. */
export function Freshness({ freshness }: FreshnessProps) {
  const now = useNow();
  const at = freshness.lastChangeAt;
  if (at === undefined) return <span>No change yet</span>;
  return <time title={sayInstant(at)}>Last change {sayAgo(now - at)}</time>;
}

/** "In step as of 12:03:04", as a look at both sides has proven it. */
export function InStep({ at }: { readonly at: number | undefined }) {
  const now = useNow();
  if (at === undefined) return <span>Not yet looked at to the end</span>;
  return <time title={sayInstant(at)}>In step as of {sayAgo(now - at)}</time>;
}

/** "checked 1 s ago", ticking. */
export function Checked({ freshness }: FreshnessProps) {
  const now = useNow();
  return <time title={sayInstant(freshness.checkedAt)}>checked {sayAgo(now - freshness.checkedAt)}</time>;
}
