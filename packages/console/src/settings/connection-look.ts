import type { ConnectionState } from '@concord/core';
import {
  IconUserCheck,
  IconUserExclamation,
  IconUserOff,
  IconUserQuestion,
  IconUserShield,
  IconUserX,
} from '@tabler/icons-react';
import type { StateTone } from '../shell/state-tag.tsx';

type Look = {
  readonly Icon: typeof IconUserCheck;
  readonly label: string;
  readonly tone: StateTone;
  /** Which help says more. */
  readonly topic: string;
};

/** How each state of a connection is shown. */
export const connectionLooks: Readonly<Record<ConnectionState, Look>> = {
  connecting: { Icon: IconUserQuestion, label: 'Connecting', tone: 'busy', topic: 'administrator' },
  active: { Icon: IconUserCheck, label: 'Connected', tone: 'good', topic: 'states' },
  needsConsent: { Icon: IconUserExclamation, label: 'Needs your permission', tone: 'hold', topic: 'states' },
  needsAdmin: { Icon: IconUserShield, label: 'Needs an administrator', tone: 'hold', topic: 'administrator' },
  lost: { Icon: IconUserX, label: 'Not working', tone: 'bad', topic: 'permission-lost' },
  disconnected: { Icon: IconUserOff, label: 'Disconnected', tone: 'quiet', topic: 'stop-and-start' },
};
