import type { EnginePorts } from '@concord/engine';

/** The worker is gone: nothing it does from now on has any effect. */
export class Killed extends Error {
  override readonly name = 'Killed';
}

export type KillSwitch = {
  /** Kills at this port call (counted from 1), before or after its effect. */
  readonly arm: (at: number, when: 'before' | 'after') => void;
  /** A new worker starts. */
  readonly revive: () => void;
  readonly isDead: () => boolean;
  /** Port calls since the last `arm`. */
  readonly calls: () => number;
  readonly tamper: (ports: EnginePorts) => EnginePorts;
};

export function createKillSwitch(): KillSwitch {
  let at = Number.POSITIVE_INFINITY;
  let when: 'before' | 'after' = 'before';
  let calls = 0;
  let dead = false;
  const point =
    <Arguments extends unknown[], Result>(call: (...given: Arguments) => Promise<Result>) =>
    async (...given: Arguments): Promise<Result> => {
      if (dead) throw new Killed();
      calls += 1;
      const mine = calls === at;
      if (mine && when === 'before') {
        dead = true;
        throw new Killed();
      }
      const result = await call(...given);
      if (mine) dead = true;
      if (dead) throw new Killed();
      return result;
    };
  return {
    arm: (number, moment) => {
      at = number;
      when = moment;
      calls = 0;
    },
    revive: () => {
      dead = false;
      at = Number.POSITIVE_INFINITY;
    },
    isDead: () => dead,
    calls: () => calls,
    tamper: (ports) => ({
      ...ports,
      transport: point(ports.transport),
      queue: { send: point(ports.queue.send) },
      table: {
        get: point(ports.table.get),
        getMany: point(ports.table.getMany),
        put: point(ports.table.put),
        putMany: point(ports.table.putMany),
        remove: point(ports.table.remove),
        removeMany: point(ports.table.removeMany),
        query: point(ports.table.query),
        due: point(ports.table.due),
      },
    }),
  };
}
