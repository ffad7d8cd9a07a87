import { TextInput, UnstyledButton } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { ActionButton } from './action-button.tsx';
import styles from './list-input.module.css';

/** What typed text makes of a list, or what is wrong with it. */
export type ReadList = (text: string) => { readonly items: readonly string[]; readonly fault?: string };

type ListInputProps = {
  readonly label: string;
  readonly description?: string;
  readonly placeholder: string;
  /** For ears: "Add these tags". */
  readonly add: string;
  /** For ears: "Tags of this watch". */
  readonly of: string;
  readonly items: readonly string[];
  /** What the list is with that text. */
  readonly read: ReadList;
  readonly onChange: (items: readonly string[]) => void;
};

/** Short texts to be taken off one by one, and a box for more. */
export function ListInput({ label, description, placeholder, add, of, items, read, onChange }: ListInputProps) {
  const box = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const [fault, setFault] = useState<string>();
  const addTyped = (): void => {
    const next = read(text);
    setFault(next.fault);
    box.current?.focus();
    if (next.fault !== undefined) return;
    setText('');
    if (next.items.length > items.length) onChange(next.items);
  };
  const remove = (item: string): void => {
    onChange(items.filter((one) => one !== item));
    // The button that was pressed goes with its item.
    box.current?.focus();
  };
  return (
    <div>
      <div className={styles.line}>
        <TextInput
          ref={box}
          className={styles.box ?? ''}
          label={label}
          description={description}
          placeholder={placeholder}
          value={text}
          error={fault}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return;
            event.preventDefault();
            addTyped();
          }}
        />
        <ActionButton variant="default" aria-label={add} onClick={addTyped}>
          Add
        </ActionButton>
      </div>
      {items.length > 0 && (
        <ul className={styles.items} aria-label={of}>
          {items.map((item) => (
            <li key={item}>
              <bdi>{item}</bdi>
              <UnstyledButton className={styles.off ?? ''} aria-label={`Take off ${item}`} onClick={() => remove(item)}>
                <IconX size={13} stroke={2.2} aria-hidden />
              </UnstyledButton>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
