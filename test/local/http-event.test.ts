import { describe, expect, it } from 'vitest';
import { matchRoute, toHttpResult } from '../../packages/local/src/runtime/http-event.ts';

const routes = [
  { key: 'ANY /api/{proxy+}', functionName: 'api' },
  { key: 'GET /api/{proxy+}', functionName: 'apiGet' },
  { key: 'POST /webhooks/{provider}/{hook}', functionName: 'webhook' },
  { key: 'GET /api/health', functionName: 'health' },
];

describe('routes of an HTTP API', () => {
  it.each([
    ['GET', '/api/health', 'health'],
    ['GET', '/api/me', 'apiGet'],
    ['PUT', '/api/syncs/1/start', 'api'],
    ['POST', '/webhooks/clio/h1', 'webhook'],
    ['GET', '/webhooks/clio/h1', undefined],
    ['POST', '/webhooks/clio', undefined],
    ['POST', '/webhooks/clio/h1/more', undefined],
    ['GET', '/api', undefined],
    ['GET', '/api/', undefined],
    ['GET', '/x/api/me', undefined],
  ])('%s %s leads to %s', (method, path, expected) => {
    expect(matchRoute(routes, method, path)?.route.functionName).toBe(expected);
  });

  it('gives path parameters decoded', () => {
    expect(matchRoute(routes, 'POST', '/webhooks/clio/a%2Fb')?.pathParameters).toEqual({
      provider: 'clio',
      hook: 'a/b',
    });
    expect(matchRoute(routes, 'PUT', '/api/a/b%zz')?.pathParameters).toEqual({ proxy: 'a/b%zz' });
  });
});

describe('answers of a function', () => {
  it('takes an answer without a status for a JSON body', () => {
    expect(toHttpResult({ a: 1 })).toEqual({
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: Buffer.from('{"a":1}'),
    });
  });

  it('keeps cookies apart, and decodes bytes', () => {
    const result = {
      statusCode: 201,
      headers: { a: 'b' },
      cookies: ['x=1', 'y=2'],
      body: 'AAH/',
      isBase64Encoded: true,
    };
    expect(toHttpResult(result)).toEqual({
      status: 201,
      headers: { a: 'b', 'set-cookie': ['x=1', 'y=2'] },
      body: Buffer.from([0, 1, 255]),
    });
  });

  it('has no body when there is none', () => {
    expect(toHttpResult({ statusCode: 204 })).toEqual({ status: 204, headers: {}, body: Buffer.from('') });
  });
});
