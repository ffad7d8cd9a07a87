import { topics } from 'virtual:help';
import { linkTo } from '../routing/location.ts';
import { helpPath } from '../routing/routes.ts';
import styles from './help-link.module.css';

/** A link to one topic, by its title. */
export function HelpLink({ topic }: { readonly topic: string }) {
  return (
    <a className={styles.link} {...linkTo(helpPath(topic))}>
      Help: {topics[topic]?.title}
    </a>
  );
}
