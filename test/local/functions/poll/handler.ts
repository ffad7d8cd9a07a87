import { queue, table } from '../table.ts';

/** Rings for every row that is due. */
export const handler = async (event: { readonly source: string }): Promise<{ readonly rung: number }> => {
  if (event.source !== 'aws.events') throw new Error('Only the schedule calls this function.');
  const due = await table.due(Date.now(), 10);
  for (const { sk } of due) await queue.send({ v: 1, kind: 'change', firm: 'F', sync: sk, why: 'poll' });
  return { rung: due.length };
};
