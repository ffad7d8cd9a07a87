import { Button, Text } from '@mantine/core';
import { IconBellOff, IconListCheck, IconUsers } from '@tabler/icons-react';
import { TwoSides } from '../diagram/two-sides.tsx';
import { authorizePath, settingsPath } from '../routing/routes.ts';
import { PageHeading } from '../shell/page-heading.tsx';
import styles from './welcome-page.module.css';

const promises = [
  {
    Icon: IconListCheck,
    title: 'See it before it happens',
    text: 'A preview lists every contact and every detail that would change. Start Sync carries out exactly that list.',
  },
  {
    Icon: IconUsers,
    title: 'No duplicates',
    text: 'The same first name, last name and e‑mail link by themselves. Anything less waits until you decide.',
  },
  {
    Icon: IconBellOff,
    title: 'No surprises',
    text: 'An empty or broken list never deletes anything, and nothing Concord does sends mail to your contacts.',
  },
];

export function WelcomePage({ signInUrl }: { readonly signInUrl: string }) {
  const path = window.location.pathname;
  return (
    <div className={styles.welcome}>
      <PageHeading title="Clio and Microsoft 365, in accord" tab="Sign in">
        Concord keeps your contacts in step between Clio Manage and Outlook: an edit on either side reaches the other in
        seconds, and you see what will happen before it does.
      </PageHeading>
      <div className={styles.enter}>
        <Button component="a" size="lg" href={authorizePath(signInUrl, path === '/' ? settingsPath : path)}>
          Sign in with Clio
        </Button>
        <Text size="sm" c="dimmed">
          You sign in at Clio. Concord never sees your password.
        </Text>
      </div>
      <div className={styles.picture}>
        <TwoSides
          motion="live"
          left={{ label: 'Clio', collection: 'Contacts' }}
          right={{ label: 'Microsoft 365', collection: 'Outlook Contacts' }}
        />
      </div>
      <ul className={styles.promises}>
        {promises.map(({ Icon, title, text }) => (
          <li key={title}>
            <Icon size={24} stroke={1.5} aria-hidden />
            <h2>{title}</h2>
            <p>{text}</p>
          </li>
        ))}
      </ul>
    </div>
  );
}
