import { type CollectionContext, type Instant, ianaOf, instantText, SyncError } from '@concord/core';
import { calendar as facts } from '../profile.ts';
import { hostOf } from '../requests.ts';
import { createSender, type Sender } from '../sending.ts';
import { createDayEnds, type DayEnds } from './day-ends.ts';
import type { EntryRecord } from './entry-record.ts';
import { type Account, parseAccount, whoAmI } from './entry-requests.ts';

/** What the parts of the client share. */
export type EventSession = Sender & {
  readonly host: string;
  readonly context: CollectionContext;
  readonly dayEnds: DayEnds;
  /** The calendar that is kept in step: the member's own when none was chosen. */
  readonly calendar: () => Promise<string>;
  /** The zone in which this account's new entries repeat, as IANA calls it. */
  readonly zone: () => Promise<string>;
  readonly knownZone: () => string | undefined;
  /** What Clio shows tells whether the zone is still the one that it was when the account was connected. */
  readonly learnZone: (shown: readonly Pick<EntryRecord, 'startAt'>[]) => void;
  /** As far ahead instances of series are told of. */
  readonly until: Instant;
};

export function openSession(context: CollectionContext): EventSession {
  const sender = createSender(context);
  const host = hostOf(context.hosts);
  let asked: Promise<Account> | undefined;
  let known = context.zone;
  const account = (): Promise<Account> => {
    asked ??= sender.send(whoAmI(host)).then(({ response }) => parseAccount(response));
    return asked;
  };
  return {
    ...sender,
    host,
    context,
    dayEnds: createDayEnds(sender, host),
    until: context.window?.to ?? context.clock.now() + facts.horizonMs,
    calendar: async () => context.collection ?? (await account()).calendar ?? missing('its own calendar'),
    zone: async () => {
      known ??= ianaOf((await account()).zone ?? '') ?? missing('the time zone of the user');
      return known;
    },
    knownZone: () => known,
    learnZone: (shown) => {
      const zone = known;
      if (zone !== undefined && shown.some(({ startAt }) => !isTold(startAt, zone))) known = undefined;
    },
  };
}

/** Whether a time has the offset of that zone. One without an offset tells nothing. */
function isTold(time: string, zone: string): boolean {
  const offset = /[+-]\d{2}:\d{2}$/u.exec(time)?.[0];
  return offset === undefined || instantText(Date.parse(time), zone).endsWith(offset);
}

function missing(what: string): never {
  throw new SyncError('misconfigured', `Clio does not name ${what}`, { provider: 'clio' });
}
