import type { WatchRow, WatchStatus } from '@concord/core';
import { Checkbox } from '@mantine/core';
import { memo } from 'react';
import { linkTo } from '../routing/location.ts';
import { watchPath } from '../routing/routes.ts';
import { StateTag, type StateTone } from '../shell/state-tag.tsx';
import rowStyles from './watch-rows.module.css';
import { markWords, priorityWords, sayValue, statusWords } from './watch-words.ts';

type WatchListRowProps = {
  readonly row: WatchRow;
  readonly isPicked: boolean;
  readonly onPick: (id: string, isPicked: boolean) => void;
};

/** Who it is, what it is about, and what to know before opening it. */
export const WatchListRow = memo(function WatchListRow({ row, isPicked, onPick }: WatchListRowProps) {
  return (
    <li className={rowStyles.row} data-picked={isPicked || undefined}>
      <Checkbox
        aria-label={`Pick ${row.title}`}
        checked={isPicked}
        onChange={(event) => onPick(row.id, event.currentTarget.checked)}
      />
      <div className={rowStyles.who}>
        <a className={rowStyles.title} {...linkTo(watchPath(row.id))}>
          <bdi>{row.title}</bdi>
        </a>
        <span className={rowStyles.subtitle}>
          {row.source === 'clio' ? 'From Clio' : 'By hand'}
          {about(row).map((part) => (
            <span key={part}>
              {' · '}
              <bdi>{part}</bdi>
            </span>
          ))}
        </span>
        {row.tags.length > 0 && (
          <ul className={rowStyles.tags} aria-label={`Tags of ${row.title}`}>
            {row.tags.map((tag) => (
              <li key={tag}>
                <bdi>{tag}</bdi>
              </li>
            ))}
          </ul>
        )}
      </div>
      <WatchMarks row={row} />
    </li>
  );
});

/** In the order in which people look for somebody; what is blank is left out. */
function about({ values, title }: WatchRow): readonly string[] {
  const place = [values.city, values.state].filter(Boolean).join(', ');
  const born = values.dateOfBirth && `born ${sayValue('dateOfBirth', values.dateOfBirth)}`;
  const parts = [values.caseNumber, values.caseType, place, born, values.assignedTo];
  return [...new Set(parts.filter((part): part is string => Boolean(part) && part !== title))];
}

const statusTones = { active: 'good', onHold: 'hold', done: 'quiet' } as const satisfies Record<WatchStatus, StateTone>;

/** Its states in a word or two each; what is ordinary is not said. */
export function WatchMarks({ row }: { readonly row: WatchRow }) {
  const { asks, mark, archived, priority, status } = row;
  return (
    <div className={rowStyles.marks}>
      {asks > 0 && <StateTag tone="hold" label={asks === 1 ? '1 question for you' : `${asks} questions for you`} />}
      {mark && <StateTag tone={mark.kind === 'missing' ? 'bad' : 'hold'} label={markWords[mark.kind]} />}
      {archived && <StateTag tone="quiet" label="Archived" />}
      {priority !== 'normal' && (
        <StateTag tone={priority === 'urgent' ? 'bad' : 'quiet'} label={`${priorityWords[priority]} priority`} />
      )}
      <StateTag tone={statusTones[status]} label={statusWords[status]} />
    </div>
  );
}
