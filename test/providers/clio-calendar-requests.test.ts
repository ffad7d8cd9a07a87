import { describe, expect, test } from 'vitest';
import { entryFields, noticeFields, wholeFields } from '../../packages/providers/clio/src/calendar/entry-fields.ts';
import { parseEntry } from '../../packages/providers/clio/src/calendar/entry-record.ts';
import {
  createEntry,
  deleteEntry,
  getEntry,
  listEntries,
  parseCalendarsPage,
  updateEntry,
  updateInstance,
} from '../../packages/providers/clio/src/calendar/entry-requests.ts';
import { webhooks } from '../../packages/providers/clio/src/profile.ts';
import { createWebhook } from '../../packages/providers/clio/src/requests.ts';

const host = 'https://clio.example';
const queryOf = (url: string): Record<string, string[]> => {
  const search = new URL(url).searchParams;
  return Object.fromEntries([...new Set(search.keys())].map((name) => [name, search.getAll(name)]));
};
const at = Date.UTC(2026, 2, 2, 15);

describe('requests to Clio’s calendars', () => {
  test('a list asks for what was asked, and no more', () => {
    expect(queryOf(listEntries(host, {}).url)).toEqual({ fields: [entryFields], limit: ['200'] });
    const filter = {
      calendar: '7',
      from: at,
      to: at + 1,
      expanded: true,
      updatedSince: at,
      createdSince: at,
      ids: ['1', '2'],
      marked: true,
      allDay: true,
    } as const;
    expect(queryOf(listEntries(host, filter, 'id').url)).toEqual({
      fields: ['id'],
      limit: ['200'],
      calendar_id: ['7'],
      from: ['2026-03-02T15:00:00.000Z'],
      to: ['2026-03-02T15:00:00.001Z'],
      expanded: ['true'],
      updated_since: ['2026-03-02T15:00:00.000Z'],
      created_since: ['2026-03-02T15:00:00.000Z'],
      'ids[]': ['1', '2'],
      external_property_name: ['concord'],
      is_all_day: ['true'],
    });
  });

  test('a create names its calendar and its marker, and mails nobody', () => {
    const { method, body, url } = createEntry(host, '7', 'the-marker.1', { summary: 'Hearing' });
    expect([method, new URL(url).pathname]).toEqual(['POST', '/api/v4/calendar_entries.json']);
    expect(JSON.parse(body ?? '')).toEqual({
      data: {
        summary: 'Hearing',
        calendar_owner: { id: 7 },
        external_properties: [{ name: 'concord', value: 'the-marker.1' }],
        send_email_notification: false,
      },
    });
  });

  test('a change goes out against the etag that was seen', () => {
    const { method, headers, url, body } = updateEntry(host, '5', '"e"', { summary: 'Other' });
    expect([method, headers['if-match'], new URL(url).pathname]).toEqual([
      'PATCH',
      '"e"',
      '/api/v4/calendar_entries/5.json',
    ]);
    expect(JSON.parse(body ?? '')).toEqual({ data: { summary: 'Other', send_email_notification: false } });
    expect(updateInstance(host, '5-x/y', undefined, {}).headers['if-match']).toBeUndefined();
    expect(updateInstance(host, '5-x/y', '"i"', {}).url).toContain('/calendar_entries/5-x%2Fy.json');
    expect(updateInstance(host, '5', '"i"', {}).headers['if-match']).toBe('"i"');
  });

  test('one is read with all fields, and deleted without a body', () => {
    expect(queryOf(getEntry(host, '5').url)).toEqual({ fields: [entryFields] });
    expect(deleteEntry(host, '5')).toMatchObject({ method: 'DELETE', url: `${host}/api/v4/calendar_entries/5.json` });
  });

  test('fields are nested once at most, and a webhook tells the series of an instance', () => {
    for (const fields of [entryFields, noticeFields, wholeFields]) expect(fields).not.toMatch(/\{[^}]*\{/u);
    expect(noticeFields).toContain('parent_calendar_entry_id');
    expect(noticeFields.length).toBeLessThanOrEqual(webhooks.maxFieldsLength);
    const { body } = createWebhook(host, 'https://x.example/h', at, { model: 'calendar_entry', fields: noticeFields });
    expect(JSON.parse(body ?? '').data).toMatchObject({ model: 'calendar_entry', fields: noticeFields });
  });
});

describe('an entry as Clio answers it', () => {
  const native = {
    id: '5',
    etag: '"e"',
    created_at: '2026-03-02T10:00:00-05:00',
    updated_at: '2026-03-02T10:00:00-05:00',
    summary: 'Hearing',
    description: null,
    location: null,
    all_day: false,
    start_at: '2026-04-15T12:00:00-04:00',
    end_at: '2026-04-15T13:00:00-04:00',
    start_date: '2026-04-15',
    end_date: '2026-04-15',
    start_at_time_zone: 'America/New_York',
    recurrence_rule: null,
    parent_calendar_entry_id: null,
    court_rule: false,
    permission: 'owner',
    calendar_owner: { id: 7 },
    external_properties: [{ id: 3, name: 'concord', value: 'm' }],
  };

  test('is read with our own properties', () => {
    expect(parseEntry(native)).toMatchObject({ id: '5', calendar: '7', marker: { id: '3', value: 'm' }, rule: null });
    const other = { external_properties: [{ id: 4, name: 'concord-slot', value: '2026-04-15' }] };
    expect(parseEntry({ ...native, ...other })).toMatchObject({ slot: { id: '4', value: '2026-04-15' } });
    expect(parseEntry({ ...native, ...other })).not.toHaveProperty('marker');
  });

  test('is hidden when it is redacted, or has lost its summary', () => {
    const hidden = { id: '5', parent: '9', redacted: true };
    expect(parseEntry({ ...native, redacted: true, parent_calendar_entry_id: 9 })).toEqual(hidden);
    expect(parseEntry({ ...native, summary: null, parent_calendar_entry_id: 9 })).toEqual(hidden);
  });

  test.each([
    ['id', undefined],
    ['id', 'x'.repeat(201)],
    ['etag', null],
    ['start_at', null],
    ['start_date', undefined],
    ['recurrence_rule', 7],
    ['calendar_owner', null],
    ['external_properties', {}],
    ['updated_at', 'yesterday'],
  ])('without a readable %s it is an answer to something else', (name, value) => {
    expect(() => parseEntry({ ...native, [name]: value })).toThrow(/cannot be read/u);
  });

  test('calendars come with what they are and what may be done with them', () => {
    const row = { id: 7, name: 'Olive', type: 'UserCalendar', permission: 'owner', color: '#fff' };
    const { rows } = parseCalendarsPage({ status: 200, headers: {}, body: JSON.stringify({ data: [row] }) });
    expect(rows).toEqual([{ id: '7', name: 'Olive', type: 'UserCalendar', permission: 'owner' }]);
  });
});
