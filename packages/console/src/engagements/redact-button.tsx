import type { EngagementView } from '@concord/core';
import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useRedact } from '../api/engagements.ts';
import { announce } from '../shell/announcer.tsx';
import { ConfirmDialog } from '../shell/confirm-dialog.tsx';

/** Takes subject, people and text off the firm's timelines for good, after asking. */
export function RedactButton({ row }: { readonly row: EngagementView }) {
  const [isAsking, { open, close }] = useDisclosure(false);
  const redact = useRedact(row.id);
  const confirm = (): void =>
    redact.mutate(undefined, {
      onSuccess: () => {
        close();
        announce('The engagement was redacted.');
      },
    });
  return (
    <>
      <Button variant="default" size="xs" onClick={open}>
        Redact
      </Button>
      <ConfirmDialog
        title="Redact this engagement?"
        confirm="Redact"
        keep="Keep it"
        isOpen={isAsking}
        isBusy={redact.isPending}
        error={redact.error}
        onClose={close}
        onConfirm={confirm}
      >
        <li>Subject, people and text go from Concord for good, on the timeline of every contact in it.</li>
        <li>That there was a message, and when, stays. Your name and today’s date stand beside it.</li>
        <li>The message itself stays in the mailboxes, and what was filed in Clio stays there.</li>
      </ConfirmDialog>
    </>
  );
}
