import type { EngagementsPage, MailboxView } from '@concord/core';
import { Stack } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTimeline } from '../api/engagements.ts';
import { useMail } from '../api/mail.ts';
import { engagementsPath } from '../routing/routes.ts';
import { ActionButton } from '../shell/action-button.tsx';
import { BackLink } from '../shell/back-link.tsx';
import { Card } from '../shell/card.tsx';
import { Failure } from '../shell/failure.tsx';
import { MoreRows } from '../shell/more-rows.tsx';
import { Nothing } from '../shell/nothing.tsx';
import { PageHeading } from '../shell/page-heading.tsx';
import { PagePlaceholder } from '../shell/placeholder.tsx';
import { toPlainText } from '../words/plain-text.ts';
import styles from './engagements.module.css';
import { LetterDialog } from './letter-dialog.tsx';
import { newLetterTo } from './letters.ts';
import { ThreadList } from './thread-list.tsx';

/** Milliseconds in which the page looks often for what was just sent. */
const expectedMs = 60_000;

/** Everything that the firm and one contact wrote each other, the newest first. */
export function TimelinePage({ contact }: { readonly contact: string }) {
  const [sentAt, setSentAt] = useState<number>();
  const pages = useTimeline(contact, sentAt !== undefined);
  useEffect(() => {
    if (sentAt === undefined) return undefined;
    const timer = setTimeout(() => setSentAt(undefined), expectedMs);
    return () => clearTimeout(timer);
  }, [sentAt]);
  const mail = useMail();
  const boxes = (mail.data?.boxes ?? []).filter(({ connection }) => connection.state === 'active');
  const first = pages.data?.pages[0];
  return (
    <Stack gap="xl">
      {first && <Head first={first} boxes={boxes} onSent={() => setSentAt(Date.now())} />}
      {pages.isPending && <PagePlaceholder />}
      {pages.isError && !first && (
        <>
          <PageHeading title="This timeline cannot be shown" />
          <Failure error={pages.error} onRetry={() => pages.refetch()} />
        </>
      )}
      {first && (
        <Card flush>
          {first.rows.length === 0 ? (
            <Nothing title="No engagements yet" text="Mail with this contact appears here by itself." />
          ) : (
            <ThreadList
              contact={contact}
              rows={pages.data?.pages.flatMap((page) => page.rows) ?? []}
              boxes={boxes}
              onSent={() => setSentAt(Date.now())}
            />
          )}
          <MoreRows pages={pages} />
        </Card>
      )}
      <BackLink path={engagementsPath} label="All engagements" />
    </Stack>
  );
}

type HeadProps = {
  readonly first: EngagementsPage;
  readonly boxes: readonly MailboxView[];
  readonly onSent: () => void;
};

function Head({ first: { name, addresses }, boxes, onSent }: HeadProps) {
  const [isWriting, setWriting] = useState(false);
  const known = addresses.map(toPlainText);
  return (
    <div className={styles.head}>
      <PageHeading title={toPlainText(name) || 'A contact without a name'}>
        {known.length === 0
          ? 'Clio has no address of this contact any more.'
          : known.map((address, index) => (
              <span key={address}>
                {index > 0 && ' · '}
                <bdi>{address}</bdi>
              </span>
            ))}
      </PageHeading>
      {boxes.length > 0 && (
        <ActionButton leftSection={<IconPencil size={17} stroke={1.8} aria-hidden />} onClick={() => setWriting(true)}>
          Write
        </ActionButton>
      )}
      <LetterDialog
        title="New message"
        first={newLetterTo(addresses)}
        boxes={boxes}
        isOpen={isWriting}
        onClose={() => setWriting(false)}
        onSent={onSent}
      />
    </div>
  );
}
