import type { ConnectionView, NewSync, OfferView } from '@concord/core';
import { Button, Space, Stack } from '@mantine/core';
import { useEffect } from 'react';
import { useNewSync } from '../api/syncs.ts';
import { manyOf } from '../calendars/calendar-words.ts';
import { CalendarsPage } from '../calendars/calendars-page.tsx';
import { TwoSides } from '../diagram/two-sides.tsx';
import { navigate, useAddressWord } from '../routing/location.ts';
import { authorizePath, setUpPath, syncPath } from '../routing/routes.ts';
import { AdminPanel } from '../settings/admin-panel.tsx';
import { ConnectionStatus } from '../settings/connection-status.tsx';
import type { SignedIn } from '../settings/settings-page.tsx';
import { BackLink } from '../shell/back-link.tsx';
import { Card } from '../shell/card.tsx';
import { Failure } from '../shell/failure.tsx';
import { PageHeading } from '../shell/page-heading.tsx';
import { PagePlaceholder } from '../shell/placeholder.tsx';
import { UnknownPage } from '../shell/unknown-page.tsx';
import { Steps } from './steps.tsx';

type SetUpPageProps = { readonly session: SignedIn; readonly provider: string; readonly itemType: string };

/** The way to a new sync: authorize the other side; once that is done, its draft is made and shown. Of calendars, people say which. */
export function SetUpPage({ session, provider, itemType }: SetUpPageProps) {
  const account = useAddressWord('account');
  const offer = session.offers.find((one) => one.provider === provider && one.itemType === itemType);
  if (!offer) return <UnknownPage />;
  const isThere = (one: ConnectionView): boolean => one.provider === provider && one.state === 'active';
  const active = session.connections.filter(isThere);
  const connection = active.find(({ id }) => id === account) ?? active[0];
  if (connection && offer.itemType === 'event')
    return (
      <CalendarsPage
        key={connection.id}
        offer={offer}
        connection={connection}
        connections={session.connections}
        syncs={session.syncs}
      />
    );
  if (connection) return <MakeDraft right={connection.id} itemType={offer.itemType} />;
  const isPending = (one: ConnectionView): boolean => one.provider === provider && one.state !== 'disconnected';
  return <Authorize offer={offer} pending={session.connections.find(isPending)} />;
}

type AuthorizeProps = {
  readonly offer: OfferView;
  /** Somebody was there already, and something is still missing. */
  readonly pending: ConnectionView | undefined;
};

function Authorize({ offer, pending }: AuthorizeProps) {
  const returnTo = setUpPath(offer.provider, offer.itemType);
  return (
    <Stack gap="xl">
      <Steps current="authorize" />
      <PageHeading title={`Connect ${offer.label}`}>
        {offer.label} asks you to sign in and to let Concord read and write your{' '}
        {offer.itemType === 'event' ? manyOf(offer) : offer.collection}. Nothing is read or written until you say so on
        the next page.
      </PageHeading>
      <Card>
        <Stack gap="xl" align="center" py="md">
          <TwoSides
            motion="idle"
            itemType={offer.itemType}
            left={{ label: 'Clio', collection: 'Connected' }}
            right={{ label: offer.label, collection: 'Not connected yet' }}
          />
          <Button component="a" size="md" href={authorizePath(pending?.next?.url ?? offer.authorizeUrl, returnTo)}>
            Authorize {offer.label} Access
          </Button>
        </Stack>
      </Card>
      {pending && (
        <Card title="Where this stands">
          <ConnectionStatus connection={pending} />
          <Space h="md" />
          <AdminPanel connection={pending} />
        </Card>
      )}
      <BackLink />
    </Stack>
  );
}

function MakeDraft(draft: NewSync) {
  const { mutate, error } = useNewSync();
  const { right, itemType } = draft;
  useEffect(() => {
    mutate({ right, itemType }, { onSuccess: (sync) => navigate(syncPath(sync.id), { replace: true }) });
  }, [mutate, right, itemType]);
  if (!error) return <PagePlaceholder />;
  return (
    <Stack gap="lg">
      <PageHeading title="This sync could not be set up" />
      <Failure error={error} onRetry={() => mutate(draft, { onSuccess: (sync) => navigate(syncPath(sync.id)) })} />
      <BackLink />
    </Stack>
  );
}
