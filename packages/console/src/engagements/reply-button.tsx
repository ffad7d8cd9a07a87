import type { EngagementView, MailboxView } from '@concord/core';
import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconArrowBackUp } from '@tabler/icons-react';
import { LetterDialog } from './letter-dialog.tsx';
import { answerTo } from './letters.ts';

type ReplyButtonProps = {
  readonly row: EngagementView;
  readonly boxes: readonly MailboxView[];
  /** The own mailbox in which the message lies. */
  readonly box: string;
  readonly onSent: () => void;
};

/** Answers a message from the own mailbox. */
export function ReplyButton({ row, boxes, box, onSent }: ReplyButtonProps) {
  const [isOpen, { open, close }] = useDisclosure(false);
  return (
    <>
      <Button
        variant="default"
        size="xs"
        leftSection={<IconArrowBackUp size={15} stroke={1.8} aria-hidden />}
        onClick={open}
      >
        Reply
      </Button>
      <LetterDialog
        title="Reply"
        first={answerTo(row)}
        boxes={boxes}
        box={box}
        isOpen={isOpen}
        onClose={close}
        onSent={onSent}
      />
    </>
  );
}
