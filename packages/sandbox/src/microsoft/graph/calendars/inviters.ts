import type { World } from '../../../kernel/world.ts';
import type { EventWriter } from '../../calendar/event-writes.ts';
import type { EventPatch } from '../../calendar/read-event.ts';
import { GraphRefusal } from '../refusal.ts';

const hourMs = 3_600_000;

/** Who invites too many people in an hour is suspended (observed, with guests that nobody knew). */
export function refuseInviter(world: World, { trap, owner }: EventWriter, patch: EventPatch): void {
  const invites = patch.set.attendees !== undefined && patch.set.attendees.length > 0;
  if (!invites || !world.awkward.strikes('microsoft.calendar.suspendsInviters')) return;
  const most = world.awkward.amount('microsoft.calendar.suspendsInviters', 20);
  const recent = trap
    .list(owner.address)
    .filter(({ kind, by, at }) => kind === 'invitation' && by === 'app' && at > world.now() - hourMs);
  if (recent.length < most) return world.awkward.missed('microsoft.calendar.suspendsInviters');
  throw new GraphRefusal(
    403,
    'ErrorAccountSuspend',
    'Account suspended. Follow the instructions in your Inbox to verify your account.',
  );
}
