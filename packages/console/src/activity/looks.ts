import type { ActivityRow } from '@concord/core';
import {
  IconAlertCircle,
  IconLink,
  IconLinkOff,
  IconParking,
  IconPencil,
  IconPlus,
  IconTrash,
} from '@tabler/icons-react';

/** How each thing that Concord does is shown and said. */
export const looks = {
  added: { Icon: IconPlus, say: (side: string) => `Added to ${side}` },
  changed: { Icon: IconPencil, say: (side: string) => `Changed in ${side}` },
  deleted: { Icon: IconTrash, say: (side: string) => `Deleted in ${side}` },
  linked: { Icon: IconLink, say: () => 'Linked' },
  released: { Icon: IconLinkOff, say: (side: string) => `Kept in ${side}, no longer linked` },
  held: { Icon: IconAlertCircle, say: () => 'Held for you' },
  parked: { Icon: IconParking, say: () => 'Put aside' },
} as const satisfies Record<ActivityRow['what'], unknown>;
