import { Button, TextInput } from '@mantine/core';
import { useId, useRef, useState } from 'react';
import { useTagWatches } from '../api/watches.ts';
import { ActionButton } from '../shell/action-button.tsx';
import { announce } from '../shell/announcer.tsx';
import { Failure } from '../shell/failure.tsx';
import { sayCount } from '../words/numbers.ts';
import { parseTags } from './tags.ts';
import rowStyles from './watch-rows.module.css';
import toolStyles from './watch-tools.module.css';

type BulkTagsProps = {
  readonly picked: ReadonlySet<string>;
  /** Tags in use, to choose from. */
  readonly known: readonly string[];
  readonly onClear: () => void;
};

/** Puts tags on all that are picked, or takes them off. */
export function BulkTags({ picked, known, onClear }: BulkTagsProps) {
  const box = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const [fault, setFault] = useState<string>();
  const [said, setSaid] = useState('');
  const tagging = useTagWatches();
  const tags = useId();
  const send = (kind: 'add' | 'remove'): void => {
    const { tags: wanted, fault: wrong } = parseTags(text);
    setFault(wrong);
    setSaid('');
    if (wrong !== undefined) return box.current?.focus();
    const body = { watches: [...picked], add: [], remove: [], [kind]: wanted };
    tagging.mutate(body, {
      onSuccess: (changed) => {
        const sentence = `${sayCount(changed, 'watch', 'watches')} changed; the others were like that already.`;
        setText('');
        setSaid(sentence);
        announce(sentence);
      },
    });
  };
  return (
    <div className={toolStyles.bulk} role="group" aria-label="What to do with those picked">
      <strong>{sayCount(picked.size, 'watch', 'watches')} picked</strong>
      <div className={toolStyles.toolRow}>
        <TextInput
          ref={box}
          className={toolStyles.search ?? ''}
          label="Tags, with commas between them"
          list={tags}
          value={text}
          error={fault}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <datalist id={tags}>
          {known.map((tag) => (
            <option key={tag} value={tag} />
          ))}
        </datalist>
        <ActionButton isBusy={tagging.isPending} onClick={() => send('add')}>
          Add tags
        </ActionButton>
        <ActionButton variant="default" isBlocked={tagging.isPending} onClick={() => send('remove')}>
          Remove tags
        </ActionButton>
        <Button variant="default" onClick={onClear}>
          Pick none
        </Button>
      </div>
      {said !== '' && <p className={rowStyles.said}>{said}</p>}
      {tagging.error && <Failure error={tagging.error} />}
    </div>
  );
}
