import type { Table } from '@concord/core';
import type { MailWorld } from './mail-world.ts';

export class Killed extends Error {}

export type Mortal = {
  readonly wrap: (ports: MailWorld['ports']) => MailWorld['ports'];
  /** The worker dies before its call of this number from now, and everything that it does after. */
  readonly dieAt: (calls: number) => void;
  readonly isDead: () => boolean;
  /** Another worker comes. */
  readonly revive: () => void;
};

/** Ports of workers that die: from then on nothing that they try has any effect. */
export function createMortal(): Mortal {
  let left: number | undefined;
  let dead = false;
  const live = (): void => {
    if (left !== undefined && (left -= 1) < 0) {
      dead = true;
      left = undefined;
    }
    if (dead) throw new Killed();
  };
  const mortal = <Port extends object>(port: Port, names: readonly (keyof Port)[]): Port => ({
    ...port,
    ...Object.fromEntries(
      names.map((name) => [
        name,
        async (...input: readonly unknown[]) => {
          live();
          return await (port[name] as (...values: readonly unknown[]) => unknown)(...input);
        },
      ]),
    ),
  });
  const calls: readonly (keyof Table)[] = ['get', 'getMany', 'put', 'putMany', 'remove', 'removeMany', 'query', 'due'];
  return {
    wrap: (ports) => ({ ...ports, table: mortal(ports.table, calls), queue: mortal(ports.queue, ['send']) }),
    dieAt: (calls) => {
      left = calls;
    },
    isDead: () => dead,
    revive: () => {
      dead = false;
      left = undefined;
    },
  };
}
