import type { EngagementView, MailboxView } from '@concord/core';
import { Button, Group } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import { linkTo } from '../routing/location.ts';
import { timelinePath, troubleshootPath } from '../routing/routes.ts';
import { Since } from '../shell/since.tsx';
import { isWebAddress, toPlainText } from '../words/plain-text.ts';
import { sayDay } from '../words/time.ts';
import styles from './engagements.module.css';
import { FileButton } from './file-button.tsx';
import { nameOf, peopleByPart } from './people.ts';
import { RedactButton } from './redact-button.tsx';
import { ReplyButton } from './reply-button.tsx';

type EngagementDetailsProps = {
  readonly contact: string;
  readonly row: EngagementView;
  readonly boxes: readonly MailboxView[];
  readonly onSent: () => void;
};

/** Everything that is kept of a message, as plain text, and what can be done with it. */
export function EngagementDetails({ contact, row, boxes, onSent }: EngagementDetailsProps) {
  const preview = toPlainText(row.preview);
  return (
    <>
      {row.redacted ? (
        <p>
          Subject, people and text were redacted
          {row.redacted.by === '' ? (
            ', because a person was erased or by somebody who has left'
          ) : (
            <>
              {' by '}
              <bdi>{row.redacted.by}</bdi>
            </>
          )}
          . <Since at={row.redacted.at} word="On" />
        </p>
      ) : (
        <People contact={contact} row={row} />
      )}
      {preview !== '' && (
        <p className={styles.preview}>
          <bdi>{preview}</bdi>
        </p>
      )}
      <p className={styles.where}>
        In the mailbox of{' '}
        {row.boxes.map(({ account, isMine }, index) => (
          <span key={account}>
            {index > 0 && ', '}
            <bdi>{account}</bdi>
            {isMine && ' (yours)'}
          </span>
        ))}
        {row.filed.map(({ matter, number, at }) => (
          <span key={matter}>
            {' · '}Filed on <bdi>{number}</bdi>, {sayDay(at)}
          </span>
        ))}
      </p>
      <Actions contact={contact} row={row} boxes={boxes} onSent={onSent} />
    </>
  );
}

const partWords = { from: 'From', to: 'To', cc: 'Cc', bcc: 'Bcc' } as const;

function People({ contact, row }: Pick<EngagementDetailsProps, 'contact' | 'row'>) {
  return (
    <dl className={styles.parts}>
      {peopleByPart(row).map(({ as, people }) => (
        <div key={as}>
          <dt>{partWords[as]}</dt>
          <dd>
            {people.map((person) => (
              <span key={person.address}>
                {person.contact === undefined || person.contact === contact ? (
                  <bdi>{nameOf(person)}</bdi>
                ) : (
                  <a {...linkTo(timelinePath(person.contact))}>
                    <bdi>{nameOf(person)}</bdi>
                  </a>
                )}{' '}
                {toPlainText(person.name) !== '' && <bdi className={styles.address}>{toPlainText(person.address)}</bdi>}
              </span>
            ))}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Actions({ contact, row, boxes, onSent }: EngagementDetailsProps) {
  const mine = row.boxes.filter(({ isMine }) => isMine);
  const box = boxes.find(({ connection }) => mine.some(({ account }) => account === connection.account));
  return (
    <Group gap="xs">
      {mine.map(({ account, link }) => isWebAddress(link) && <OpenLink key={account} account={account} link={link} />)}
      {!row.redacted && box && <ReplyButton row={row} boxes={boxes} box={box.connection.id} onSent={onSent} />}
      {!row.redacted && <FileButton contact={contact} row={row} />}
      {row.canRedact && !row.redacted && <RedactButton row={row} />}
      {box && (
        <Button
          component="a"
          variant="subtle"
          size="xs"
          {...linkTo(troubleshootPath({ box: box.connection.id, engagement: row.id }))}
        >
          Why is it here?
        </Button>
      )}
    </Group>
  );
}

/** The whole message, where it lies. Nothing of it is ever loaded into this page. */
function OpenLink({ account, link }: { readonly account: string; readonly link: string }) {
  return (
    <Button
      component="a"
      variant="default"
      size="xs"
      href={link}
      target="_blank"
      rel="noopener noreferrer"
      leftSection={<IconExternalLink size={15} stroke={1.8} aria-hidden />}
      aria-label={`Open in mailbox of ${account}, in a new tab`}
    >
      Open in mailbox
    </Button>
  );
}
