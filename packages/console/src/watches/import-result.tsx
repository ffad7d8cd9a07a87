import type { Imported } from '../api/matters.ts';
import { linkTo } from '../routing/location.ts';
import { watchPath } from '../routing/routes.ts';
import { sayCount } from '../words/numbers.ts';
import { addressOf } from './watch-query.ts';
import rowStyles from './watch-rows.module.css';

/** What became of an import, and the way to the new watches. */
export function ImportResult({ imported }: { readonly imported: Imported }) {
  const [first, second] = imported.added;
  return (
    <p className={rowStyles.said}>
      {sayImported(imported)}{' '}
      {first !== undefined && (
        <a {...linkTo(second === undefined ? watchPath(first) : addressOf(newestFirst))}>
          {second === undefined ? 'Open the new watch' : 'Show the new watches'}
        </a>
      )}
    </p>
  );
}

const newestFirst = { sort: 'created', descending: 'true' } as const;

export function sayImported({ added, known, notShown }: Imported): string {
  return [
    `${sayCount(added.length, 'matter', 'matters')} imported.`,
    known.length > 0 ? `${sayCount(known.length, 'was', 'were')} imported before and left as they are.` : '',
    notShown.length > 0
      ? `${sayCount(notShown.length, 'is', 'are')} not shown to you in Clio any more; ask Clio again to see which.`
      : '',
  ]
    .filter((part) => part !== '')
    .join(' ');
}
