import { expect, test } from 'vitest';
import { createPollHandler } from '../../functions/poll/handler.ts';
import { createWorld } from '../engine/connect-world.ts';
import { context, placeIn } from './events.ts';

const event = {} as Parameters<ReturnType<typeof createPollHandler>>[0];

test('A poll with nothing due rings nobody', async () => {
  const world = createWorld();
  await createPollHandler(placeIn(world))(event, context);
  expect(world.ports.queue.size()).toBe(0);
});

test('A poll that fails says so without what it choked on', async () => {
  const world = createWorld();
  Object.assign(world.ports.table, { due: async () => JSON.parse('Ann Archer') as never });
  const place = placeIn(world);
  await expect(createPollHandler(place)(event, context)).rejects.toThrow('The poll failed; its log line says why.');
  expect(place.printed.join()).toMatch(/poll\.failed.+SyntaxError/su);
  expect(place.printed.join()).not.toContain('Ann');
});
