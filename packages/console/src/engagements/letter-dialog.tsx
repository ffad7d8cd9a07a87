import type { MailboxView } from '@concord/core';
import { Button, Group, Modal, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useSend } from '../api/mail.ts';
import { Unanswered } from '../mail/trace/unanswered.tsx';
import { authorizePath } from '../routing/routes.ts';
import { ActionButton } from '../shell/action-button.tsx';
import { announce } from '../shell/announcer.tsx';
import { Failure } from '../shell/failure.tsx';
import styles from './letter-dialog.module.css';
import { type LetterDraft, type LetterFaults, longestSubject, longestText, readLetter } from './letters.ts';

type LetterDialogProps = {
  readonly title: string;
  /** How the letter begins. */
  readonly first: LetterDraft;
  /** The member's own that work; those that may not send say so. */
  readonly boxes: readonly MailboxView[];
  /** From which one it is sent unless the member chooses another. */
  readonly box?: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onSent: () => void;
};

/** Writes a letter in plain text and sends it from the member's own mailbox. Closing keeps what was written, until it is sent. */
export function LetterDialog({ title, first, boxes, box, isOpen, onClose, onSent }: LetterDialogProps) {
  const { draft, edit, from, setFrom, faults, wish, waitsFor, send } = useLetter(first, box ?? boxes[0]?.connection.id);
  const chosen = boxes.find(({ connection }) => connection.id === from) ?? boxes[0];
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (chosen) send(chosen.connection.id, () => (onClose(), onSent()));
  };
  return (
    // Put together from its parts: the ready-made one brings a second page banner (`<header>`), which confuses screen readers.
    <Modal.Root opened={isOpen} onClose={onClose} centered size="lg" closeOnClickOutside={false}>
      <Modal.Overlay />
      <Modal.Content className={styles.content ?? ''}>
        <Modal.Body className={styles.body ?? ''}>
          <Modal.Title className={styles.title ?? ''}>{title}</Modal.Title>
          <form className={styles.form} noValidate onSubmit={submit}>
            <NativeSelect
              label="From"
              value={chosen?.connection.id ?? ''}
              onChange={(event) => setFrom(event.currentTarget.value)}
              data={boxes.map(({ connection: { id, account } }) => ({ value: id, label: account }))}
            />
            <Letter draft={draft} faults={faults} onEdit={edit} />
            {chosen && !chosen.canSend && <NotAllowed box={chosen} />}
            {wish.data?.state === 'failed' && <Unanswered view={wish.data} />}
            {wish.error && <Failure error={wish.error} />}
            <div className={styles.foot}>
              <span className={styles.waits} role="status">
                {wish.isPending && (waitsFor === '' ? 'Sending …' : waitsFor)}
              </span>
              <Group gap="sm">
                <Button variant="default" onClick={onClose}>
                  Close
                </Button>
                <ActionButton type="submit" isBusy={wish.isPending} isBlocked={chosen?.canSend !== true}>
                  Send
                </ActionButton>
              </Group>
            </div>
          </form>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

type LetterProps = {
  readonly draft: LetterDraft;
  readonly faults: LetterFaults;
  readonly onEdit: (part: Partial<LetterDraft>) => void;
};

function Letter({ draft, faults, onEdit }: LetterProps) {
  return (
    <>
      <TextInput
        label="To"
        value={draft.to}
        error={faults.to}
        onChange={(event) => onEdit({ to: event.currentTarget.value })}
        {...(draft.to === '' ? { 'data-autofocus': true } : {})}
      />
      <TextInput
        label="Cc"
        value={draft.cc}
        error={faults.cc}
        onChange={(event) => onEdit({ cc: event.currentTarget.value })}
      />
      <TextInput
        label="Subject"
        value={draft.subject}
        maxLength={longestSubject}
        onChange={(event) => onEdit({ subject: event.currentTarget.value })}
      />
      <Textarea
        label="Text"
        description="Plain text. It is sent as you write it, and nothing is added."
        autosize
        minRows={7}
        maxRows={14}
        value={draft.text}
        maxLength={longestText}
        error={faults.text}
        onChange={(event) => onEdit({ text: event.currentTarget.value })}
        {...(draft.to === '' ? {} : { 'data-autofocus': true })}
      />
    </>
  );
}

function NotAllowed({ box: { askAgain, label } }: { readonly box: MailboxView }) {
  return (
    <Unanswered
      view={{
        sentence: `Concord may not send from ${label}: the permission to send was not given. Copy what you wrote before you authorize again.`,
        ...(askAgain ? { next: { ...askAgain, url: authorizePath(askAgain.url, window.location.pathname) } } : {}),
      }}
    />
  );
}

function useLetter(first: LetterDraft, firstBox: string | undefined) {
  const [edits, setEdits] = useState<Partial<LetterDraft>>({});
  const [from, setFrom] = useState(firstBox);
  const [faults, setFaults] = useState<LetterFaults>({});
  const { wish, waitsFor } = useSend();
  const draft = { ...first, ...edits };
  const edit = (part: Partial<LetterDraft>): void => {
    setEdits({ ...edits, ...part });
    setFaults({});
    // What was refused is said until something else is written.
    if (!wish.isPending) wish.reset();
  };
  const send = (box: string, onSent: () => void): void => {
    const read = readLetter(draft);
    setFaults('faults' in read ? read.faults : {});
    if (!('letter' in read)) return;
    wish.mutate(
      { box, letter: read.letter },
      {
        onSuccess: ({ state, sentence }) => {
          if (state !== 'done') return;
          setEdits({});
          announce(sentence);
          onSent();
        },
      },
    );
  };
  return { draft, edit, from, setFrom, faults, wish, waitsFor, send };
}
