import type { MailboxView, MailRunView } from '@concord/core';
import { Button, Group } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useEffect, useRef } from 'react';
import { linkTo } from '../routing/location.ts';
import { mailPath, troubleshootPath } from '../routing/routes.ts';
import { AdminPanel } from '../settings/admin-panel.tsx';
import { connectionLooks } from '../settings/connection-look.ts';
import { DisconnectDialog } from '../settings/disconnect-dialog.tsx';
import { NextButton } from '../settings/next-button.tsx';
import { Card } from '../shell/card.tsx';
import { isFocusLost } from '../shell/focus.ts';
import { StateTag } from '../shell/state-tag.tsx';
import { Aliases } from './aliases.tsx';
import { GapList } from './gap-list.tsx';
import styles from './mail.module.css';
import { MailboxStatus } from './mailbox-status.tsx';
import { MissingToSend } from './missing-to-send.tsx';
import { OlderMail } from './older-mail.tsx';
import { RunLine } from './run-line.tsx';
import { isMoving } from './run-words.ts';
import { TimeBand } from './time-band.tsx';

/** One mailbox: whether it works, what was looked at and what was not, and what to do about that. */
export function MailboxCard({ box }: { readonly box: MailboxView }) {
  const { connection, label, gaps, run, lookedAt } = box;
  const runs = useRunFocus(run);
  const isActive = connection.state === 'active';
  const isBusy = run !== undefined && isMoving(run);
  return (
    <Card title={label} aside={<StateTag {...lookOf(connection.state)} />}>
      <div className={styles.parts}>
        <div className={styles.status}>
          <MailboxStatus box={box} />
          <Buttons box={box} />
        </div>
        <AdminPanel connection={connection} />
        {isActive && !box.canSend && <MissingToSend box={box} />}
        {lookedAt !== undefined && <TimeBand box={box} />}
        {gaps.length > 0 && <GapList box={box} isBusy={isBusy} />}
        <div ref={runs} className={styles.runs} tabIndex={-1} role="group" aria-label={`Looking through ${label}`}>
          {run && <RunLine key={run.id} box={box} run={run} />}
        </div>
        {isActive && !isBusy && <OlderMail box={box} />}
        {isActive && <Aliases box={box} />}
        <p className={styles.line}>
          <a {...linkTo(troubleshootPath({ box: connection.id }))}>Why is a message missing?</a>
        </p>
      </div>
    </Card>
  );
}

/** What begins, counts or ends a run takes its button away: then the keyboard goes on where the run is told of. */
function useRunFocus(run: MailRunView | undefined) {
  const runs = useRef<HTMLDivElement>(null);
  const mark = `${run?.id} ${run?.state}`;
  // Not used in the effect: another state of the run is what may have taken the focus away
  useEffect(() => {
    if (isFocusLost()) runs.current?.focus({ preventScroll: true });
  }, [mark]);
  return runs;
}

const lookOf = (state: MailboxView['connection']['state']) => {
  const { label, tone } = connectionLooks[state];
  return { label, tone };
};

function Buttons({ box: { connection, label } }: { readonly box: MailboxView }) {
  const [isAsking, { open, close }] = useDisclosure(false);
  // Nobody has come back yet: there is nothing to leave.
  const canDisconnect = connection.state !== 'disconnected' && connection.state !== 'connecting';
  const named = { ...connection, label };
  return (
    <Group gap="xs">
      <NextButton connection={named} returnTo={mailPath} />
      {canDisconnect && (
        <Button variant="default" aria-label={`Disconnect: ${label}`} onClick={open}>
          Disconnect
        </Button>
      )}
      <DisconnectDialog connection={named} use="mail" isOpen={isAsking} onClose={close} />
    </Group>
  );
}
