import type { MailboxView } from '@concord/core';
import { useNow } from '../shell/use-now.ts';
import { percentOf } from '../words/numbers.ts';
import { sayMinute, sayShortDay } from '../words/time.ts';
import { type BandKind, type BandPart, bandMs, bandOf } from './band.ts';
import { saySpan } from './run-words.ts';
import styles from './time-band.module.css';

const words = {
  looked: 'Looked at',
  gap: 'Gap: not looked at',
  behind: 'Not looked at since',
  older: 'Before it was connected',
  chosen: 'Chosen, not begun',
  run: 'Being looked at now',
} as const satisfies Record<BandKind, string>;

/** So many days lie between two marks of the scale. */
const marks = [30, 20, 10] as const;
const dayMs = 24 * 60 * 60 * 1000;

/** The last 30 days as a band: what was looked at, what was not, and what a run is filling in. */
export function TimeBand({ box }: { readonly box: MailboxView }) {
  // Once a minute is often enough for 30 days.
  const now = Math.floor(useNow() / 60_000) * 60_000;
  const parts = bandOf(box, now);
  const kinds = [...new Set(parts.map(({ kind }) => kind))];
  return (
    <figure className={styles.figure}>
      <div className={styles.band} role="img" aria-label={`The last 30 days. ${parts.map(sayPart).join('. ')}.`}>
        {parts.map((part) => (
          <Part key={`${part.kind} ${part.from}`} part={part} now={now} box={box} />
        ))}
      </div>
      <div className={styles.scale} aria-hidden>
        {marks.map((days) => (
          <span key={days}>{sayShortDay(now - days * dayMs)}</span>
        ))}
        <span>Now</span>
      </div>
      <figcaption className={styles.legend} aria-hidden>
        {kinds.map((kind) => (
          <span key={kind}>
            <i data-kind={kind} />
            {words[kind]}
          </span>
        ))}
      </figcaption>
    </figure>
  );
}

const sayPart = (part: BandPart): string => `${words[part.kind]}: ${saySpan(part)}`;

function Part({
  part,
  now,
  box: { run },
}: {
  readonly part: BandPart;
  readonly now: number;
  readonly box: MailboxView;
}) {
  const left = percentIn(part.from, now);
  const width = percentIn(part.until, now) - left;
  const isCounted = part.kind === 'run' && run?.expected !== undefined;
  return (
    <span
      className={styles.part}
      data-kind={part.kind}
      data-moving={part.kind === 'run' || undefined}
      title={`${words[part.kind]}: ${sayMinute(part.from)} to ${sayMinute(part.until)}`}
      style={{ left: `${left}%`, width: `${width}%` }}
    >
      {isCounted && <span style={{ width: `${percentOf(run.looked, run.expected ?? 0)}%` }} />}
    </span>
  );
}

const percentIn = (at: number, now: number): number => ((at - (now - bandMs)) / bandMs) * 100;
