import type { MailboxView, MailSource } from '@concord/core';
import { Stack } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useMail, useTrace } from '../../api/mail.ts';
import { HelpLink } from '../../help/help-link.tsx';
import { useAddressWord } from '../../routing/location.ts';
import { mailPath } from '../../routing/routes.ts';
import { useAnnouncement } from '../../shell/announcer.tsx';
import { BackLink } from '../../shell/back-link.tsx';
import { Card } from '../../shell/card.tsx';
import { Failure } from '../../shell/failure.tsx';
import { Nothing } from '../../shell/nothing.tsx';
import { PageHeading } from '../../shell/page-heading.tsx';
import { PagePlaceholder } from '../../shell/placeholder.tsx';
import { ProgressBar } from '../../shell/progress-bar.tsx';
import { SourceForm } from './source-form.tsx';
import { TraceAnswer } from './trace-answer.tsx';
import { Unanswered } from './unanswered.tsx';

/** Why is a message missing, or there? Its headers, its source or its id are enough to be told. */
export function TroubleshootPage() {
  const mail = useMail();
  return (
    <Stack gap="xl">
      <PageHeading title="Troubleshoot a message">
        Why is a message on a timeline, or why is it missing? Paste what you have of it: you are told which rule took it
        or left it, and what would change that. What you paste is read once, kept sealed, and forgotten within the hour.
      </PageHeading>
      {mail.isPending && <PagePlaceholder />}
      {mail.isError && !mail.data && <Failure error={mail.error} onRetry={() => mail.refetch()} />}
      {mail.data?.boxes.length === 0 && (
        <Card>
          <Nothing title="No mailbox is connected" text="Connect one under Email Authentication first." />
        </Card>
      )}
      {mail.data && mail.data.boxes.length > 0 && <Troubleshoot boxes={mail.data.boxes} />}
      <HelpLink topic="mail" />
      <BackLink path={mailPath} label="Email Authentication" />
    </Stack>
  );
}

function Troubleshoot({ boxes }: { readonly boxes: readonly MailboxView[] }) {
  const asked = useAddressWord('box');
  const engagement = useAddressWord('engagement');
  const { wish, waitsFor } = useTrace();
  const box = boxes.find(({ connection }) => connection.id === asked) ?? boxes[0];
  const first = box?.connection.id;
  const { mutate } = wish;
  const answered = useRef<HTMLDivElement>(null);
  const ask = (from: string, about: MailSource): void =>
    mutate({ box: from, about }, { onSuccess: () => answered.current?.focus() });
  // Whoever follows "Why?" beside an engagement has asked already.
  useEffect(() => {
    if (engagement !== '' && first !== undefined) mutate({ box: first, about: { engagement } });
  }, [engagement, first, mutate]);
  useAnnouncement(wish.data?.trace?.sentence ?? wish.data?.sentence ?? '');
  if (!box) return null;
  return (
    <>
      <Card>
        <SourceForm boxes={boxes} first={box.connection.id} isBusy={wish.isPending} onAsk={ask} />
        {wish.isPending && <Waiting sentence={waitsFor} />}
        {wish.error && <Failure error={wish.error} />}
        {wish.data && wish.data.trace === undefined && <Unanswered view={wish.data} />}
      </Card>
      <div ref={answered} tabIndex={-1} role="group" aria-label="Answer" style={{ outline: 'none' }}>
        {wish.data?.trace && <TraceAnswer trace={wish.data.trace} />}
      </div>
    </>
  );
}

function Waiting({ sentence }: { readonly sentence: string }) {
  const said = sentence === '' ? 'Asking the mailbox.' : sentence;
  useAnnouncement(said);
  return (
    <>
      <p>{said}</p>
      <ProgressBar label="Asking the mailbox" percent={undefined} />
    </>
  );
}
