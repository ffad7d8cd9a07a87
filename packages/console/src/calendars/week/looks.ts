import type { SyncView, WeekEntry } from '@concord/core';
import {
  IconAlertCircle,
  IconArrowLeft,
  IconArrowRight,
  IconCircleMinus,
  IconEqual,
  IconLink,
  IconPencil,
  IconPlayerTrackNext,
  IconTrash,
} from '@tabler/icons-react';

/** What will happen to an event. */
export type Fate =
  | 'stays'
  | 'linked'
  | 'addedLeft'
  | 'addedRight'
  | 'changes'
  | 'oneWay'
  | 'leftOut'
  | 'held'
  | 'removed';

type Look = {
  readonly Icon: typeof IconEqual;
  readonly tone: 'left' | 'right' | 'both' | 'quiet' | 'hold' | 'bad';
  readonly say: (sync: SyncView) => string;
};

/** Each by colour, by its sign, and in words. */
export const looks: Readonly<Record<Fate, Look>> = {
  stays: { Icon: IconEqual, tone: 'both', say: () => 'Stays as it is' },
  linked: { Icon: IconLink, tone: 'both', say: () => 'Linked' },
  addedLeft: { Icon: IconArrowLeft, tone: 'left', say: ({ left }) => `Added to ${left.label}` },
  addedRight: { Icon: IconArrowRight, tone: 'right', say: ({ right }) => `Added to ${right.label}` },
  changes: { Icon: IconPencil, tone: 'both', say: () => 'Changes' },
  oneWay: { Icon: IconPlayerTrackNext, tone: 'quiet', say: () => 'One way only' },
  leftOut: { Icon: IconCircleMinus, tone: 'quiet', say: () => 'Left out' },
  held: { Icon: IconAlertCircle, tone: 'hold', say: () => 'Held for you' },
  removed: { Icon: IconTrash, tone: 'bad', say: () => 'Deleted' },
};

export const fates = Object.keys(looks) as readonly Fate[];

const byOutcome = {
  agreed: 'stays',
  linked: 'linked',
  addedLeft: 'addedLeft',
  addedRight: 'addedRight',
  changed: 'changes',
  leftOut: 'leftOut',
  held: 'held',
  deleted: 'removed',
} as const satisfies Record<WeekEntry['outcome'], Fate>;

/** That it goes one way only matters most where nothing else happens to it; of the others it is said beside. */
export function fateOf({ outcome, leaves, oneWay }: WeekEntry): Fate {
  if (leaves !== undefined) return 'removed';
  return outcome === 'agreed' && oneWay !== undefined ? 'oneWay' : byOutcome[outcome];
}
