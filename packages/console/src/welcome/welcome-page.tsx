import type { SessionView } from '@concord/core';
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

type WelcomePageProps = Pick<Extract<SessionView, { signedIn: false }>, 'signInUrl' | 'regions'>;

export function WelcomePage({ signInUrl, regions }: WelcomePageProps) {
  return (
    <div className={styles.welcome}>
      <PageHeading title="Clio and Microsoft 365, in accord" tab="Sign in">
        Concord keeps your contacts in step between Clio Manage and Outlook: an edit on either side reaches the other in
        seconds, and you see what will happen before it does.
      </PageHeading>
      {regions.length > 1 ? <Regions regions={regions} /> : <SignIn signInUrl={regions[0]?.signInUrl ?? signInUrl} />}
      <div className={styles.picture}>
        <TwoSides
          motion="live"
          itemType="contact"
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

function SignIn({ signInUrl }: { readonly signInUrl: string }) {
  return (
    <div className={styles.enter}>
      <Button component="a" size="lg" href={comeBackHere(signInUrl)}>
        Sign in with Clio
      </Button>
      <NoPassword />
    </div>
  );
}

/** Clio's regions know nothing of one another: in the wrong one a person's own password is refused. */
function Regions({ regions }: Pick<WelcomePageProps, 'regions'>) {
  return (
    <section className={styles.regions} aria-labelledby="regions">
      <h2 id="regions">Where is your Clio account?</h2>
      <ul className={styles.enter}>
        {regions.map(({ label, signInUrl }) => (
          <li key={label}>
            <Button component="a" size="lg" href={comeBackHere(signInUrl)} aria-label={`${label}: sign in with Clio`}>
              {label}
            </Button>
          </li>
        ))}
      </ul>
      <Text size="sm" c="dimmed">
        If you do not know, look at the address bar when you use Clio: <b>app.clio.com</b> is the United States,{' '}
        <b>eu.app.clio.com</b> Europe, <b>ca.app.clio.com</b> Canada, <b>au.app.clio.com</b> Australia.
      </Text>
      <NoPassword />
    </section>
  );
}

function NoPassword() {
  return (
    <Text size="sm" c="dimmed">
      You sign in at Clio. Concord never sees your password.
    </Text>
  );
}

/** Whoever followed a link to a page gets to that page. */
function comeBackHere(signInUrl: string): string {
  const path = window.location.pathname;
  return authorizePath(signInUrl, path === '/' ? settingsPath : path);
}
