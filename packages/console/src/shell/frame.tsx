import type { SessionView, SyncView } from '@concord/core';
import { Text } from '@mantine/core';
import { IconPlugConnectedX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useIsStale } from '../api/stale.ts';
import { linkTo } from '../routing/location.ts';
import { engagementsPath, helpPath, reviewPath, watchesPath, whyPath } from '../routing/routes.ts';
import { sayNumber } from '../words/numbers.ts';
import { AccountMenu } from './account-menu.tsx';
import { Announcer } from './announcer.tsx';
import { ColourToggle } from './colour-toggle.tsx';
import styles from './frame.module.css';
import { Notice } from './notice.tsx';

type FrameProps = {
  readonly session?: SessionView;
  readonly children: ReactNode;
};

/** What surrounds every page: header, notices, the main part, the line at the foot. */
export function Frame({ session, children }: FrameProps) {
  return (
    <div className={styles.frame}>
      <a className={styles.skip} href="#main">
        Skip to content
      </a>
      <header className={styles.header}>
        <div className={styles.bar}>
          <a className={styles.brand} {...linkTo('/')}>
            <img src="/concord.svg" alt="" width="28" height="28" />
            <span className={styles.name}>Concord</span>
          </a>
          {session?.signedIn && (
            <Text className={styles.firm} size="sm" c="dimmed">
              {session.firm.name}
            </Text>
          )}
          {session?.signedIn && <Places waiting={waitingIn(session.syncs)} />}
          <div className={styles.tools}>
            <ColourToggle />
            {session?.signedIn && <AccountMenu member={session.member} firm={session.firm.name} />}
          </div>
        </div>
      </header>
      <main id="main" className={styles.main}>
        <StaleLine />
        <Notice notice={session?.notice} />
        {children}
      </main>
      <footer className={styles.foot}>
        <span>
          Concord writes nothing before you have seen a preview, and mails nobody in your name unless you press Send.
        </span>
        <a {...linkTo(helpPath())}>Help</a>
      </footer>
      <Announcer />
    </div>
  );
}

/** Where people go from whichever page: what waits for them, whom they write with, what they watch, and what they ask about everything that is kept in step. */
function Places({ waiting }: { readonly waiting: number }) {
  return (
    <nav className={styles.places} aria-label="Concord">
      <a {...linkTo(reviewPath)}>
        Waiting{waiting > 0 && <span className={styles.waiting}> {sayNumber(waiting)}</span>}
      </a>
      <a {...linkTo(engagementsPath)}>Engagements</a>
      <a {...linkTo(watchesPath)}>Watches</a>
      <a {...linkTo(whyPath())}>Why?</a>
    </nav>
  );
}

const waitingIn = (syncs: readonly SyncView[]): number =>
  syncs.reduce((sum, { waiting }) => sum + waiting.held + waiting.parked, 0);

function StaleLine() {
  if (!useIsStale()) return null;
  return (
    <div className={styles.stale} role="status">
      <IconPlugConnectedX size={18} aria-hidden />
      Concord cannot be reached right now. You see what was last known; this page keeps trying.
    </div>
  );
}
