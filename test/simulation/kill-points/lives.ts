import type { Key, Table } from '@concord/core';
import type { EnginePorts } from '@concord/engine';
import { kindOfRequest } from '../stage/request-kinds.ts';
import { kindOfRow } from '../stage/task-ports.ts';

/** Which of our functions runs: the worker, the minute's poll, the page's API, or the receiver of notices. */
export type Role = 'merge' | 'poll' | 'api' | 'webhook';
export type Moment = 'before' | 'after';
/** At which call of a port, counted from 1 over all functions, and whether its effect takes place. */
export type Kill = { readonly at: number; readonly when: Moment };

export type Ended<Result> = { readonly kind: 'ended'; readonly value: Result } | { readonly kind: 'killed' };

/**
 * Runs our functions. One that is killed is gone: nothing that it waits for ever comes back to it, so not even its
 * `finally` runs, and it calls nobody any more. What it had asked for at that moment still takes place.
 */
export type Lives = {
  readonly run: <Result>(role: Role, task: (ports: EnginePorts) => Promise<Result>) => Promise<Ended<Result>>;
  /** Counts calls from now on, and kills at one of them. */
  readonly count: (kill: Kill | undefined) => void;
  readonly countNoMore: () => void;
  /** Kills whoever comes to such a point next, counted or not. */
  readonly killNext: (point: RegExp, when: Moment) => void;
  /** What was counted, in order: `merge table.put SYNC/MAP`. */
  readonly points: () => readonly string[];
  /** The point at which somebody was killed. */
  readonly killed: () => string | undefined;
};

type Life = { readonly role: Role; dead: boolean; readonly die: () => void };
type Effect<Result> = () => Promise<Result>;

export function createLives(ports: EnginePorts): Lives {
  let points: string[] | undefined;
  let kill: Kill | undefined;
  let planned: { readonly point: RegExp; readonly when: Moment } | undefined;
  let killed: string | undefined;

  const fate = (name: string): Moment | undefined => {
    points?.push(name);
    if (planned?.point.test(name)) {
      const { when } = planned;
      planned = undefined;
      return when;
    }
    return points !== undefined && points.length === kill?.at ? kill.when : undefined;
  };
  const die = (life: Life, name: string): void => {
    killed ??= name;
    life.dead = true;
    life.die();
  };
  const call = async <Result>(life: Life, what: string, effect: Effect<Result>): Promise<Result> => {
    if (life.dead) return await never();
    const name = `${life.role} ${what}`;
    const moment = fate(name);
    if (moment === 'before') {
      die(life, name);
      return await never();
    }
    const done = effect();
    if (moment === 'after') {
      await done.catch(() => undefined);
      die(life, name);
    }
    const result = await done.catch((error: unknown) => {
      if (life.dead) return never<Result>();
      throw error;
    });
    return life.dead ? await never() : result;
  };

  return {
    run: async (role, task) => {
      const { promise, resolve } = Promise.withResolvers<{ readonly kind: 'killed' }>();
      const life: Life = { role, dead: false, die: () => resolve({ kind: 'killed' }) };
      const work = task(tampered(ports, (what, effect) => call(life, what, effect)));
      return await Promise.race([work.then((value) => ({ kind: 'ended', value }) as const), promise]);
    },
    count: (wanted) => {
      points = [];
      kill = wanted;
    },
    countNoMore: () => {
      kill = undefined;
    },
    killNext: (point, when) => {
      planned = { point, when };
    },
    points: () => points ?? [],
    killed: () => killed,
  };
}

const never = <Result>(): Promise<Result> => new Promise(() => undefined);

type Call = <Result>(what: string, effect: Effect<Result>) => Promise<Result>;

function tampered(ports: EnginePorts, call: Call): EnginePorts {
  const { vault, secrets, queue, transport } = ports;
  return {
    ...ports,
    table: tamperedTable(ports.table, call),
    queue: { send: (message, delayMs) => call('queue.send', () => queue.send(message, delayMs)) },
    transport: (request) => call(`transport ${kindOfRequest(request)}`, () => transport(request)),
    vault: {
      seal: (plain, owner) => call('vault.seal', () => vault.seal(plain, owner)),
      open: (sealed, owner) => call('vault.open', () => vault.open(sealed, owner)),
    },
    secrets: { app: (provider) => call('secrets.app', () => secrets.app(provider)) },
  };
}

function tamperedTable(table: Table, call: Call): Table {
  return {
    get: (key) => call(`table.get ${kindOfRow(key)}`, () => table.get(key)),
    getMany: (keys) => call(`table.getMany ${kindOfRows(keys)}`, () => table.getMany(keys)),
    put: (row, condition) => call(`table.put ${kindOfRow(row)}`, () => table.put(row, condition)),
    putMany: (rows) => call(`table.putMany ${kindOfRows(rows)}`, () => table.putMany(rows)),
    remove: (key, condition) => call(`table.remove ${kindOfRow(key)}`, () => table.remove(key, condition)),
    removeMany: (keys) => call(`table.removeMany ${kindOfRows(keys)}`, () => table.removeMany(keys)),
    query: (query) => call(`table.query ${kindOfRow({ pk: query.pk, sk: query.prefix })}`, () => table.query(query)),
    due: (before, limit) => call('table.due ', () => table.due(before, limit)),
  };
}

const kindOfRows = (keys: readonly Key[]): string => (keys[0] ? kindOfRow(keys[0]) : 'none');
