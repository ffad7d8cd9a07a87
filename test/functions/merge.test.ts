import { describe, expect, test } from 'vitest';
import { createMergeHandler } from '../../functions/merge/handler.ts';
import { parseMessage } from '../../functions/merge/message.ts';
import { createWorld } from '../engine/connect-world.ts';
import { context, placeIn, record } from './events.ts';

const change = { v: 1, kind: 'change', firm: '42', sync: 's1', why: 'push', side: 'left', ids: ['1'] } as const;

describe('A batch of changes', () => {
  test('of syncs that are gone is done', async () => {
    const handler = createMergeHandler(placeIn(createWorld()));
    expect(await handler({ Records: [record('a', change), record('b', change)] }, context)).toEqual({
      batchItemFailures: [],
    });
  });

  test('gives back only what failed, and logs it without what it choked on', async () => {
    const world = createWorld();
    const { get } = world.ports.table;
    Object.assign(world.ports.table, {
      get: (key: { pk: string; sk: string }) =>
        key.pk.includes('bad') ? Promise.reject(new TypeError('Ann Archer is not a function')) : get(key),
    });
    const place = placeIn(world);
    const records = [record('a', change), record('b', { ...change, firm: 'bad' }), record('c', change)];
    expect(await createMergeHandler(place)({ Records: records }, context)).toEqual({
      batchItemFailures: [{ itemIdentifier: 'b' }],
    });
    expect(place.printed.join()).toMatch(/change\.failed.+TypeError/su);
    expect(place.printed.join()).not.toContain('Ann');
  });

  test.each([
    ['no JSON', 'nonsense'],
    ['null', 'null'],
    ['an older version', { ...change, v: 0 }],
    ['a newer version', { ...change, v: 2 }],
    ['another kind', { ...change, kind: 'wish' }],
    ['a kind that every object has', { ...change, kind: 'constructor' }],
    ['a newer message about a connection', { v: 2, kind: 'connection', firm: '42', connection: 'c1' }],
    ['a message about no connection', { v: 1, kind: 'connection', firm: '42', sync: 's1' }],
    ['a message about a connection of no firm', { v: 1, kind: 'connection', firm: '', connection: 'c1' }],
    ['a message about watches of no firm', { v: 1, kind: 'watches', connection: 'c1' }],
    ['a message about watches of no connection', { v: 1, kind: 'watches', firm: '42', connection: 7 }],
    ['a message about calendars of no firm', { v: 1, kind: 'calendars', connection: 'c1' }],
    ['a message about calendars of no connection', { v: 1, kind: 'calendars', firm: '42', connection: 7 }],
    ['a reason of tomorrow', { ...change, why: 'because' }],
    ['no firm', { ...change, firm: '' }],
    ['a sync that is no text', { ...change, sync: 7 }],
    ['a third side', { ...change, side: 'middle' }],
    ['more ids than allowed', { ...change, ids: Array.from({ length: 21 }, String) }],
    ['ids that are none', { ...change, ids: [1] }],
  ])('with %s comes back, so that it can reach the dead-letter queue', async (_what, body) => {
    const handler = createMergeHandler(placeIn(createWorld()));
    expect(await handler({ Records: [record('a', body)] }, context)).toEqual({
      batchItemFailures: [{ itemIdentifier: 'a' }],
    });
  });

  test('comes back whole while the environment is not complete', async () => {
    const place = { ...placeIn(createWorld()), ports: () => Promise.reject(new Error('never')) as never };
    const handler = createMergeHandler({
      ...place,
      ports: () => {
        throw new Error('CONCORD_TABLE');
      },
    });
    expect(await handler({ Records: [record('a', change)] }, context)).toEqual({
      batchItemFailures: [{ itemIdentifier: 'a' }],
    });
  });
});

test('A change keeps what it says and loses what it should not say', () => {
  expect(parseMessage(JSON.stringify({ ...change, contact: 'Ann Archer' }))).toEqual(change);
  const { side: _side, ids: _ids, ...least } = change;
  expect(parseMessage(JSON.stringify(least))).toEqual(least);
});

test('A message about watches keeps what it says', () => {
  const message = { v: 1, kind: 'watches', firm: '42', connection: 'c1' } as const;
  expect(parseMessage(JSON.stringify({ ...message, query: 'Novak' }))).toEqual(message);
});

test('A message about calendars keeps what it says', () => {
  const message = { v: 1, kind: 'calendars', firm: '42', connection: 'c1' } as const;
  expect(parseMessage(JSON.stringify({ ...message, name: 'Hearings' }))).toEqual(message);
});

test('A message about a connection keeps what it says, and reaches its worker', async () => {
  const message = { v: 1, kind: 'connection', firm: '42', connection: 'c1' } as const;
  expect(parseMessage(JSON.stringify({ ...message, token: 'secret' }))).toEqual(message);
  const world = createWorld();
  const asked: string[] = [];
  const { get } = world.ports.table;
  Object.assign(world.ports.table, {
    get: (key: { pk: string; sk: string }) => {
      asked.push(`${key.pk} ${key.sk}`);
      return get(key);
    },
  });
  const handler = createMergeHandler(placeIn(world));
  expect(await handler({ Records: [record('a', message)] }, context)).toEqual({ batchItemFailures: [] });
  expect(asked).toContain('FIRM#42 CONN#c1');
});
