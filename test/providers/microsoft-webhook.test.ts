import type { HookRecord, RawRequest } from '@concord/core';
import { microsoft } from '@concord/provider-microsoft';
import { expect, test } from 'vitest';

const hook: HookRecord = { subscriptionId: 'sub-1', secret: 'secret-1' };
const post = (body: unknown, query: Readonly<Record<string, string>> = {}): RawRequest => ({
  method: 'POST',
  headers: {},
  query,
  body: typeof body === 'string' ? body : JSON.stringify(body),
});
const change = (changeType: string, id: string | undefined, more: object = {}) => ({
  subscriptionId: 'sub-1',
  clientState: 'secret-1',
  changeType,
  resource: `Users/oid/Contacts/${id}`,
  resourceData: { '@odata.type': '#Microsoft.Graph.Contact', ...(id ? { id } : {}) },
  ...more,
});
const lifecycle = (lifecycleEvent: string) => ({ subscriptionId: 'sub-1', clientState: 'secret-1', lifecycleEvent });
const receive = (request: RawRequest, record: HookRecord | undefined = hook) =>
  microsoft.webhook.receive(request, record);
const noticesIn = (...value: object[]) => {
  const answer = receive(post({ value }));
  return answer.kind === 'notices' ? answer.notices : answer;
};

test('the handshake echoes the decoded token as plain text, and nothing else', () => {
  const answer = receive(post('', { validationToken: 'Validation: <b>a+b c</b> %41' }));
  expect(answer).toMatchObject({
    kind: 'handshake',
    response: {
      status: 200,
      headers: { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' },
      body: 'Validation: <b>a+b c</b> %41',
    },
  });
  expect(receive(post('', { validationToken: 'x' }), { secret: 'not yet subscribed' }).kind).toBe('handshake');
});

test('an address that nobody knows answers 404, to a handshake too', () => {
  for (const request of [post('', { validationToken: 'x' }), post({ value: [change('created', 'a')] })]) {
    expect(microsoft.webhook.receive(request, undefined)).toMatchObject({
      kind: 'rejected',
      response: { status: 404 },
    });
    expect(receive(request, { subscriptionId: 'sub-1' })).toMatchObject({ kind: 'rejected' });
  }
});

test('what is no notice is refused', () => {
  expect(receive({ ...post({ value: [] }), method: 'GET' })).toMatchObject({
    kind: 'rejected',
    response: { status: 405 },
  });
  for (const body of ['', 'nonsense', '{}', '[]', '{"value":{}}']) {
    expect(receive(post(body))).toMatchObject({ kind: 'rejected', response: { status: 400 } });
  }
});

test('changes of many items become one notice of each kind, each id once', () => {
  expect(
    noticesIn(change('created', 'a'), change('updated', 'a'), change('deleted', 'b'), change('updated', 'c')),
  ).toEqual([
    { kind: 'changed', ids: ['a', 'c'] },
    { kind: 'deleted', ids: ['b'] },
  ]);
  expect(receive(post({ value: [change('created', 'a')] })).response.status).toBe(202);
});

test('foreign notices are taken and dropped, and ours beside them are heard', () => {
  const foreign = [
    change('updated', 'x', { clientState: 'secret-2' }),
    change('updated', 'x', { clientState: undefined }),
    change('updated', 'x', { clientState: 'secret-1 ' }),
    change('updated', 'x', { subscriptionId: 'sub-2' }),
    null as unknown as object,
  ];
  expect(noticesIn(...foreign, change('updated', 'a'))).toEqual([{ kind: 'changed', ids: ['a'] }]);
  expect(receive(post({ value: foreign }))).toMatchObject({ kind: 'notices', notices: [], response: { status: 202 } });
});

test('a notice that is faster than our record of the subscription is known by its secret', () => {
  const answer = receive(post({ value: [change('created', 'a'), change('created', 'b', { clientState: 'no' })] }), {
    secret: 'secret-1',
  });
  expect(answer).toMatchObject({ kind: 'notices', notices: [{ kind: 'changed', ids: ['a'] }] });
});

test.each([
  ['reauthorizationRequired', 'renew'],
  ['subscriptionRemoved', 'removed'],
  ['missed', 'missed'],
  ['somethingNew', 'missed'],
  ['constructor', 'missed'],
])('the lifecycle event %s means %s', (event, kind) => {
  expect(noticesIn(lifecycle(event))).toEqual([{ kind, ids: [] }]);
});

test('a lifecycle event of a foreign subscription is not heard', () => {
  expect(noticesIn({ ...lifecycle('subscriptionRemoved'), clientState: 'other' })).toEqual([]);
});

test('lifecycle events and changes come mixed in one post', () => {
  expect(noticesIn(change('updated', 'a'), lifecycle('missed'))).toEqual([
    { kind: 'changed', ids: ['a'] },
    { kind: 'missed', ids: [] },
  ]);
});

test('a change that names no item means looking at everything', () => {
  expect(noticesIn(change('updated', undefined))).toEqual([{ kind: 'missed', ids: [] }]);
});
