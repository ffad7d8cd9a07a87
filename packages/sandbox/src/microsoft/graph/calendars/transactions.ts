import type { World } from '../../../kernel/world.ts';
import type { CalendarBox } from '../../calendar/calendar-box.ts';
import type { StoredEvent } from '../../calendar/event.ts';
import { badRequest } from '../refusal.ts';

/**
 * The event that was made under this transaction id before; undefined when there is none. The same payload finds it, another
 * one is refused. How long an id is remembered, and whether beyond the event's deletion, is documented nowhere.
 */
export function knownTransaction(
  world: World,
  box: CalendarBox,
  transactionId: string | undefined,
  body: unknown,
): StoredEvent | undefined {
  if (transactionId === undefined) return undefined;
  const { awkward } = world;
  const known = box.withTransaction(transactionId).find((event) => isRemembered(world, event));
  if (known === undefined) return undefined;
  const isGone = known.folderId === box.deletedId;
  if (isGone && !awkward.strikes('microsoft.calendar.transactionIdsKept')) return undefined;
  const isReplay = !isGone && known.payload === JSON.stringify(body);
  if (isReplay && !awkward.strikes('microsoft.calendar.transactionReplayRefused')) return known;
  throw badRequest(
    "Your request can't be completed. The TransactionId specified in the request has already been used to create a different event.",
    'ErrorDuplicateTransactionId',
  );
}

function isRemembered({ awkward, now }: World, { createdAt }: StoredEvent): boolean {
  if (!awkward.strikes('microsoft.calendar.forgetsTransactionIds')) return true;
  const isForgotten = createdAt <= now() - awkward.amount('microsoft.calendar.forgetsTransactionIds', 3_600_000);
  if (!isForgotten) awkward.missed('microsoft.calendar.forgetsTransactionIds');
  return !isForgotten;
}
