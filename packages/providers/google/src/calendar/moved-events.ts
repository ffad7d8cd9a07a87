import type { Observation } from '@concord/core';
import { isSuccess } from '../errors.ts';
import { calendarsRequest, parseCalendars } from './catalogue.ts';
import type { Looking } from './event-looking.ts';
import { readIn } from './event-requests.ts';
import { isCancelled, parseEvent } from './native-event.ts';

/** So many are looked for elsewhere at once: what goes in larger numbers was deleted, and meets the brake. */
const mostLooks = 150;

/**
 * What is gone from its calendar may stand in another one of the account: people move events, which keep their ids (documented),
 * and the calendar that they leave says no more than that they are cancelled. Then it is not gone but `elsewhere`.
 */
export async function withMoved(
  looking: Looking,
  observations: readonly Observation[],
): Promise<readonly Observation[]> {
  const gone = observations.filter(({ kind }) => kind === 'gone').map(({ id }) => id);
  const moved = gone.length === 0 ? new Set<string>() : await movedAmong(looking, gone);
  return observations.map((one): Observation => {
    return moved.has(one.id) ? { kind: 'elsewhere', id: one.id, askedAt: one.askedAt } : one;
  });
}

async function movedAmong({ asking }: Looking, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const [lists] = await asking.askAll([calendarsRequest()]);
  const calendars = lists && isSuccess(lists) ? parseCalendars(lists).calendars : [];
  const places = calendars.flatMap((calendar) => ids.map((id) => ({ calendar: calendar.id, id })));
  if (places.length > mostLooks) return new Set();
  const answers = await asking.askAll(places.map(({ calendar, id }) => readIn(calendar, id)));
  const living = places.filter((_, index) => {
    const answer = answers[index];
    return answer !== undefined && isSuccess(answer) && !isCancelled(parseEvent(answer.body));
  });
  return new Set(living.map(({ id }) => id));
}
