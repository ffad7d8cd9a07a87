import type { MailView } from '@concord/core';
import { Button, Group, Stack } from '@mantine/core';
import { useMail } from '../api/mail.ts';
import { HelpLink } from '../help/help-link.tsx';
import { linkTo } from '../routing/location.ts';
import { engagementsPath, mailSettingsPath, troubleshootPath } from '../routing/routes.ts';
import { SettingsTabs } from '../settings/settings-tabs.tsx';
import { Card } from '../shell/card.tsx';
import { Failure } from '../shell/failure.tsx';
import { PageHeading } from '../shell/page-heading.tsx';
import { PagePlaceholder } from '../shell/placeholder.tsx';
import { sayCount } from '../words/numbers.ts';
import styles from './mail.module.css';
import { MailOffers } from './mail-offers.tsx';
import { MailboxCard } from './mailbox-card.tsx';
import { WhatHappens } from './what-happens.tsx';

/** My Settings ▸ Email Authentication: the member's mailboxes, what was looked at, and what is missing. */
export function MailPage() {
  const mail = useMail();
  return (
    <Stack gap="xl">
      <SettingsTabs />
      <PageHeading title="Email Authentication">
        Mail with people who are contacts in Clio appears on their timeline by itself. Each mailbox has a permission of
        its own: losing it stops no sync.
      </PageHeading>
      {mail.isPending && <PagePlaceholder />}
      {mail.isError && !mail.data && <Failure error={mail.error} onRetry={() => mail.refetch()} />}
      {mail.data && <Mailboxes mail={mail.data} />}
    </Stack>
  );
}

function Mailboxes({ mail }: { readonly mail: MailView }) {
  const { boxes, offers } = mail;
  return (
    <>
      {boxes.map((box) => (
        <MailboxCard key={box.connection.id} box={box} />
      ))}
      {offers.length > 0 && <MailOffers offers={offers} isFirst={boxes.length === 0} />}
      {boxes.length === 0 && offers.length === 0 && (
        <Card title="No mailbox can be connected here">
          <p className={styles.line}>
            This Concord has no mail set up yet. Ask whoever runs it for your firm; your contacts and calendars do not
            need it.
          </p>
        </Card>
      )}
      {boxes.length === 0 && offers.length > 0 && <WhatHappens />}
      <Directory mail={mail} />
    </>
  );
}

/** Whose mail is kept, and the ways on from here. */
function Directory({ mail: { directory, boxes } }: { readonly mail: MailView }) {
  const { people, addresses, readAt, sentence } = directory;
  return (
    <Card title="Whose mail is kept">
      <div className={styles.parts}>
        <p className={styles.line}>
          {readAt !== undefined && (
            <>
              <strong>{sayCount(people, 'contact', 'contacts')}</strong> of Clio with{' '}
              {sayCount(addresses, 'address', 'addresses')}.{' '}
            </>
          )}
          {sentence}
        </p>
        <Group gap="xs">
          <Button component="a" variant="default" size="sm" {...linkTo(engagementsPath)}>
            Engagements
          </Button>
          <Button component="a" variant="default" size="sm" {...linkTo(mailSettingsPath)}>
            Your firm’s mail settings
          </Button>
          {boxes.length > 0 && (
            <Button component="a" variant="default" size="sm" {...linkTo(troubleshootPath())}>
              Troubleshoot a message
            </Button>
          )}
        </Group>
        <HelpLink topic="mail" />
      </div>
    </Card>
  );
}
