import type { Firm } from './firm.ts';

export class Killed extends Error {}

export type Plan = {
  /** The worker dies at so many calls of the table from now. */
  calls: number | undefined;
  /** The worker dies when it is about to write a row whose sort key begins with this. */
  before: string | undefined;
  /** Happens right before the worker writes a watch. */
  meanwhile: (() => Promise<unknown>) | undefined;
};

/** The table of the workers: they die when the plan says so, and somebody may come in right before a watch is written. */
export function breakable({ ports, settle }: Firm): { readonly plan: Plan; readonly workers: () => Promise<void> } {
  const { table } = ports;
  const plan: Plan = { calls: undefined, before: undefined, meanwhile: undefined };
  let isWorking = false;
  const outside = async (act: () => Promise<unknown>): Promise<void> => {
    isWorking = false;
    await act();
    isWorking = true;
  };
  const call = async (name: string, input: readonly unknown[]): Promise<void> => {
    if (!isWorking) return;
    const { sk = '' } = (input[0] ?? {}) as { readonly sk?: string };
    const isItsTurn = plan.calls !== undefined && (plan.calls -= 1) <= 0;
    if (isItsTurn || (name === 'put' && plan.before !== undefined && sk.startsWith(plan.before))) {
      plan.calls = undefined;
      plan.before = undefined;
      throw new Killed();
    }
    if (name !== 'put' || !sk.startsWith('W#') || plan.meanwhile === undefined) return;
    const { meanwhile } = plan;
    plan.meanwhile = undefined;
    await outside(meanwhile);
  };
  const names = ['get', 'getMany', 'put', 'remove', 'query'] as const;
  const broken = names.map((name) => [
    name,
    async (...input: readonly never[]) => {
      await call(name, input);
      return await (table[name] as (...values: readonly never[]) => Promise<unknown>)(...input);
    },
  ]);
  Object.assign(ports, { table: { ...table, ...Object.fromEntries(broken) } });
  const workers = async (): Promise<void> => {
    isWorking = true;
    try {
      await settle();
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
    } finally {
      isWorking = false;
    }
  };
  return { plan, workers };
}
