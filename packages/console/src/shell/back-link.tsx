import { IconArrowLeft } from '@tabler/icons-react';
import { linkTo } from '../routing/location.ts';
import { settingsPath } from '../routing/routes.ts';
import styles from './back-link.module.css';

type BackLinkProps = { readonly path?: string; readonly label?: string };

/** The way back: by default to where everything begins. */
export function BackLink({ path = settingsPath, label = 'Contact and Calendar Sync' }: BackLinkProps) {
  return (
    <a className={styles.back} {...linkTo(path)}>
      <IconArrowLeft size={16} stroke={1.8} aria-hidden />
      {label}
    </a>
  );
}
