import { type CalendarsView, type NewCalendar, SyncError } from '@concord/core';
import type { Caller, EnginePorts } from '../ports.ts';
import { connectionsFor } from '../sync/create-sync.ts';
import { readCalendarsRecord, updateCalendars } from './calendars-record.ts';
import { viewOf } from './calendars-view.ts';

/**
 * The calendars of one of the caller's connections, and of their Clio, or the connection named by `left`, as they were read
 * last. Throws `notFound`, and `refused` where there are no calendars.
 */
export async function calendarsView(
  ports: EnginePorts,
  caller: Caller,
  right: string,
  left?: string,
): Promise<CalendarsView> {
  const sides = await connectionsFor(ports, caller, right, 'event', left);
  return await viewOf(ports, caller, sides, await readCalendarsRecord(ports, ownerOf(caller, right)));
}

/** Has a worker read them. Asking again before that does no more. Throws as `calendarsView` does, and `consentNeeded`. */
export async function requestCalendars(
  ports: EnginePorts,
  caller: Caller,
  right: string,
  left?: string,
): Promise<CalendarsView> {
  return await ask(ports, caller, right, undefined, left);
}

/**
 * Has a worker make a calendar, unless the account has one of that very name, and then read them all. Throws `conflict`
 * while another one is being made.
 */
export async function makeCalendar(
  ports: EnginePorts,
  caller: Caller,
  right: string,
  make: NewCalendar,
  left?: string,
): Promise<CalendarsView> {
  return await ask(ports, caller, right, make, left);
}

async function ask(
  ports: EnginePorts,
  caller: Caller,
  right: string,
  make: NewCalendar | undefined,
  left: string | undefined,
): Promise<CalendarsView> {
  const sides = await connectionsFor(ports, caller, right, 'event', left);
  const owner = ownerOf(caller, right);
  const at = ports.clock.now();
  let isNews = true;
  const record = await updateCalendars(ports, owner, ({ failed: _, ...known }) => {
    const pending = known.asked?.make;
    isNews = known.asked === undefined || make !== undefined || at - known.asked.at >= ports.settings.leaseMs;
    if (!isNews) return undefined;
    if (make && pending && (pending.side !== make.side || pending.name !== make.name))
      throw new SyncError('conflict', `The calendar “${pending.name}” is being made. Wait for it first.`);
    const wanted = make ?? pending;
    const asked = { at, left: sides.left.id, ...(wanted ? { make: wanted } : {}) };
    return { ...known, asked, dueAt: at + ports.settings.leaseMs };
  });
  if (isNews) await ports.queue.send({ v: 1, kind: 'calendars', ...owner });
  return await viewOf(ports, caller, sides, record);
}

const ownerOf = ({ firm }: Caller, connection: string) => ({ firm, connection });
