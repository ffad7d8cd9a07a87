import { ActionButton } from './action-button.tsx';
import styles from './more-rows.module.css';

type Pages = {
  readonly hasNextPage: boolean;
  readonly isFetchingNextPage: boolean;
  readonly isFetchNextPageError: boolean;
  readonly fetchNextPage: () => unknown;
};

/** The foot of a list that is read page by page. */
export function MoreRows({ pages, shown }: { readonly pages: Pages; readonly shown?: string }) {
  if (!pages.hasNextPage && shown === undefined) return null;
  return (
    <div className={styles.foot}>
      {shown && <span>{shown} shown</span>}
      {pages.isFetchNextPageError && <span role="alert">The next ones could not be read.</span>}
      {pages.hasNextPage && (
        <ActionButton
          variant="default"
          size="sm"
          isBusy={pages.isFetchingNextPage}
          onClick={() => pages.fetchNextPage()}
        >
          Show more
        </ActionButton>
      )}
    </div>
  );
}
