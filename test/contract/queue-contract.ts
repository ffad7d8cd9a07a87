import type { Message, Queue } from '@concord/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

export type QueueUnderTest = {
  readonly queue: Queue;
  /** What waits in the queue: the message, and in how many milliseconds it can be received. */
  readonly waiting: () => readonly { readonly message: Message; readonly inMs: number }[];
  readonly close: () => Promise<void>;
};

/** Every implementation of `Queue` must pass this. */
export function describeQueue(name: string, create: () => Promise<QueueUnderTest>): void {
  describe(`queue: ${name}`, () => {
    let subject: QueueUnderTest;
    beforeAll(async () => {
      subject = await create();
    });
    afterAll(() => subject.close());
    const message = (sync: string): Message => ({
      v: 1,
      kind: 'change',
      firm: 'F1',
      sync,
      why: 'push',
      side: 'left',
      ids: ['1', 'é'],
    });
    const found = (sync: string) =>
      subject.waiting().filter((entry) => 'sync' in entry.message && entry.message.sync === sync);

    it('has taken a message when send resolves, unchanged', async () => {
      await subject.queue.send(message('now'));
      expect(found('now').map((entry) => entry.message)).toEqual([message('now')]);
      expect(found('now')[0]?.inMs).toBeLessThanOrEqual(0);
    });

    it.each([
      { delayMs: 1, seconds: 1 },
      { delayMs: 2_000, seconds: 2 },
      { delayMs: 2_001, seconds: 3 },
      { delayMs: 900_000, seconds: 900 },
    ])('delays by begun seconds: $delayMs ms is $seconds s', async ({ delayMs, seconds }) => {
      await subject.queue.send(message(`delayed ${delayMs}`), delayMs);
      const inMs = found(`delayed ${delayMs}`)[0]?.inMs ?? 0;
      expect(inMs).toBeGreaterThan(seconds * 1_000 - 900);
      expect(inMs).toBeLessThanOrEqual(seconds * 1_000);
    });

    it('cuts longer delays to 15 minutes, and takes a negative one for none', async () => {
      await subject.queue.send(message('long'), 3_600_000);
      await subject.queue.send(message('past'), -5);
      expect(found('long')[0]?.inMs).toBeLessThanOrEqual(900_000);
      expect(found('long')[0]?.inMs).toBeGreaterThan(898_000);
      expect(found('past')[0]?.inMs).toBeLessThanOrEqual(0);
    });

    it('keeps equal messages apart', async () => {
      await subject.queue.send(message('twice'));
      await subject.queue.send(message('twice'));
      expect(found('twice')).toHaveLength(2);
    });
  });
}
