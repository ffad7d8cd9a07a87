import { Button, Group, SegmentedControl, TextInput } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { addDays, type Day } from './days.ts';
import styles from './week-card.module.css';

export type WeekLook = 'grid' | 'list';

type WeekBarProps = {
  readonly today: Day;
  readonly monday: Day;
  readonly look: WeekLook;
  /** Whether there is room for both looks. */
  readonly hasChoice: boolean;
  readonly onDay: (day: Day) => void;
  readonly onLook: (look: WeekLook) => void;
};

/** Which week, and how it is shown. */
export function WeekBar({ today, monday, look, hasChoice, onDay, onLook }: WeekBarProps) {
  return (
    <div className={styles.bar} data-screen-only>
      <Group gap="xs">
        <Button
          variant="default"
          size="sm"
          px="xs"
          aria-label="The week before"
          onClick={() => onDay(addDays(monday, -7))}
        >
          <IconChevronLeft size={18} aria-hidden />
        </Button>
        <Button variant="default" size="sm" onClick={() => onDay(today)}>
          This week
        </Button>
        <Button
          variant="default"
          size="sm"
          px="xs"
          aria-label="The week after"
          onClick={() => onDay(addDays(monday, 7))}
        >
          <IconChevronRight size={18} aria-hidden />
        </Button>
        <TextInput
          type="date"
          size="sm"
          aria-label="Go to the week of"
          value={monday}
          onChange={(event) => isDay(event.currentTarget.value) && onDay(event.currentTarget.value)}
        />
      </Group>
      {hasChoice && (
        <SegmentedControl
          size="sm"
          aria-label="Show the week as"
          value={look}
          onChange={(next) => onLook(next === 'list' ? 'list' : 'grid')}
          data={[
            { value: 'grid', label: 'Picture' },
            { value: 'list', label: 'List' },
          ]}
        />
      )}
    </div>
  );
}

/** A year that is still being typed begins with noughts, and one that nobody means has five digits. */
const isDay = (text: string): boolean => /^[12]\d{3}-\d{2}-\d{2}$/u.test(text);
