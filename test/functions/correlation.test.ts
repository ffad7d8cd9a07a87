import { describe, expect, test } from 'vitest';
import { incomingCorrelation, outgoingAttributes } from '../../functions/correlation.ts';
import { measureExchanges } from '../../functions/measure.ts';
import { createMergeHandler } from '../../functions/merge/handler.ts';
import { createWebhookHandler } from '../../functions/webhook/handler.ts';
import { createWorld, type World } from '../engine/connect-world.ts';
import { context, httpEvent, placeIn, record, uncounted } from './events.ts';

const receivedAt = 1_800_000_000_000;

/** A hook of ours for a sync, and everything that is sent to the queue with what is known about it. */
async function createScene() {
  const world = createWorld();
  const sealedSecret = await world.ports.vault.seal('s', 'firm:42');
  const row = {
    pk: 'HOOK#h',
    sk: 'HOOK',
    rev: 1,
    firm: '42',
    sync: 's1',
    side: 'right',
    provider: 'microsoft',
    sealedSecret,
  };
  await world.ports.table.put(row, { kind: 'absent' });
  Object.assign(world.microsoft.provider.webhook, {
    receive: () => ({
      kind: 'notices',
      notices: [{ kind: 'changed', ids: ['1'] }],
      response: { status: 202, headers: {}, body: '' },
    }),
  });
  const sent: { readonly message: unknown; readonly attributes: Readonly<Record<string, string>> }[] = [];
  const send = async (message: unknown) => void sent.push({ message, attributes: outgoingAttributes() });
  Object.assign(world.ports.queue, { send });
  return { world, sent };
}

function notice() {
  const event = httpEvent({ method: 'POST', path: '/webhooks/microsoft/h', body: '{}' });
  const requestContext = { ...event.requestContext, requestId: 'JKJaXmPLvHcESHA=', timeEpoch: receivedAt };
  return { ...event, requestContext };
}

const attribute = (stringValue: string) => ({ stringValue, dataType: 'String' as const });
const change = { v: 1, kind: 'change', firm: '42', sync: 's1', why: 'push' };
const withAttributes = (id: string, attributes: Readonly<Record<string, string>>) => ({
  ...record(id, change),
  messageAttributes: Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, attribute(value)])),
});

describe('What belongs together', () => {
  test('goes from a notice with the message that it rings', async () => {
    const { world, sent } = await createScene();
    await createWebhookHandler(placeIn(world))(notice(), context);
    expect(sent).toMatchObject([
      { message: change, attributes: { correlation: 'JKJaXmPLvHcESHA=', receivedAt: String(receivedAt) } },
    ]);
  });

  test('goes on from the message to the lines of the log, to the writes and to the next message', async () => {
    const { world, sent } = await createScene();
    const place = placeIn(world);
    const transport = writing(world, place, receivedAt + 420);
    Object.assign(world.ports.table, {
      get: () =>
        transport({ method: 'POST', url: `${clioUrl(world)}/x`, headers: {} }).then(async () => {
          await world.ports.queue.send({ v: 1, kind: 'change', firm: '42', sync: 's1', why: 'continue' });
          throw new TypeError('stops here');
        }),
    });
    await createMergeHandler(place)(
      { Records: [withAttributes('m', { correlation: 'c1', receivedAt: String(receivedAt) })] },
      context,
    );
    const lines = place.printed.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.map(({ message, correlation }) => [message, correlation])).toEqual([
      ['provider.wrote', 'c1'],
      ['change.failed', 'c1'],
    ]);
    // The next slice is no notice: what it writes says nothing about how soon one was carried on.
    expect(sent.map(({ attributes }) => attributes)).toEqual([{ correlation: 'c1' }]);
  });

  test('is kept apart for records of one batch', async () => {
    const { world } = await createScene();
    const place = placeIn(world);
    Object.assign(world.ports.table, { get: () => Promise.reject(new TypeError('no')) });
    await createMergeHandler(place)(
      { Records: [withAttributes('a', { correlation: 'c1' }), withAttributes('b', { correlation: 'c2' })] },
      context,
    );
    const lines = place.printed.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.map(({ messageId, correlation }) => [messageId, correlation])).toEqual([
      ['a', 'c1'],
      ['b', 'c2'],
    ]);
  });

  test('is the message itself when it says nothing, or something else', () => {
    expect(incomingCorrelation({}, 'm1')).toEqual({ id: 'm1' });
    expect(incomingCorrelation({ correlation: 'a b\n', receivedAt: 'x' }, 'm1')).toEqual({ id: 'm1' });
  });
});

const clioUrl = (world: World): string => Object.values(world.ports.hosts.clio ?? {})[0] ?? '';

function writing(world: World, place: ReturnType<typeof placeIn>, now: number) {
  const bare = async () => ({ status: 200, headers: {}, body: '' });
  return measureExchanges(bare, {
    hosts: world.ports.hosts,
    clock: { now: () => now },
    meter: uncounted,
    log: place.log,
  });
}
