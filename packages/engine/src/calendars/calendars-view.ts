import type { CalendarsView, CalendarView, ErrorCode, Listed, SideName } from '@concord/core';
import type { Connection } from '../connect/connection.ts';
import { providerNamed } from '../connect/oauth-context.ts';
import type { Caller, EnginePorts } from '../ports.ts';
import { bookBehind, inTheWay, takenSentence } from '../sync/books.ts';
import { listRecords, type SyncRecord } from '../sync/sync-record.ts';
import { nameOf } from '../sync/sync-view.ts';
import type { CalendarsRecord } from './calendars-record.ts';
import { isOwner, whyNot } from './choosable.ts';

type Sides = Readonly<Record<SideName, Connection>>;

/** What can be chosen on either side, and why something cannot. */
export async function viewOf(
  ports: EnginePorts,
  caller: Caller,
  sides: Sides,
  record: CalendarsRecord,
): Promise<CalendarsView> {
  const { asked, readAt, failed } = record;
  const [owner, all] = await Promise.all([isOwner(ports, caller), listRecords(ports, caller.firm)]);
  const own = all.filter(({ member, itemType }) => member === caller.member && itemType === 'event');
  const viewed = (side: SideName, taken: readonly (string | undefined)[]): readonly CalendarView[] =>
    record[side].map(({ writable, ...listed }, index) => {
      const unavailable = whyNot({ ...listed, writable }, owner) ?? taken[index];
      return { ...listed, ...(unavailable ? { unavailable } : {}), syncs: syncsWith(own, side, sides, listed) };
    });
  const left = viewed('left', []);
  const right = viewed('right', await whoHave(ports, caller, sides.right, record.right, own));
  return {
    left,
    right,
    isAsked: asked !== undefined,
    ...(readAt === undefined ? {} : { readAt }),
    ...(asked?.make ? { making: asked.make } : {}),
    ...(failed ? { failure: failureOf(ports, sides[failed.side], failed.code) } : {}),
  };
}

const syncsWith = (
  own: readonly SyncRecord[],
  side: SideName,
  sides: Sides,
  { id }: Pick<Listed, 'id'>,
): readonly string[] =>
  own
    .filter((record) => record[side].connection === sides[side].id && record[side].collection?.id === id)
    .map(({ sync }) => sync);

/** Each calendar of an account belongs to one sync. */
async function whoHave(
  ports: EnginePorts,
  caller: Caller,
  connection: Connection,
  calendars: readonly Listed[],
  own: readonly SyncRecord[],
): Promise<readonly (string | undefined)[]> {
  const { firm } = caller;
  const books = calendars.map(({ id }) => bookBehind({ firm, itemType: 'event' }, connection, id));
  const holders = await inTheWay(ports, caller, books);
  return await Promise.all(
    holders.map(async (holder) => (holder === undefined ? undefined : await hadBy(ports, firm, holder, own))),
  );
}

async function hadBy(ports: EnginePorts, firm: string, holder: string, own: readonly SyncRecord[]): Promise<string> {
  const mine = own.find(({ sync }) => sync === holder);
  return mine
    ? `You keep it in step with the ${nameOf(ports, mine, 'left').collection} already.`
    : await takenSentence(ports, firm, holder);
}

function failureOf(ports: EnginePorts, { provider }: Connection, code: ErrorCode): string {
  const label = providerNamed(ports, provider)?.profile.label ?? provider;
  const said: Readonly<Partial<Record<ErrorCode, string>>> = {
    consentNeeded: `Concord may not look into your calendars in ${label}. Authorize again and accept that as well.`,
    forbidden: `${label} does not let this account do that. Ask your administrator, or choose another calendar.`,
    noMailbox: `This ${label} account has no calendars: its plan has no mailbox.`,
    refused: `${label} does not take a calendar of that name. Try another one.`,
    grantLost: `${label} has to be authorized again.`,
    adminNeeded: `${label} wants an administrator of your organization to approve Concord first.`,
    interactionNeeded: `${label} wants you to sign in again. Authorize it again.`,
    rateLimited: `${label} asks Concord to slow down. Try again in a minute.`,
  };
  return said[code] ?? `${label} gave no answer. Try again in a moment.`;
}
