import { type EnginePorts, receiveWebhook, work } from '@concord/engine';
import type { MemoryQueue } from '@concord/local';
import type { Delivery } from '@concord/provider-memory';
import { survives, type Worker } from './mortal-worker.ts';

type Deployment = {
  readonly ports: EnginePorts;
  readonly queue: MemoryQueue;
  readonly worker: Worker;
  /** Notices that are on their way. */
  readonly deliveries: Delivery[];
  readonly time: { now: number };
};

const againMs = 60_000;

/** Does whatever is due, and lets the time pass, until nothing is due before so many milliseconds from now. */
export async function runRounds({ ports, queue, worker, deliveries, time }: Deployment, ms: number): Promise<void> {
  const until = time.now + ms;
  for (let round = 0; round < 10_000; round += 1) {
    for (const { url, body } of deliveries.splice(0)) {
      const [provider = '', hook = ''] = new URL(url).pathname.split('/').slice(2);
      await receiveWebhook(ports, provider as 'clio', hook, { method: 'POST', headers: {}, query: {}, body });
    }
    const due = queue.receive(10);
    for (const delivery of due) {
      if (!(await survives(worker, async () => await work(ports, delivery.message))))
        await queue.send(delivery.message, againMs);
      delivery.done();
    }
    if (due.length > 0 || deliveries.length > 0) continue;
    if (time.now >= until) return;
    time.now = Math.min(until, Math.max(time.now + 1, queue.nextAt() ?? until));
  }
  throw new Error('It never comes to rest');
}
