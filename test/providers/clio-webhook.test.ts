import { createHmac } from 'node:crypto';
import type { RawRequest } from '@concord/core';
import { clio } from '@concord/provider-clio';
import { describe, expect, test } from 'vitest';

const secret = 'the-shared-secret';
const hook = { subscriptionId: '1234', secret };

const delivery = (body: unknown, more: Partial<RawRequest> = {}): RawRequest => {
  const raw = typeof body === 'string' ? body : JSON.stringify(body);
  return {
    method: 'POST',
    headers: { 'x-hook-signature': createHmac('sha256', secret).update(raw).digest('hex') },
    query: {},
    body: raw,
    ...more,
  };
};
const event = (name: string, id: unknown = 152): object => ({
  data: { id, etag: '"9a10"' },
  meta: { event: name, webhook_id: 1234 },
});
const receive = clio.webhook.receive;

describe('the Clio webhook', () => {
  test.each([
    ['created', 'changed'],
    ['updated', 'changed'],
    ['deleted', 'deleted'],
  ])('a signed "%s" is a notice "%s" about one id', (name, kind) => {
    expect(receive(delivery(event(name)), hook)).toEqual({
      kind: 'notices',
      notices: [{ kind, ids: ['152'] }],
      response: { status: 200, headers: {}, body: '' },
    });
  });

  test.each(['created', 'updated', 'deleted'])(
    'whatever happens to an instance ("%s"), its series has changed',
    (name) => {
      const { meta } = event(name) as { meta: object };
      const body = { data: { id: '152-20260422T160000Z', parent_calendar_entry_id: 77 }, meta };
      expect(receive(delivery(body), hook)).toMatchObject({ notices: [{ kind: 'changed', ids: ['77'] }] });
      const single = { data: { id: '4603489373', parent_calendar_entry_id: null }, meta };
      expect(receive(delivery(single), hook)).toMatchObject({ notices: [{ ids: ['4603489373'] }] });
    },
  );

  test.each([['matter_opened'], [undefined]])(
    'a genuine delivery of the event %s says only that something was missed',
    (name) => {
      expect(receive(delivery(event(name as string)), hook)).toMatchObject({ notices: [{ kind: 'missed', ids: [] }] });
    },
  );

  test.each(['not json', '[]', '{"data":{"id":"../7"},"meta":{"event":"updated"}}', 'null'])(
    'a genuine delivery of %s does too',
    (body) => {
      expect(receive(delivery(body), hook)).toMatchObject({ kind: 'notices', notices: [{ kind: 'missed', ids: [] }] });
    },
  );

  test('a body that was altered by one byte is rejected', () => {
    const genuine = delivery(event('deleted'));
    const forged = { ...genuine, body: genuine.body.replace('152', '153') };
    expect(receive(forged, hook)).toMatchObject({ kind: 'rejected', response: { status: 401 } });
  });

  test.each([
    ['no signature', {}],
    ['half a signature', { 'x-hook-signature': 'abc' }],
    ['an empty one', { 'x-hook-signature': '' }],
    ['one of another secret', { 'x-hook-signature': createHmac('sha256', 'x').update('{}').digest('hex') }],
  ])('%s is rejected', (_, headers) => {
    expect(receive(delivery('{}', { headers }), hook)).toMatchObject({ kind: 'rejected', response: { status: 401 } });
  });

  test('the signature is of the raw bytes, whatever their spelling', () => {
    const body = '{ "meta": {"event":"updated"}, "data": {"id": 9, "name":"J\\u00f6rg Ünal 👩‍⚖️"} }';
    expect(receive(delivery(body), hook)).toMatchObject({ notices: [{ kind: 'changed', ids: ['9'] }] });
  });

  test('header names in another case are the same headers', () => {
    const genuine = delivery(event('updated'));
    const headers = { 'X-Hook-Signature': genuine.headers['x-hook-signature'] ?? '' };
    expect(receive({ ...genuine, headers }, hook).kind).toBe('notices');
  });

  test('an address that nobody knows any more ends its subscription', () => {
    expect(receive(delivery(event('updated')), undefined)).toMatchObject({
      kind: 'rejected',
      response: { status: 410 },
    });
  });

  test('what cannot be verified yet is asked for again', () => {
    expect(receive(delivery(event('updated')), {})).toMatchObject({ kind: 'rejected', response: { status: 503 } });
  });

  test('only POST is taken', () => {
    expect(receive(delivery('', { method: 'GET' }), hook)).toMatchObject({
      kind: 'rejected',
      response: { status: 405 },
    });
  });

  test('the handshake gives the secret back, and is believed only while the subscription is made', () => {
    const request = delivery('{"data":{"webhook_id":1234}}', { headers: { 'x-hook-secret': 'offered' } });
    const response = { status: 200, headers: { 'x-hook-secret': 'offered' }, body: '' };
    expect(receive(request, {})).toEqual({ kind: 'handshake', response, secret: 'offered' });
    expect(receive(request, { secret: 'ours, until Clio tells its own' })).toEqual({
      kind: 'handshake',
      response,
      secret: 'offered',
    });
    expect(receive(request, hook)).toEqual({ kind: 'handshake', response });
  });
});
