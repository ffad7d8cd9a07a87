import { Radio } from '@mantine/core';
import type { ReactNode } from 'react';
import styles from './radio-choices.module.css';

export type RadioChoice<Value extends string> = {
  readonly value: Value;
  readonly label: string;
  readonly text: string;
};

type RadioChoicesProps<Value extends string> = {
  readonly label: string;
  readonly description: ReactNode;
  readonly choices: readonly RadioChoice<Value>[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  /** For long texts: at most two beside each other. */
  readonly areWide?: boolean;
};

/** One of several ways, each on a card with what it means. */
export function RadioChoices<Value extends string>(props: RadioChoicesProps<Value>) {
  const { label, description, choices, value, onChange, areWide = false } = props;
  const choose = (next: string): void => {
    const chosen = choices.find((choice) => choice.value === next);
    if (chosen) onChange(chosen.value);
  };
  return (
    <Radio.Group
      label={label}
      description={description}
      value={value}
      onChange={choose}
      classNames={{ label: styles.question ?? '', description: styles.why ?? '' }}
    >
      <div className={styles.choices} data-wide={areWide || undefined}>
        {choices.map((choice) => (
          <Radio
            key={choice.value}
            value={choice.value}
            label={choice.label}
            description={choice.text}
            classNames={{ root: styles.choice ?? '', labelWrapper: styles.choiceText ?? '' }}
          />
        ))}
      </div>
    </Radio.Group>
  );
}
