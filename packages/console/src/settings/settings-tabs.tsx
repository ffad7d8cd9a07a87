import { linkTo, usePath } from '../routing/location.ts';
import { mailPath, settingsPath } from '../routing/routes.ts';
import styles from './settings-tabs.module.css';

const tabs = [
  { path: settingsPath, label: 'Contact and Calendar Sync' },
  { path: mailPath, label: 'Email Authentication' },
] as const;

/** My Settings: what is kept in step, and the mailboxes. */
export function SettingsTabs() {
  const path = usePath();
  const here = path.startsWith(mailPath) ? mailPath : settingsPath;
  return (
    <nav className={styles.tabs} aria-label="My Settings">
      {tabs.map((tab) => (
        <a key={tab.path} {...linkTo(tab.path)} aria-current={tab.path === here ? 'page' : undefined}>
          {tab.label}
        </a>
      ))}
    </nav>
  );
}
