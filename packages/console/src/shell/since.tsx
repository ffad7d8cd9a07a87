import { sayAgo, sayMinute } from '../words/time.ts';
import { useNow } from './use-now.ts';

type SinceProps = {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly word?: string;
};

/** "Since 21 Nov 2026, 14:02 (3 h ago)", ticking. */
export function Since({ at, word = 'Since' }: SinceProps) {
  const now = useNow();
  return (
    <time dateTime={new Date(at).toISOString()}>
      {word} {sayMinute(at)} ({sayAgo(now - at)})
    </time>
  );
}
