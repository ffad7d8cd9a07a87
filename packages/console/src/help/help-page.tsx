import { topics } from 'virtual:help';
import type { MouseEvent } from 'react';
import { linkTo } from '../routing/location.ts';
import { helpPath } from '../routing/routes.ts';
import { Card } from '../shell/card.tsx';
import { PageHeading } from '../shell/page-heading.tsx';
import { UnknownPage } from '../shell/unknown-page.tsx';
import styles from './help-page.module.css';

/** One topic of docs/help; the texts come from this repository and were made HTML when the page was built. */
export function HelpPage({ topic }: { readonly topic: string }) {
  const text = Object.hasOwn(topics, topic) ? topics[topic] : undefined;
  if (!text) return <UnknownPage />;
  return (
    <div className={styles.help}>
      <PageHeading title={text.title} />
      <Card>
        <div className={styles.text} onClick={followInside} dangerouslySetInnerHTML={{ __html: text.html }} />
      </Card>
      {topic !== 'index' && (
        <a className={styles.all} {...linkTo(helpPath())}>
          All help
        </a>
      )}
    </div>
  );
}

/** Links between topics need not load the page again. */
function followInside(event: MouseEvent<HTMLElement>): void {
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  const path = link?.getAttribute('href');
  if (path?.startsWith('/')) linkTo(path).onClick(event);
}
