import type { PreviewCounts, SyncView } from '@concord/core';
import { IconMailOff } from '@tabler/icons-react';
import { TwoSides } from '../diagram/two-sides.tsx';
import { itemWords } from '../words/items.ts';
import { sayCount, sayNumber } from '../words/numbers.ts';
import styles from './counters.module.css';

/** The three counters under the picture of the two sides, and the smaller ones. */
export function Counters({ sync, counts }: { readonly sync: SyncView; readonly counts: PreviewCounts }) {
  const { left, right } = sync;
  const smaller = [
    { label: 'held for you', value: counts.held, tone: 'hold', isAlways: true },
    { label: 'left out', value: counts.leftOut, tone: 'quiet', isAlways: true },
    { label: 'with details that do not fit', value: counts.notFitting, tone: 'quiet', isAlways: true },
    { label: 'of those sent again', value: counts.resent, tone: 'hold', isAlways: false },
    { label: 'already linked, changed', value: counts.changed, tone: 'quiet', isAlways: false },
    { label: 'already in step', value: counts.agreed, tone: 'quiet', isAlways: false },
  ].filter(({ value, isAlways }) => isAlways || value > 0);
  return (
    <>
      <TwoSides
        motion="ready"
        itemType={sync.itemType}
        left={{ ...left, foot: <Big value={counts.addedLeft} label={`added to ${left.label}`} side="left" /> }}
        right={{ ...right, foot: <Big value={counts.addedRight} label={`added to ${right.label}`} side="right" /> }}
        foot={<Big value={counts.linked} label="linked" side="both" />}
      />
      <ul className={styles.smaller} aria-label="Also">
        {smaller.map(({ label, value, tone }) => (
          <li key={label} data-tone={value > 0 ? tone : 'quiet'}>
            <strong>{sayNumber(value)}</strong> {label}
          </li>
        ))}
        <li data-tone="good">
          <IconMailOff size={16} stroke={1.8} aria-hidden /> mails to others:{' '}
          <strong>{sayNumber(counts.mails ?? 0)}</strong>
        </li>
      </ul>
      {counts.oneWay !== undefined && counts.oneWay > 0 && (
        <p className={styles.oneWay}>{sayOneWay(counts.oneWay, sync)}</p>
      )}
    </>
  );
}

function sayOneWay(count: number, { left, right, itemType }: SyncView): string {
  const { one, many } = itemWords[itemType];
  const they =
    count === 1
      ? 'it has guests, and a write there would mail them'
      : 'they have guests, and a write there would mail them';
  return `${sayCount(count, `${one} goes`, `${many} go`)} one way only, from ${right.label} to ${left.label}: ${they}.`;
}

type BigProps = { readonly value: number; readonly label: string; readonly side: 'left' | 'right' | 'both' };

function Big({ value, label, side }: BigProps) {
  return (
    <p className={styles.big} data-side={side}>
      <span className={styles.number}>{sayNumber(value)}</span> {label}
    </p>
  );
}
