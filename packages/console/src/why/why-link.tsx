import { linkTo } from '../routing/location.ts';
import { whyPath } from '../routing/routes.ts';
import styles from './why-link.module.css';

/** From a line about a record to why it is as it is. `about`: its mapping. */
export function WhyLink({ about, title }: { readonly about: string; readonly title: string }) {
  return (
    <a {...linkTo(whyPath(about))} className={styles.link} aria-label={`Why? ${title}`}>
      Why?
    </a>
  );
}
