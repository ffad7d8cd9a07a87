import type { ClioAwkwardness } from '@concord/sandbox';
import { type Answer, clerk, clioWorld, owner, person, type Shown } from './clio-world.ts';

export const monday = '2026-01-05';

export type ShownEntry = Omit<Shown, 'id'> & { readonly id: string };

/** A Clio with calendars, on a Thursday before them, and ways to call its API about entries. Users are in Toronto. */
export function calendarWorld(options: Parameters<typeof clioWorld>[0] = {}) {
  const clio = clioWorld({
    startAt: Date.parse('2026-01-01T12:00:00Z'),
    contacts: [person('Zoë', 'Reyes', { email_addresses: [{ address: 'zoe@x.example' }] }), person('Al', 'Ames')],
    ...options,
  });
  const { calendar } = clio.control;
  const [zoe, al] = clio.control.contacts.list().map(({ id }) => id);
  const own = calendar.calendarOf(owner.id);
  const send = (method: string, path: string, data?: object, more: Parameters<typeof clio.call>[3] = {}) =>
    clio.call(method, path, data, more);
  const rows = async (query = '', user = owner.id): Promise<readonly ShownEntry[]> =>
    (await clio.call('GET', `calendar_entries.json?${query}`, undefined, { user })).body
      .data as unknown as readonly ShownEntry[];
  return {
    ...clio,
    calendar,
    own,
    clerks: calendar.calendarOf(clerk.id),
    firms: calendar.firmCalendar(),
    zoe: zoe ?? 0,
    al: al ?? 0,
    send,
    rows,
    /** A write, whose answer shows these fields. */
    post: (data: object, fields = 'id,etag', user = owner.id): Promise<Answer> =>
      send(
        'POST',
        `calendar_entries.json?fields=${fields}`,
        { ...hearing, calendar_owner: { id: own }, ...data },
        { user },
      ),
    patch: (id: string, data: object, fields = 'id,etag', headers: Record<string, string> = {}): Promise<Answer> =>
      send('PATCH', `calendar_entries/${id}.json?fields=${fields}`, data, { headers }),
    read: async (id: string, fields = 'id,etag', user = owner.id) =>
      (await send('GET', `calendar_entries/${id}.json?fields=${fields}`, undefined, { user })).body.data,
    remove: (id: string) => send('DELETE', `calendar_entries/${id}.json`),
    strike: (name: ClioAwkwardness, amount?: number) =>
      clio.world.awkward.set(name, { rate: 1, ...(amount === undefined ? {} : { amount }) }),
    /** Ten o'clock in Toronto on Mondays, an hour long. */
    weekly: (more: object = {}) =>
      calendar.add({
        summary: 'Team',
        start: `${monday}T10:00:00`,
        end: `${monday}T11:00:00`,
        recurrence_rule: 'FREQ=WEEKLY;COUNT=4',
        calendar: own,
        ...more,
      }),
  };
}

export const hearing = {
  summary: 'Hearing',
  start_at: '2026-01-05T09:30:00-05:00',
  end_at: '2026-01-05T10:00:00-05:00',
} as const;
