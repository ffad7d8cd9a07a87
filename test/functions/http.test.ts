import { describe, expect, test } from 'vitest';
import { toCall, toResult } from '../../functions/http.ts';
import { httpEvent } from './events.ts';

const bodyOf = (body: string | undefined, isBase64Encoded = false, maximumBytes = 1000) =>
  toCall(httpEvent({ method: 'POST', path: '/', isBase64Encoded, ...(body === undefined ? {} : { body }) })).body(
    maximumBytes,
  );

describe('A body', () => {
  test('that came in base64 is the bytes that were sent, letter by letter', () => {
    for (const text of ['{"a": 1 , "a":2}\r\n', '\ufeff{}', 'ünï \u{1f468}\u200d\u{1f469}', '', '\0']) {
      expect(bodyOf(Buffer.from(text).toString('base64'), true)).toBe(text);
      expect(bodyOf(text)).toBe(text);
    }
  });

  test('is measured in bytes, after decoding', () => {
    expect(bodyOf('é'.repeat(500), false, 1000)).toHaveLength(500);
    expect(bodyOf('é'.repeat(501), false, 1000)).toBeUndefined();
    expect(bodyOf(Buffer.alloc(1000).toString('base64'), true, 1000)).toHaveLength(1000);
    expect(bodyOf(Buffer.alloc(1001).toString('base64'), true, 1000)).toBeUndefined();
  });

  test('that is missing is empty', () => {
    expect(bodyOf(undefined)).toBe('');
  });
});

describe('A request', () => {
  test('has decoded query parameters, and of a name given twice the first', () => {
    const { query } = toCall(httpEvent({ path: '/', query: 'state=a&code=x%2By&state=b&empty=&__proto__=p' }));
    expect(query).toMatchObject({ state: 'a', code: 'x+y', empty: '' });
    expect(Object.keys(query)).toEqual(expect.arrayContaining(['state', 'code', 'empty', '__proto__']));
  });

  test('has lower-case headers and cookies with their whole value', () => {
    const event = httpEvent({ path: '/', headers: { 'X-Concord': '1' }, cookies: { a: 'b=c==', d: '' } });
    expect(toCall(event)).toMatchObject({ headers: { 'x-concord': '1' }, cookies: { a: 'b=c==', d: '' } });
    const { cookies: _cookies, ...bare } = event;
    expect(toCall(bare).cookies).toEqual({});
  });
});

test('No answer is kept, framed, sniffed or told to others, whatever a use case says', () => {
  const { headers } = toResult({ status: 200, headers: { 'cache-control': 'public', 'content-type': 'text/html' } });
  expect(headers).toEqual({
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'content-type': 'text/html',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  });
});
