import type { PrivateChoice, SyncView } from '@concord/core';
import { HelpLink } from '../help/help-link.tsx';
import { RadioChoices } from '../shell/radio-choices.tsx';
import styles from '../sync/choose-stage.module.css';

/** What each choice is called, what others then see, and how it is said once it was made. */
export const privateWords = {
  skip: {
    label: 'Skip',
    text: 'Private events are left out. Others see nothing of them in Clio, not even that you are busy.',
    after: 'Private events are skipped.',
  },
  busy: {
    label: 'Show only that I am busy',
    text: 'Others see “Busy” at that time in Clio, and no title, place, description or guests.',
    after: 'Of private events, Clio shows only that you are busy.',
  },
  full: {
    label: 'Everything',
    text: 'Others who see the calendar in Clio see title, place and description, as of any other event.',
    after: 'Private events are carried over like all others.',
  },
} as const satisfies Record<PrivateChoice, Readonly<Record<string, string>>>;

const choices = (['skip', 'busy', 'full'] as const).map((value) => ({ value, ...privateWords[value] }));

type PrivateEventsProps = {
  readonly sync: SyncView;
  readonly value: PrivateChoice;
  readonly onChange: (value: PrivateChoice) => void;
};

/** What becomes of events that their owner keeps private. */
export function PrivateEvents({ sync: { left, right }, value, onChange }: PrivateEventsProps) {
  return (
    <div>
      <RadioChoices
        label="Private events"
        description={`${left.label} knows no private events, and colleagues may see its calendars. What you marked private in ${right.label} is never changed there.`}
        choices={choices}
        value={value}
        onChange={onChange}
      />
      <p className={styles.more}>
        <HelpLink topic="calendars" />
      </p>
    </div>
  );
}
