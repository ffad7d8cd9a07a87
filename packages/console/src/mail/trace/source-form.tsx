import type { MailboxView, MailSource } from '@concord/core';
import { NativeSelect, Textarea } from '@mantine/core';
import { type FormEvent, useRef, useState } from 'react';
import { ActionButton } from '../../shell/action-button.tsx';
import { sayBytes } from '../../words/numbers.ts';
import styles from './trace.module.css';

type SourceFormProps = {
  readonly boxes: readonly MailboxView[];
  readonly first: string;
  readonly isBusy: boolean;
  readonly onAsk: (box: string, about: MailSource) => void;
};

const mostBytes = 256 * 1024;
const bytesOf = (text: string): number => new TextEncoder().encode(text).length;

/** Which mailbox, and what somebody has of the message. */
export function SourceForm({ boxes, first, isBusy, onAsk }: SourceFormProps) {
  const [box, setBox] = useState(first);
  const [source, setSource] = useState('');
  const [isAsked, setAsked] = useState(false);
  const area = useRef<HTMLTextAreaElement>(null);
  const bytes = bytesOf(source);
  const fault = bytes > mostBytes ? tooLong : isAsked && source.trim() === '' ? missing : undefined;
  const ask = (event: FormEvent): void => {
    event.preventDefault();
    setAsked(true);
    if (source.trim() === '' || bytes > mostBytes) area.current?.focus();
    else if (!isBusy) onAsk(box, { source });
  };
  return (
    <form className={styles.form} noValidate onSubmit={ask}>
      <NativeSelect
        className={styles.box ?? ''}
        label="Mailbox"
        value={box}
        onChange={(event) => setBox(event.currentTarget.value)}
        data={boxes.map(({ connection: { id, account }, label }) => ({
          value: id,
          label: account === '' ? label : `${label}: ${account}`,
        }))}
      />
      <Textarea
        ref={area}
        label="Internet headers, message source, or message id"
        description="In Outlook: File ▸ Properties ▸ Internet headers, or View message source. In Gmail: Show original. Only the header lines are needed."
        autosize
        minRows={6}
        maxRows={16}
        value={source}
        error={fault}
        spellCheck={false}
        classNames={{ input: styles.source ?? '' }}
        onChange={(event) => {
          setSource(event.currentTarget.value);
          setAsked(false);
        }}
      />
      <div className={styles.foot}>
        <ActionButton type="submit" isBusy={isBusy}>
          Find out why
        </ActionButton>
        <span className={styles.size} data-over={bytes > mostBytes || undefined}>
          {sayBytes(bytes)} of {sayBytes(mostBytes)}
        </span>
      </div>
    </form>
  );
}

const missing = 'Paste the headers, the source or the id of a message first.';
const tooLong = 'That is too long. The header lines at its beginning are enough.';
