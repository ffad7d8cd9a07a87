import { type Decision, itemSource } from '@concord/core';
import type { Entry } from './entry.ts';
import { hash } from './keys.ts';
import type { PlanEntry } from './plan-step.ts';
import { planPages, type RunRecord } from './run-record.ts';
import type { Slice } from './slice.ts';

/** What the preview says will be done, and to what. Undefined where it says that this is found out when it is looked at. */
export function promiseOf({ effect, writes, views }: Decision): string | undefined {
  if (effect === 'waiting') return undefined;
  const said = writes.map((write) => {
    const view = views[write.side];
    const before = view.status === 'present' ? itemSource(view.side.shown) : '';
    return [write.side, write.kind, before, 'item' in write ? itemSource(write.item) : ''];
  });
  return hash(JSON.stringify([effect, said]));
}

/** Nobody was shown this one. */
const unseen = 'unseen';

/** Something else comes of it than a person has read: it changed since. */
export const differs = ({ promised }: Entry, decision: Decision): boolean =>
  promised !== undefined && promised !== promiseOf(decision);

/** For an entry that is made anew of the same record. */
export const promiseIn = ({ promised }: Entry): Pick<Entry, 'promised'> => (promised === undefined ? {} : { promised });

/** By mapping, what the preview that a person started has said; undefined while nobody has started one. */
export async function promisesOf(
  { ports, id }: Slice,
  { id: run, seen }: RunRecord,
): Promise<((mapping: string) => string | undefined) | undefined> {
  if (seen === undefined) return undefined;
  const promises = new Map<string, string | undefined>();
  for await (const page of planPages<PlanEntry>(ports, id, { id: run, plan: seen.plan, planPages: seen.pages }))
    for (const entry of page) promises.set(entry.mapping.id, entry.promised);
  return (mapping) => (promises.has(mapping) ? promises.get(mapping) : unseen);
}
