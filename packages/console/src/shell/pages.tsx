import type { SessionView } from '@concord/core';
import { useEffect } from 'react';
import { useSession } from '../api/session.ts';
import { EngagedPage } from '../engagements/engaged-page.tsx';
import { TimelinePage } from '../engagements/timeline-page.tsx';
import { FirmPage } from '../firm/firm-page.tsx';
import { HelpPage } from '../help/help-page.tsx';
import { MailPage } from '../mail/mail-page.tsx';
import { MailSettingsPage } from '../mail/settings/mail-settings-page.tsx';
import { TroubleshootPage } from '../mail/trace/troubleshoot-page.tsx';
import { ReviewPage } from '../review/review-page.tsx';
import { navigate, usePath } from '../routing/location.ts';
import { type Route, settingsPath } from '../routing/routes.ts';
import { SettingsPage } from '../settings/settings-page.tsx';
import { SetUpPage } from '../sync/set-up-page.tsx';
import { SyncPage } from '../sync/sync-page.tsx';
import { MattersPage } from '../watches/matters-page.tsx';
import { NewWatchPage } from '../watches/new-watch-page.tsx';
import { WatchPage } from '../watches/watch-page.tsx';
import { WatchSettingsPage } from '../watches/watch-settings-page.tsx';
import { WatchesPage } from '../watches/watches-page.tsx';
import { WelcomePage } from '../welcome/welcome-page.tsx';
import { WhyPage } from '../why/why-page.tsx';
import { Failure } from './failure.tsx';
import { Frame } from './frame.tsx';
import { PageHeading } from './page-heading.tsx';
import { PagePlaceholder } from './placeholder.tsx';
import { UnknownPage } from './unknown-page.tsx';

/** Chooses the page for a route and for who is signed in. */
export function Pages({ route }: { readonly route: Route }) {
  const session = useSession({ isWatched: route.page === 'settings' });
  const path = usePath();
  // Whoever cannot sign in may need it most.
  if (route.page === 'help')
    return (
      <Frame {...(session.data ? { session: session.data } : {})}>
        <HelpPage key={path} topic={route.topic} />
      </Frame>
    );
  if (session.data)
    return (
      <Frame session={session.data}>
        <Page key={path} session={session.data} route={route} />
      </Frame>
    );
  return (
    <Frame>
      {session.isError ? (
        <>
          <PageHeading title="Concord is not answering" />
          <Failure error={session.error} onRetry={() => session.refetch()} />
        </>
      ) : (
        <PagePlaceholder />
      )}
    </Frame>
  );
}

function Page({ session, route }: { readonly session: SessionView; readonly route: Route }) {
  if (!session.signedIn) return <WelcomePage signInUrl={session.signInUrl} regions={session.regions} />;
  if (route.page === 'welcome') return <GoTo path={settingsPath} />;
  if (route.page === 'settings') return <SettingsPage session={session} />;
  if (route.page === 'firm') return <FirmPage session={session} />;
  if (route.page === 'mail') return <MailPage />;
  if (route.page === 'mailSettings') return <MailSettingsPage />;
  if (route.page === 'troubleshoot') return <TroubleshootPage />;
  if (route.page === 'engaged') return <EngagedPage />;
  if (route.page === 'timeline') return <TimelinePage contact={route.contact} />;
  if (route.page === 'setUp')
    return <SetUpPage session={session} provider={route.provider} itemType={route.itemType} />;
  if (route.page === 'sync') return <SyncPage session={session} sync={route.sync} />;
  if (route.page === 'why') return <WhyPage />;
  if (route.page === 'review') return <ReviewPage />;
  if (route.page === 'watches') return <WatchesPage />;
  if (route.page === 'watch') return <WatchPage watch={route.watch} />;
  if (route.page === 'newWatch') return <NewWatchPage />;
  if (route.page === 'matters') return <MattersPage />;
  if (route.page === 'watchSettings') return <WatchSettingsPage />;
  return <UnknownPage />;
}

function GoTo({ path }: { readonly path: string }) {
  useEffect(() => navigate(path, { replace: true }), [path]);
  return null;
}
