import { SyncError } from '@concord/core';
import { describe, expect, test } from 'vitest';
import { createWebhookHandler } from '../../../functions/webhook/handler.ts';
import { context, given, httpEvent, placeIn } from '../events.ts';
import { ada, cleo, createScene, type Scene, work1 } from './scene.ts';
import { keptIn, writtenBetween } from './written.ts';

const megabyte = 1024 * 1024;

function sender({ ports }: Scene) {
  const place = { ...placeIn({ ports } as never), ports: () => ports };
  const handler = createWebhookHandler(place);
  const send = async (body: string | Buffer, provider = 'clio', method = 'POST') => {
    const path = `/webhooks/${provider}/deauthorized`;
    const event = { method, path, headers: { 'content-type': 'application/json' } };
    const raw = typeof body === 'string' ? { body } : { body: body.toString('base64'), isBase64Encoded: true };
    return given(await handler(httpEvent({ ...event, ...raw }), context));
  };
  return { send, printed: place.printed };
}

/** Ada and Cleo are signed in, and nobody has removed Concord anywhere. */
async function scenery() {
  const scene = createScene();
  const person = await scene.signedIn(ada);
  await person.authorize('microsoft', work1);
  await scene.signedIn(cleo);
  return { scene, person, ...sender(scene) };
}

const deep = (open: string, close: string, levels: number): string => open.repeat(levels) + close.repeat(levels);

const bad: readonly (readonly [what: string, body: string | Buffer])[] = [
  ['empty', ''],
  ['null', 'null'],
  ['true', 'true'],
  ['an empty list', '[]'],
  ['an empty object', '{}'],
  ['a list nested 1,000 levels deep', deep('[', ']', 1_000)],
  ['an object nested 1,000 levels deep', `${'{"a":'.repeat(1_000)}1${'}'.repeat(1_000)}`],
  ['nested 400,000 levels deep', deep('[', ']', 400_000)],
  ['nested and never closed', '['.repeat(60_000)],
  ['with duplicate keys', '{"user_id":5,"user_id":6}'],
  ['with trailing garbage', '{"user_id":5}}'],
  ['of invalid UTF-8', Buffer.from([0xff, 0xfe, 0xc3, 0x28, 0x80])],
  ['in UTF-16', Buffer.from('{"user_id":71}', 'utf16le')],
  ['of NUL', '\0\0\0'],
  ['that would change a prototype', '{"__proto__":{"state":"lost"},"constructor":{"prototype":{"state":"lost"}}}'],
  ['with a number beyond what can be told apart', '{"user_id":71000000000000000000000}'],
  ['with a fraction', '{"user_id":71.5}'],
  ['with keys in the place of ids', '{"user_id":"71#CONN","account_id":"x FIRM#501"}'],
  ['with a path', '{"user_id":"../71"}'],
  ['with an address', '{"url":"http://169.254.169.254/latest/meta-data/"}'],
  ['with markup', '<user_id>71</user_id>'],
  ['a form without values', 'user_id=&account_id='],
  ['of a thousand ids of others', JSON.stringify(Array.from({ length: 1_000 }, (_, index) => 10_000 + index))],
  ['of a firm, and of no user', '{"account_id":501}'],
  ['almost 1 MB', JSON.stringify({ user_id: 'x'.repeat(megabyte - 100) })],
  ['almost 1 MB, with the id at its end', JSON.stringify({ pad: 'x'.repeat(megabyte - 100), user_id: 71 })],
];

