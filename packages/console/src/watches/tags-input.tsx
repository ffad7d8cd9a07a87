import { TextInput, UnstyledButton } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { ActionButton } from '../shell/action-button.tsx';
import { mostTags, parseTags, withTags } from './tags.ts';
import rowStyles from './watch-rows.module.css';
import toolStyles from './watch-tools.module.css';
import { ownWords } from './watch-words.ts';

type TagsInputProps = { readonly tags: readonly string[]; readonly onChange: (tags: readonly string[]) => void };

/** Tags to be taken off one by one, and a box for more. */
export function TagsInput({ tags, onChange }: TagsInputProps) {
  const box = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const [fault, setFault] = useState<string>();
  const add = (): void => {
    const typed = parseTags(text);
    const all = withTags(tags, typed.tags);
    const wrong = typed.fault ?? (all.length > mostTags ? `A watch has at most ${mostTags} tags.` : undefined);
    setFault(wrong);
    box.current?.focus();
    if (wrong !== undefined) return;
    setText('');
    if (all.length > tags.length) onChange(all);
  };
  const remove = (tag: string): void => {
    onChange(tags.filter((one) => one !== tag));
    // The button that was pressed goes with its tag.
    box.current?.focus();
  };
  return (
    <div>
      <div className={toolStyles.toolRow}>
        <TextInput
          ref={box}
          className={toolStyles.search ?? ''}
          label={ownWords.tags}
          placeholder="Type a tag, then Enter"
          value={text}
          error={fault}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return;
            event.preventDefault();
            add();
          }}
        />
        <ActionButton variant="default" aria-label="Add these tags" onClick={add}>
          Add
        </ActionButton>
      </div>
      {tags.length > 0 && (
        <ul className={rowStyles.tags} aria-label="Tags of this watch">
          {tags.map((tag) => (
            <li key={tag}>
              <bdi>{tag}</bdi>
              <UnstyledButton
                className={rowStyles.off ?? ''}
                aria-label={`Take off ${tag}`}
                onClick={() => remove(tag)}
              >
                <IconX size={13} stroke={2.2} aria-hidden />
              </UnstyledButton>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
