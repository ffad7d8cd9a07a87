import { IconArrowLeft } from '@tabler/icons-react';
import { linkTo } from '../routing/location.ts';
import { settingsPath } from '../routing/routes.ts';
import styles from './back-link.module.css';

export function BackLink() {
  return (
    <a className={styles.back} {...linkTo(settingsPath)}>
      <IconArrowLeft size={16} stroke={1.8} aria-hidden />
      Contact and Calendar Sync
    </a>
  );
}