describe('A notice that Concord was removed', () => {
  test.each(bad)('that is %s is taken, and does nothing', async (_what, body) => {
    const { scene, send, printed } = await scenery();
    const before = keptIn(scene.ports);
    const answer = await send(body);
    expect([answer.status, answer.body]).toEqual([200, '']);
    expect(writtenBetween(before, keptIn(scene.ports))).toEqual([]);
    expect(scene.ports.queue.size()).toBe(0);
    expect(printed.join()).not.toContain('ERROR');
    expect(({} as { state?: string }).state).toBeUndefined();
  });

  test.each([
    ['10 MB', 'x'.repeat(10 * megabyte)],
    ['10 MB of JSON', JSON.stringify({ user_id: 71, pad: 'x'.repeat(10 * megabyte) })],
    ['one byte more than 1 MB', 'x'.repeat(megabyte + 1)],
    ['1 MB of two-byte characters', 'é'.repeat(megabyte)],
    ['10 MB of bytes', Buffer.alloc(10 * megabyte)],
  ])('that is %s long is refused unread', async (_what, body) => {
    const { scene, send } = await scenery();
    const before = keptIn(scene.ports);
    expect((await send(body)).status).toBe(413);
    expect(writtenBetween(before, keptIn(scene.ports))).toEqual([]);
    expect(scene.ports.queue.size()).toBe(0);
  });

  test.each([
    ['GET', 'clio', 200],
    ['HEAD', 'clio', 405],
    ['PUT', 'clio', 405],
    ['POST', 'google', 200],
    ['POST', 'microsoft', 200],
    ['POST', 'constructor', 404],
    ['POST', 'memory', 404],
  ])('sent as %s to %s is answered with %i, and does nothing', async (method, provider, status) => {
    const { scene, send } = await scenery();
    const before = keptIn(scene.ports);
    expect((await send('{"user_id":71}', provider, method)).status).toBe(status);
    expect(writtenBetween(before, keptIn(scene.ports))).toEqual([]);
    expect(scene.ports.queue.size()).toBe(0);
  });

  test.each(['{"user_id":71}', 'user_id=71', '{"user_id":5,"user_id":71}', '\ufeff71', '[[["71"]]]', '"71"'])(
    'that is forged (%j) only has the grant tried: it lives, and nothing else changes',
    async (body) => {
      const { scene, send, person } = await scenery();
      const before = keptIn(scene.ports);
      await send(body);
      expect((await person.connections()).map(({ state }) => state)).toEqual(['active', 'active']);
      await scene.settle();
      expect((await person.connections()).map(({ state }) => state)).toEqual(['active', 'active']);
      const changed = writtenBetween(before, keptIn(scene.ports));
      expect(changed.filter((kind) => kind !== 'CONN')).toEqual([]);
      expect(scene.ports.mailer.sent).toEqual([]);
    },
  );

  test('that is forged a thousand times asks Clio once a minute', async () => {
    const { scene, send } = await scenery();
    scene.sandbox.clio.resetRequests();
    for (let minute = 0; minute < 10; minute += 1) {
      for (let time = 0; time < 100; time += 1) {
        await send('{"user_id":71}');
        if (time % 10 === 0) await scene.settle();
      }
      await scene.world.advance(60_000);
    }
    const asked = Object.values(scene.sandbox.clio.requests()).reduce((sum, count) => sum + count, 0);
    expect(asked).toBeGreaterThan(1);
    expect(asked).toBeLessThanOrEqual(11);
  });

  test('that is true right after a forged one is believed within two minutes', async () => {
    const { scene, send, person } = await scenery();
    await send('{"user_id":71}');
    await scene.settle();
    scene.sandbox.clio.revoke(ada.id);
    await send('{"user_id":71}');
    for (let minute = 0; minute < 2; minute += 1) {
      await scene.world.advance(60_000);
      await scene.settle();
    }
    expect((await person.connections())[0]).toMatchObject({ state: 'lost' });
    expect((await person.connections())[1]).toMatchObject({ state: 'active' });
  });

  test('asks to be sent again when it could not be kept', async () => {
    const { scene, send } = await scenery();
    Object.assign(scene.ports.table, { query: () => Promise.reject(new SyncError('unavailable', 'throttled')) });
    const answer = await send('{"user_id":71}');
    expect([answer.status, answer.headers['retry-after']]).toEqual([503, '5']);
  });
});
