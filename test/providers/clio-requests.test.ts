import { describe, expect, test } from 'vitest';
import { contactFields } from '../../packages/providers/clio/src/contact-fields.ts';
import { contacts } from '../../packages/providers/clio/src/profile.ts';
import {
  createContact,
  createWebhook,
  deleteContact,
  followPage,
  getContact,
  listContacts,
  parseCompaniesPage,
  parseContact,
  parseContactsPage,
  parseWebhook,
  renewWebhook,
  searchCompanies,
  updateContact,
} from '../../packages/providers/clio/src/requests.ts';
import { clioContact, email } from './clio-record.ts';

const host = 'https://app.clio.com';
const answer = (body: unknown) => ({
  status: 200,
  headers: {},
  body: typeof body === 'string' ? body : JSON.stringify(body),
});
const queryOf = (url: string) => [...new URL(url).searchParams];
const garbled = expect.objectContaining({ code: 'garbled' });
const now = Date.UTC(2026, 2, 2, 15);

describe('requests to Clio', () => {
  test('a list asks for the largest page in the order of ids, and for every field', () => {
    const { method, url } = listContacts(host, { updatedSince: now, ids: ['1', '2'] });
    expect(method).toBe('GET');
    expect(url).toMatch(/^https:\/\/app\.clio\.com\/api\/v4\/contacts\.json\?/u);
    expect(queryOf(url)).toEqual([
      ['fields', contactFields],
      ['order', 'id(asc)'],
      ['limit', '200'],
      ['updated_since', '2026-03-02T15:00:00.000Z'],
      ['ids[]', '1'],
      ['ids[]', '2'],
    ]);
    expect(queryOf(listContacts(host, { createdSince: now }).url)).toContainEqual([
      'created_since',
      '2026-03-02T15:00:00.000Z',
    ]);
  });

  test.each([
    'https://evil.example/api/v4/contacts.json?page_token=1',
    'https://app.clio.com.evil.example/api/v4/contacts.json',
    'https://app.clio.com/other',
    'http://app.clio.com/api/v4/contacts.json',
    'contacts.json',
  ])('a next page at %s is not followed', (url) => {
    expect(() => followPage(host, url)).toThrow(garbled);
  });

  test('a next page of the same region is followed as it is', () => {
    const url = 'http://127.0.0.1:4180/clio/api/v4/contacts.json?page_token=abc&fields=id%2Cetag';
    expect(followPage('http://127.0.0.1:4180/clio', url)).toMatchObject({ method: 'GET', url });
  });

  test('a write asks for every field back', () => {
    const request = createContact(host, { type: 'Person', last_name: 'Reyes' });
    expect(request).toMatchObject({ method: 'POST', headers: { 'content-type': 'application/json' } });
    expect(queryOf(request.url)).toEqual([['fields', contactFields]]);
    expect(JSON.parse(request.body ?? '')).toEqual({ data: { type: 'Person', last_name: 'Reyes' } });
  });

  test('an update is guarded by the etag, quotes and all', () => {
    const request = updateContact(host, '101', '"9a10"~abcdefghijkl', { title: null });
    expect(request).toMatchObject({
      method: 'PATCH',
      headers: { 'if-match': '"9a10"' },
      body: '{"data":{"title":null}}',
    });
    expect(request.url).toMatch(/\/contacts\/101\.json\?/u);
  });

  test('an id from outside stays one part of the path', () => {
    expect(getContact(host, '1/../users').url).toMatch(/\/contacts\/1%2F\.\.%2Fusers\.json\?/u);
    expect(deleteContact(host, '7')).toMatchObject({ method: 'DELETE', url: `${host}/api/v4/contacts/7.json` });
  });

  test('companies are searched by name among companies', () => {
    expect(queryOf(searchCompanies(host, 'Acme & Sons').url)).toEqual(
      expect.arrayContaining([
        ['type', 'Company'],
        ['query', 'Acme & Sons'],
      ]),
    );
  });

  test('a webhook lives as long as it may and watches everything that a contact shows', () => {
    const expected = new Date(now + contacts.subscriptionMs).toISOString();
    expect(JSON.parse(createWebhook(host, 'https://concord.example/h', now).body ?? '')).toEqual({
      data: {
        url: 'https://concord.example/h',
        model: 'contact',
        fields: contactFields,
        events: ['created', 'updated', 'deleted'],
        expires_at: expected,
      },
    });
    expect(renewWebhook(host, '5', now)).toMatchObject({
      method: 'PATCH',
      body: JSON.stringify({ data: { expires_at: expected } }),
    });
  });
});

