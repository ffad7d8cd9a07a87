import { Stack } from '@mantine/core';
import { useMail } from '../../api/mail.ts';
import { HelpLink } from '../../help/help-link.tsx';
import { mailPath } from '../../routing/routes.ts';
import { BackLink } from '../../shell/back-link.tsx';
import { Failure } from '../../shell/failure.tsx';
import { PageHeading } from '../../shell/page-heading.tsx';
import { PagePlaceholder } from '../../shell/placeholder.tsx';
import { SettingsForm } from './settings-form.tsx';
import { SettingsRead } from './settings-read.tsx';

/** What the firm decided about its mail. The account owner changes it; everybody may know it. */
export function MailSettingsPage() {
  const mail = useMail();
  return (
    <Stack gap="xl">
      <PageHeading title="Your firm’s mail settings">
        They hold for every mailbox of your firm.{' '}
        {mail.data?.canEditSettings === false
          ? 'The account owner changes them; Clio calls the account owner the Primary Subscriber.'
          : 'They are saved as you change them, and hold for messages that are looked at from then on.'}
      </PageHeading>
      {mail.isPending && <PagePlaceholder />}
      {mail.isError && !mail.data && <Failure error={mail.error} onRetry={() => mail.refetch()} />}
      {mail.data?.canEditSettings === true && <SettingsForm settings={mail.data.settings} />}
      {mail.data?.canEditSettings === false && <SettingsRead settings={mail.data.settings} />}
      <HelpLink topic="mail" />
      <BackLink path={mailPath} label="Email Authentication" />
    </Stack>
  );
}
