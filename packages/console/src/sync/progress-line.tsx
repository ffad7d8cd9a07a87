import type { ProgressView, SyncView } from '@concord/core';
import { IconHourglassHigh } from '@tabler/icons-react';
import { useAnnouncement } from '../shell/announcer.tsx';
import { ProgressBar } from '../shell/progress-bar.tsx';
import { itemWords } from '../words/items.ts';
import { percentOf, sayNumber } from '../words/numbers.ts';
import { sayRemaining } from '../words/time.ts';
import styles from './progress-line.module.css';

/** How far Concord is with reading or writing, how long still, and what it waits for. */
export function ProgressLine({ sync }: { readonly sync: SyncView }) {
  const progress = sync.progress;
  const doing = progress ? sayPhase(progress, sync) : 'Waiting for its turn';
  const percent = progress?.total === undefined ? undefined : wholePercent(progress);
  useAnnouncement(sayForEars(doing, percent, progress?.waitingFor));
  return (
    <div>
      <div className={styles.head}>
        <span className={styles.doing}>{doing}</span>
        <span className={styles.count}>{progress && sayDone(progress, sync)}</span>
      </div>
      <ProgressBar key={progress?.phase} label={doing} percent={percent} />
      <div className={styles.foot}>{progress && sayTimeLeft(progress)}</div>
      {progress?.waitingFor && (
        <div className={styles.waiting}>
          <IconHourglassHigh size={18} stroke={1.7} aria-hidden />
          {progress.waitingFor}
        </div>
      )}
    </div>
  );
}

function sayPhase(progress: ProgressView, sync: SyncView): string {
  const sayings = {
    readingLeft: `Reading ${sync.left.label}`,
    readingRight: `Reading ${sync.right.label}`,
    matching: 'Comparing the two sides',
    writing: 'Writing what the preview showed',
  } as const satisfies Record<ProgressView['phase'], string>;
  return sayings[progress.phase];
}

function sayDone({ done, total }: ProgressView, sync: SyncView): string {
  const { many } = itemWords[sync.itemType];
  return total === undefined
    ? `${sayNumber(done)} ${many} so far`
    : `${sayNumber(done)} of ${sayNumber(total)} ${many}`;
}

function sayTimeLeft({ remainingMs }: ProgressView): string {
  if (remainingMs === undefined) return 'How long it takes shows here as soon as it is known.';
  return `${capitalise(sayRemaining(remainingMs))} to finish`;
}

/** Screen readers hear each tenth, not each second. */
function sayForEars(doing: string, percent: number | undefined, waitingFor: string | undefined): string {
  const tenth = percent === undefined ? '' : `, ${Math.floor(percent / 10) * 10} percent`;
  return `${doing}${tenth}. ${waitingFor ? 'Waiting for the provider.' : ''}`;
}

export const wholePercent = ({ done, total = 0 }: ProgressView): number => percentOf(done, total);
const capitalise = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
