import type { HttpRequest } from '@concord/core';
import type { Calls } from '../calls.ts';
import { type Answer, errorOf, garbled, isSuccess, recordOf } from '../errors.ts';
import { immutableIds, linkRequest, parseRow, parseRows, safeLink } from '../graph-requests.ts';
import { maxCalendarPages } from './profile.ts';
import { type CalendarRow, calendarRequest, calendarsRequest } from './requests.ts';

export type Where = 'here' | 'elsewhere' | 'deleted';

export type Places = {
  /** Whether the account may write in the calendar; asked for once, unless it is learned on the way. */
  readonly canEdit: () => Promise<boolean>;
  readonly learn: (canEdit: boolean) => void;
  /** From the answer to the question in which calendar an event lies. */
  readonly whereFrom: (answer: Answer, now: number) => Promise<Where>;
};

/**
 * Tells an event that was moved to another calendar from one that was deleted: by its immutable id a deleted event may still
 * be read. Where it lies then is no calendar of the person's.
 */
export function createPlaces(calls: Calls, calendar: string | undefined): Places {
  let canEdit: boolean | undefined;
  let others: ReadonlySet<string> | undefined;
  const isThis = (row: CalendarRow): boolean =>
    calendar === undefined ? row.isDefaultCalendar === true : row.id === calendar;
  return {
    canEdit: async () => {
      canEdit ??= mayEdit(parseRow<CalendarRow>((await calls.succeed(calendarRequest(calendar))).body));
      return canEdit;
    },
    learn: (known) => {
      canEdit ??= known;
    },
    whereFrom: async (answer, now) => {
      if (!isSuccess(answer)) {
        const error = errorOf(answer, now);
        if (error.code === 'notFound') return 'deleted';
        throw error;
      }
      const row = parseRow<CalendarRow>(answer.body);
      if (isThis(row)) {
        canEdit = mayEdit(row);
        return 'here';
      }
      others ??= new Set((await listCalendars(calls)).map(({ id }) => id));
      return others.has(row.id) ? 'elsewhere' : 'deleted';
    },
  };
}

/** What does not say counts as writable: a write that is not allowed is refused. */
export const mayEdit = ({ canEdit }: CalendarRow): boolean => canEdit !== false;

/** All calendars of the account, in the order in which Outlook lists them. */
export async function listCalendars(calls: Calls): Promise<readonly CalendarRow[]> {
  const rows: CalendarRow[] = [];
  let request: HttpRequest | undefined = calendarsRequest();
  for (let pages = 0; request !== undefined; pages += 1) {
    if (pages === maxCalendarPages) throw garbled('pages without end');
    const answer = await calls.succeed(request);
    rows.push(...parseRows<CalendarRow>(answer));
    const nextLink = recordOf(answer.body)?.['@odata.nextLink'];
    request = typeof nextLink === 'string' ? linkRequest(safeLink(nextLink), immutableIds) : undefined;
  }
  return rows;
}
