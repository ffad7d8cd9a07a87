import type { RawRequest } from '@concord/core';
import { google } from '@concord/provider-google';
import { describe, expect, test } from 'vitest';

const { receive } = google.webhook;
const hook = { secret: 'secret-1', subscriptionId: 'channel-1 resource-1' };

function message(state: string, headers: Readonly<Record<string, string>> = {}): RawRequest {
  const usual = {
    'X-Goog-Channel-ID': 'channel-1',
    'X-Goog-Channel-Token': 'secret-1',
    'X-Goog-Message-Number': '5',
    'X-Goog-Resource-ID': 'resource-1',
    'X-Goog-Resource-State': state,
  };
  return { method: 'POST', headers: { ...usual, ...headers }, query: {}, body: '' };
}

const taken = { status: 200, headers: {}, body: '' };

describe('messages of Google’s channels', () => {
  test.each(['exists', 'not_exists', 'anything'])('that say "%s" mean: look at everything that changed', (state) => {
    expect(receive(message(state), hook)).toEqual({
      kind: 'notices',
      notices: [{ kind: 'missed', ids: [] }],
      response: taken,
    });
  });

  test('that only say that the channel is open are no news', () => {
    expect(receive(message('sync'), hook)).toEqual({ kind: 'notices', notices: [], response: taken });
  });

  test('are known by the secret alone before our records know the channel', () => {
    expect(receive(message('exists'), { secret: 'secret-1' })).toMatchObject({ kind: 'notices', response: taken });
    const foreign = message('exists', { 'X-Goog-Channel-Token': 'secret-2' });
    expect(receive(foreign, { secret: 'secret-1' })).toMatchObject({ kind: 'rejected' });
  });

  test.each([
    ['another secret', { 'X-Goog-Channel-Token': 'secret-2' }],
    ['no secret', { 'X-Goog-Channel-Token': '' }],
    ['another channel', { 'X-Goog-Channel-ID': 'channel-2' }],
    ['another resource', { 'X-Goog-Resource-ID': 'resource-2' }],
  ])('with %s are taken and dropped', (_, headers) => {
    expect(receive(message('exists', headers), hook)).toEqual({ kind: 'rejected', response: taken });
  });

  test('of channels that were stopped are taken and dropped', () => {
    expect(receive(message('exists'), undefined)).toEqual({ kind: 'rejected', response: taken });
    expect(receive(message('exists'), {})).toEqual({ kind: 'rejected', response: taken });
  });

  test('come as POST, under headers of any case', () => {
    const { headers, ...rest } = message('exists');
    const lower = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
    expect(receive({ ...rest, headers: lower }, hook)).toMatchObject({ kind: 'notices' });
    expect(receive({ ...rest, headers, method: 'GET' }, hook)).toMatchObject({ response: { status: 405 } });
  });
});