describe("Clio's answers", () => {
  test('times come in the offset of the member and are read as instants', () => {
    expect(parseContact(answer({ data: clioContact() }))).toMatchObject({
      id: '101',
      createdAt: Date.UTC(2026, 0, 5, 14, 30),
      updatedAt: Date.UTC(2026, 1, 6, 15),
    });
  });

  test('a page tells its next one and how many there are in all', () => {
    const meta = { paging: { next: 'https://app.clio.com/api/v4/contacts.json?page_token=x' }, records: 412 };
    expect(parseContactsPage(answer({ data: [clioContact()], meta }))).toMatchObject({
      rows: [{ id: '101' }],
      next: meta.paging.next,
      total: 412,
    });
  });

  test.each([{}, { meta: {} }, { meta: { paging: {} } }])('the last page has no next one (%j)', (more) => {
    expect(parseContactsPage(answer({ data: [], ...more }))).toEqual({ rows: [] });
  });

  test.each([
    ['says that it is', { redacted: true }],
    ['has lost its name', { name: null, first_name: null, last_name: null }],
  ])('a contact that %s is redacted, and shows nothing', (_, fields) => {
    expect(parseContact(answer({ data: clioContact(fields) }))).toEqual({ id: '101', redacted: true });
  });

  test.each([
    ['an HTML page', '<!doctype html><p>Please wait'],
    ['half a page', '{"data":[{"id":1'],
    ['nothing', ''],
    ['no data', {}],
    ['a list of numbers', { data: [1] }],
    ['an id that is no id', { data: [clioContact({ id: 'x' })] }],
    ['an id beyond what JSON carries', { data: [clioContact({ id: 2 ** 53 })] }],
    ['an id that is nothing', { data: [clioContact({ id: 0 })] }],
    ['no etag', { data: [clioContact({ etag: '' })] }],
    ['another type', { data: [clioContact({ type: 'Robot' })] }],
    ['no time', { data: [clioContact({ updated_at: 'yesterday' })] }],
    ['a missing text', { data: [clioContact({ title: undefined })] }],
    ['a number for a text', { data: [clioContact({ first_name: 5 })] }],
    ['no rows', { data: [clioContact({ email_addresses: undefined })] }],
    ['a row without id', { data: [clioContact({ email_addresses: [{ address: 'a@x.org', name: 'Work' }] })] }],
    [
      'a row without its address',
      { data: [clioContact({ email_addresses: [email(1, 'a@x.org', { address: undefined })] })] },
    ],
    ['a next page that is no text', { data: [], meta: { paging: { next: 5 } } }],
  ])('%s is garbled', (_, body) => {
    expect(() => parseContactsPage(answer(body))).toThrow(garbled);
  });

  test('what cannot be read is not quoted', () => {
    expect(() => parseContact(answer('secret: anna@example.org'))).toThrow(
      /^Clio's answer cannot be read: it is not JSON$/u,
    );
  });

  test('companies come with their names', () => {
    const row = { id: 5, name: 'Acme', created_at: '2026-01-05T09:30:00Z' };
    expect(parseCompaniesPage(answer({ data: [row, { ...row, id: 6, name: null }] })).rows).toEqual([
      { id: '5', name: 'Acme', createdAt: Date.UTC(2026, 0, 5, 9, 30) },
      { id: '6', name: '', createdAt: Date.UTC(2026, 0, 5, 9, 30) },
    ]);
  });

  test('a webhook tells its secret, its end and whether it is suspended', () => {
    const data = { id: 8, status: 'suspended', expires_at: '2026-04-02T15:00:00Z', shared_secret: 's3cret' };
    expect(parseWebhook(answer({ data }))).toEqual({
      id: '8',
      expiresAt: Date.UTC(2026, 3, 2, 15),
      isSuspended: true,
      secret: 's3cret',
    });
    expect(parseWebhook(answer({ data: { ...data, status: 'pending', shared_secret: null } }))).toEqual({
      id: '8',
      expiresAt: Date.UTC(2026, 3, 2, 15),
      isSuspended: false,
    });
  });
});
