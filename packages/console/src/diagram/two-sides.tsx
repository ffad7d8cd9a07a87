import type { ItemTypeName } from '@concord/core';
import {
  IconAddressBook,
  IconArrowsExchange,
  IconBook2,
  IconCalendar,
  IconCheck,
  IconEye,
  IconLink,
  IconPlayerPause,
  IconPlayerStop,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import styles from './two-sides.module.css';

const motions = {
  idle: { Icon: IconLink, says: 'are not yet joined' },
  reading: { Icon: IconEye, says: 'are being read' },
  ready: { Icon: IconEye, says: 'have been compared; nothing is written yet' },
  writing: { Icon: IconArrowsExchange, says: 'are being brought into step' },
  live: { Icon: IconCheck, says: 'are in step' },
  paused: { Icon: IconPlayerPause, says: 'are paused' },
  stopped: { Icon: IconPlayerStop, says: 'are no longer kept in step' },
} as const;

export type Motion = keyof typeof motions;

type Side = {
  readonly label: string;
  readonly collection?: string;
  readonly account?: string;
  readonly foot?: ReactNode;
};
type TwoSidesProps = {
  readonly left: Side;
  readonly right: Side;
  readonly motion: Motion;
  readonly itemType: ItemTypeName;
  /** Right under the knot. */
  readonly caption?: string;
  /** Under the middle, in one line with the feet of the sides. */
  readonly foot?: ReactNode;
};

/** The picture of a sync: the book of record, the other side, and what moves between them. */
export function TwoSides({ left, right, motion, itemType, caption, foot }: TwoSidesProps) {
  const { Icon, says } = motions[motion];
  return (
    <div className={styles.frame}>
      <div className={styles.sides} data-motion={motion}>
        <SideTile side={left} of="left" Icon={icons[itemType].left} />
        <div className={styles.between}>
          <div className={styles.tile}>
            <div className={styles.way} role="img" aria-label={`${left.label} and ${right.label} ${says}.`}>
              <span className={styles.track} data-way="right" />
              <span className={styles.knot}>
                <Icon size={22} stroke={1.8} />
              </span>
              <span className={styles.track} data-way="left" />
            </div>
            {caption && <span className={styles.detail}>{caption}</span>}
          </div>
          <div className={styles.foot}>{foot}</div>
        </div>
        <SideTile side={right} of="right" Icon={icons[itemType].right} />
      </div>
    </div>
  );
}

const icons = {
  contact: { left: IconBook2, right: IconAddressBook },
  event: { left: IconCalendar, right: IconCalendar },
} as const satisfies Record<ItemTypeName, unknown>;

type SideTileProps = { readonly side: Side; readonly of: 'left' | 'right'; readonly Icon: typeof IconBook2 };

function SideTile({ side, of, Icon }: SideTileProps) {
  return (
    <div className={styles.side} data-side={of}>
      <div className={styles.tile}>
        <span className={styles.icon} aria-hidden>
          <Icon size={26} stroke={1.5} />
        </span>
        <span className={styles.label}>{side.label}</span>
        {side.collection && <span className={styles.detail}>{side.collection}</span>}
        {side.account && <span className={styles.detail}>{side.account}</span>}
      </div>
      <div className={styles.foot}>{side.foot}</div>
    </div>
  );
}
