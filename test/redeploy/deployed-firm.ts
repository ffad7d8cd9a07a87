import { isSyncError } from '@concord/core';
import { poll, startSync, work } from '@concord/engine';
import { parseMessage } from '../../functions/merge/message.ts';
import { caller, createOneFirm, type OneFirm } from '../firm/one-firm.ts';
import { type Release, type ReleaseName, release } from './releases.ts';

/** One firm whose workers, page, poll and webhooks are of one release or, in the middle of a deploy, of two by turns. */
export type DeployedFirm = OneFirm & {
  readonly deploy: (...names: readonly ReleaseName[]) => void;
  /** Works until the sync has that state, or so many messages were taken. */
  readonly workUntil: (isThere: () => Promise<boolean>) => Promise<void>;
  readonly start: () => Promise<void>;
  /** How many messages of each version each release has taken or given back, as `writing took 1`. */
  readonly taken: ReadonlyMap<string, number>;
  /** Messages that nobody took five times: they are in the dead-letter queue. */
  readonly dead: readonly unknown[];
};

/** As SQS is told in `infra/constructs/house-queue.ts`. */
const mostReceives = 5;
const requestMs = 250;
const hourMs = 60 * 60_000;

export async function createDeployedFirm(): Promise<DeployedFirm> {
  const firm = await createOneFirm({ settings: { sliceMs: 1_000 } });
  const { ports, table, queue, world } = firm;
  const { transport } = ports;
  // A slice is over after a few requests: there is a middle.
  const slowly: typeof transport = async (request) => {
    await world.advance(requestMs);
    return await transport(request);
  };
  Object.assign(ports, { transport: slowly });
  const bare = { table: ports.table, queue: ports.queue };
  const [taken, dead] = [new Map<string, number>(), [] as unknown[]];
  let deployed: readonly Release[] = [];
  let turn = 0;
  const use = ({ tableOn, queueOn }: Release): void =>
    void Object.assign(ports, { table: tableOn(bare.table), queue: queueOn(bare.queue) });
  const next = (): Release => {
    turn += 1;
    const one = deployed[turn % deployed.length];
    if (one === undefined) throw new Error('Nothing is deployed.');
    use(one);
    return one;
  };
  const note = (what: string): void => void taken.set(what, (taken.get(what) ?? 0) + 1);
  const takeOne = async ({ message, receives, done }: ReturnType<typeof queue.receive>[number]): Promise<void> => {
    const { name, shapes } = next();
    const { v } = message as { readonly v: number };
    try {
      await work(ports, parseMessage(JSON.stringify(message), shapes));
    } catch (error) {
      if (!isSyncError(error) || error.code !== 'newer') throw error;
      note(`${name} gave back ${v}`);
      if (receives < mostReceives) return;
      dead.push(message);
      return done();
    }
    note(`${name} took ${v}`);
    done();
  };
  const step = async (): Promise<void> => {
    const due = queue.receive(10);
    for (const delivery of due) await takeOne(delivery);
    if (due.length > 0) return;
    const soonest = Math.min(queue.nextAt() ?? Number.POSITIVE_INFINITY, world.now() + 30_000);
    await world.advance(Math.max(1, soonest - world.now()));
    next();
    await poll(ports);
  };
  const deploy: DeployedFirm['deploy'] = (...names) => {
    deployed = names.map(release);
    next();
  };
  deploy('present');
  return {
    ...firm,
    table,
    deploy,
    taken,
    dead,
    workUntil: async (isThere) => {
      const until = world.now() + 48 * hourMs;
      while (world.now() < until) {
        if (await isThere()) return;
        await step();
      }
      throw new Error('It never comes there.');
    },
    start: async () => {
      const { id, preview } = await firm.view();
      await startSync(ports, caller, id, preview?.run ?? '');
    },
  };
}
