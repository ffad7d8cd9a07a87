import type { MatterRow } from '@concord/core';
import { Checkbox } from '@mantine/core';
import { linkTo } from '../routing/location.ts';
import { watchPath } from '../routing/routes.ts';
import { StateTag, type StateTone } from '../shell/state-tag.tsx';
import { matterStatusWords } from './matter-query.ts';
import rowStyles from './watch-rows.module.css';
import { sayDate } from './watch-words.ts';

type MatterListRowProps = {
  readonly row: MatterRow;
  readonly isPicked: boolean;
  readonly onPick: (matters: readonly string[], isPicked: boolean) => void;
};

/** A matter: what it is, whose, and whether it is imported already. */
export function MatterListRow({ row, isPicked, onPick }: MatterListRowProps) {
  const { id, number, description, client, status, watch } = row;
  return (
    <li className={rowStyles.row} data-picked={isPicked || undefined}>
      <Checkbox
        aria-label={`Pick ${number} ${description}`}
        checked={isPicked}
        disabled={watch !== undefined}
        onChange={(event) => onPick([id], event.currentTarget.checked)}
      />
      <div className={rowStyles.who}>
        <span className={rowStyles.title}>
          <bdi>{client === '' ? 'No client' : client}</bdi>
        </span>
        <span className={rowStyles.subtitle}>
          <bdi>{[number, description].filter(Boolean).join(' · ')}</bdi>
        </span>
        <span className={rowStyles.subtitle}>{aboutMatter(row)}</span>
      </div>
      <div className={rowStyles.marks}>
        {watch && (
          <a
            className={rowStyles.imported}
            aria-label={`Imported: open the watch of ${number}`}
            {...linkTo(watchPath(watch.id))}
          >
            {watch.archived ? 'Imported, archived' : 'Imported'}
          </a>
        )}
        <StateTag tone={tones[status]} label={matterStatusWords[status]} />
      </div>
    </li>
  );
}

const tones = { open: 'good', pending: 'hold', closed: 'quiet' } as const satisfies Record<
  MatterRow['status'],
  StateTone
>;

const aboutMatter = ({ practiceArea, attorney, openedOn }: MatterRow): string =>
  [practiceArea, attorney, openedOn && `opened ${sayDate(openedOn)}`].filter(Boolean).join(' · ');
