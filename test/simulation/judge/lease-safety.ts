import type { CreateCheck } from './check.ts';

/** I13. Once another worker has written for a sync, the one before writes for it no more: never A, B, A. */
export const leaseSafety: CreateCheck = ({ picture, tried, accuse }) => {
  const writers = new Map<string, { current: number; readonly former: Set<number> }>();
  return {
    sees: {
      call: ({ worker, writes, what }) => {
        const seen = writes ? picture.worker(worker) : undefined;
        if (seen === undefined) return;
        const known = writers.get(seen.sync);
        if (known === undefined) writers.set(seen.sync, { current: worker, former: new Set() });
        if (known === undefined || known.current === worker) return;
        tried();
        known.former.add(known.current);
        known.current = worker;
        if (known.former.has(worker))
          accuse(`worker ${worker} sends ${what} for ${seen.sync}, after another had taken over`);
      },
    },
  };
};
