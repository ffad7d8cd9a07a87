import type { FirmView } from '@concord/core';
import { Textarea } from '@mantine/core';
import { useRef, useState } from 'react';
import { useInvite } from '../api/firm.ts';
import { ActionButton } from '../shell/action-button.tsx';
import { announce } from '../shell/announcer.tsx';
import { Failure } from '../shell/failure.tsx';
import { sayCount } from '../words/numbers.ts';
import { mostAtOnce, parseAddresses } from './addresses.ts';
import styles from './firm.module.css';
import { InviteResults } from './invite-results.tsx';

/** Takes one or many addresses as people paste them. What cannot be an address stays in the box; the others are invited. */
export function InviteForm({ members, invites }: FirmView) {
  const { box, text, setText, fault, submit, invite, asked } = useInviteForm();
  return (
    <form
      className={styles.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Textarea
        ref={box}
        label="Invite people by e‑mail"
        description="One or several addresses, as your mail program copies them. Each person gets a link of their own, which works for 7 days and only for a Clio user of your firm with that address."
        placeholder="name@example.com, name@example.com"
        autosize
        minRows={2}
        maxRows={8}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        error={fault}
      />
      {invite.error && <Failure error={invite.error} />}
      <ActionButton type="submit" isBusy={invite.isPending}>
        Invite
      </ActionButton>
      <InviteResults asked={asked} members={members} invites={invites} />
    </form>
  );
}

function useInviteForm() {
  const box = useRef<HTMLTextAreaElement>(null);
  const invite = useInvite();
  const [text, setText] = useState('');
  const [fault, setFault] = useState<string>();
  const [asked, setAsked] = useState<readonly string[]>([]);
  const complain = (about: string): void => {
    setFault(about);
    box.current?.focus();
  };
  const submit = (): void => {
    if (invite.isPending) return;
    const { emails, wrong } = parseAddresses(text);
    setFault(undefined);
    if (emails.length === 0) return complain(sayWrong(wrong));
    if (emails.length > mostAtOnce)
      return complain(`These are ${emails.length} addresses; at most ${mostAtOnce} at once.`);
    invite.mutate(emails, {
      onSuccess: () => {
        setAsked(emails);
        setText(wrong.join(', '));
        announce(`${sayCount(emails.length, 'address', 'addresses')} taken.`);
        if (wrong.length > 0) complain(sayWrong(wrong));
      },
    });
  };
  return { box, text, setText, fault, submit, invite, asked };
}

const sayWrong = (wrong: readonly string[]): string =>
  wrong.length === 0 ? 'Type at least one address.' : `Not an e-mail address: ${wrong.join(', ')}`;
