import { IconCheck, IconX } from '@tabler/icons-react';
import { Card } from '../shell/card.tsx';
import styles from './mail.module.css';

const will = [
  'The past 24 hours are looked through at once, and new mail as it comes.',
  'A message counts when somebody in it is a contact in Clio. Then its subject, its time, who wrote to whom and a few lines are kept, sealed, on that contact’s timeline.',
  'The whole text and its attachments stay in your mailbox. A link opens them there.',
  'Older mail is looked through when you ask for it: you see how many messages it is first.',
];
const willNot = [
  'No mail is sent to anyone. Only you send, by pressing Send.',
  'Drafts, junk, deleted and private messages are left out, and so is mail inside your firm.',
  'Of what is left out, nothing is kept: it is only counted.',
  'Nothing in your mailbox is changed, moved or marked as read.',
];

/** For whoever has not connected yet: what connecting means. */
export function WhatHappens() {
  return (
    <Card title="What happens then">
      <div className={styles.happens}>
        <Sayings title="What Concord does" sayings={will} Icon={IconCheck} tone="good" />
        <Sayings title="What it never does" sayings={willNot} Icon={IconX} tone="quiet" />
      </div>
    </Card>
  );
}

type SayingsProps = {
  readonly title: string;
  readonly sayings: readonly string[];
  readonly Icon: typeof IconCheck;
  readonly tone: 'good' | 'quiet';
};

function Sayings({ title, sayings, Icon, tone }: SayingsProps) {
  return (
    <div>
      <h3>{title}</h3>
      <ul className={styles.sayings} data-tone={tone}>
        {sayings.map((saying) => (
          <li key={saying}>
            <Icon size={17} stroke={2} aria-hidden />
            {saying}
          </li>
        ))}
      </ul>
    </div>
  );
}
