import {
  type Collection,
  type CollectionContext,
  type HttpRequest,
  type Item,
  parseWhen,
  type RawRequest,
} from '@concord/core';
import { clio } from '@concord/provider-clio';
import {
  type ClioControl,
  type ClioEntryInput,
  createClio,
  createManualWorld,
  type ManualWorld,
} from '@concord/sandbox';
import { transportTo } from '../sandbox/transport-to.ts';
import type { CalendarSetup } from './calendar-contract.ts';
import { createMemoryClaims, hookUrl, noticesOf, origin, toRaw } from './clio-look-alike.ts';
import { phoneRegion } from './contact-arbitrary.ts';
import { zone } from './event-samples.ts';

export type ClioCalendarSetup = CalendarSetup & {
  readonly control: ClioControl;
  readonly manual: ManualWorld;
  readonly context: CollectionContext;
  readonly open: (changes?: Partial<CollectionContext>) => Collection;
  /** Every request that went to the look-alike, oldest first. */
  readonly sent: HttpRequest[];
  /** The calendar that is kept in step. */
  readonly calendar: number;
};

const dayMs = 86_400_000;
const startAt = Date.UTC(2026, 2, 2, 15);

/** Calendars of the Clio provider on the look-alike: of user 1, who owns the firm, unless another is asked for. */
export async function setUpClioCalendar(
  options: { readonly limits?: boolean; readonly userId?: number; readonly zone?: string } = {},
): Promise<ClioCalendarSetup> {
  const deliveries: RawRequest[] = [];
  const manual = createManualWorld({
    publicUrl: origin,
    startAt,
    deliver: async (request) => {
      const raw = await toRaw(request);
      const answer = clio.webhook.receive(raw, {});
      if (answer.kind !== 'handshake') deliveries.push(raw);
      const { status, headers } = answer.kind === 'handshake' ? answer.response : { status: 200, headers: {} };
      return new Response(null, { status, headers });
    },
  });
  const { service, control } = createClio(manual, { limits: options.limits ?? false });
  const time_zone = options.zone ?? zone;
  control.addFirm({
    id: 7,
    name: 'Reyes LLP',
    users: [
      { id: 1, name: 'Olive Owner', email: 'olive@reyes.example', account_owner: true, time_zone },
      { id: 2, name: 'Rita Reader', email: 'rita@reyes.example', time_zone },
    ],
  });
  const userId = options.userId ?? 1;
  const calendar = control.calendar.calendarOf(userId);
  const sent: HttpRequest[] = [];
  const token = control.grant(userId).access_token;
  const send = transportTo(service.handle);
  const context: CollectionContext = {
    transport: async (request) => {
      sent.push(request);
      return await send(request);
    },
    accessToken: async () => token,
    hosts: { app: `${origin}/clio` },
    clock: { now: manual.now },
    claims: createMemoryClaims(manual.now),
    phoneRegion,
    seesEverything: true,
    collection: String(calendar),
    zone: time_zone,
    window: { from: startAt - 97 * dayMs, to: startAt + 737 * dayMs },
  };
  const open = (changes: Partial<CollectionContext> = {}): Collection => {
    const collection = clio.collections.event?.({ ...context, ...changes });
    if (collection === undefined) throw new Error('Clio has calendars');
    return collection;
  };
  const catalogue = clio.catalogues?.event?.(context);
  if (catalogue === undefined) throw new Error('Clio has several calendars');
  return {
    collection: open(),
    catalogue,
    open,
    context,
    control,
    manual,
    sent,
    calendar,
    lacks: { cancelsInChanges: true, bringsBack: true },
    world: worldOf(control, manual, calendar),
    push: {
      url: hookUrl,
      secret: 'not used: Clio chooses its own',
      notices: async (subscription) => deliveries.splice(0).flatMap((request) => noticesOf(request, subscription)),
    },
  };
}

function worldOf(control: ClioControl, manual: ManualWorld, calendar: number): CalendarSetup['world'] {
  const { calendar: calendars } = control;
  return {
    add: async (item) => calendars.add({ ...toInput(item), calendar }),
    edit: async (id, item) => calendars.edit(id, onlyChanged(calendars.get(id), toInput(item))),
    remove: async (id) => calendars.remove(id),
    moveInstance: async (id, slot, when) => {
      const { start, end } = timesOf(when);
      calendars.editInstance(id, startOf(calendars.get(id)?.start ?? '', slot, calendars, id), { start, end });
    },
    cancelInstance: async (id, slot) =>
      calendars.cancelInstance(id, startOf(calendars.get(id)?.start ?? '', slot, calendars, id)),
    now: manual.now,
    advance: manual.advance,
    decorate: (id) => decorate(control, id),
    mails: () => calendars.mails().length,
  };
}

/** When the series has its instance of that date, among those that show. */
function startOf(_: string, slot: string, calendars: ClioControl['calendar'], id: string): string {
  const found = calendars.instances(id).find(({ start }) => localDate(start) === slot);
  if (found === undefined) throw new Error(`the series has nothing on ${slot}`);
  return found.start;
}

const localDate = (time: string): string =>
  time.length === 10 ? time : new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(Date.parse(time));

/** What a person types into Clio's page to have it say this. */
export function toInput(item: Item): ClioEntryInput {
  const { start, end, allDay, rule } = timesOf(textOf(item.when));
  return {
    summary: textOf(item.title) || '(No title)',
    description: textOf(item.description) || null,
    location: textOf(item.location) || null,
    start,
    end,
    all_day: allDay,
    recurrence_rule: rule ?? null,
  };
}

function timesOf(when: string) {
  const parsed = parseWhen(when);
  if (parsed === undefined) throw new Error(`"${when}" is no time`);
  return parsed;
}

/** Whoever edits a title leaves the times alone, by which instances would be lost. */
function onlyChanged(
  shown: ReturnType<ClioControl['calendar']['get']>,
  input: ClioEntryInput,
): Partial<ClioEntryInput> {
  const { start, end, all_day, recurrence_rule, ...texts } = input;
  const isSame =
    Date.parse(shown?.start ?? '') === Date.parse(start) &&
    Date.parse(shown?.end ?? '') === Date.parse(end) &&
    shown?.recurrence_rule === recurrence_rule;
  return isSame ? texts : input;
}

const textOf = (value: Item[string]): string => (typeof value === 'string' ? value : '');

/** A matter, a kind of event, and a property of another app. */
async function decorate({ calendar: calendars }: ClioControl, id: string): Promise<() => Promise<boolean>> {
  const event_type = calendars.eventType('Deadline');
  const theirs = { name: 'another-app', value: '42' };
  const ours = calendars.get(id)?.external_properties ?? [];
  calendars.edit(id, {
    event_type,
    external_properties: [...ours.map(({ name, value }) => ({ name, value })), theirs],
  });
  return async () => {
    const shown = calendars.get(id);
    return shown?.event_type === event_type && shown.external_properties.some(({ name }) => name === theirs.name);
  };
}
