import { type Key, type Queue, SyncError, type Table, type Transport } from '@concord/core';
import type { EnginePorts } from '@concord/engine';
import type { AwsHabit, Habits } from './habits.ts';
import { kindOfRequest } from './request-kinds.ts';
import type { Scheduler, Task } from './scheduler.ts';

/** The ports as one running function sees them: it may wait, die or be refused at each call. */
export function portsOf(ports: EnginePorts, task: Task, scheduler: Scheduler, habits: Habits): EnginePorts {
  const at = <Result>(point: string, effect: () => Promise<Result>): Promise<Result> =>
    scheduler.call(task, point, effect);
  const { vault, secrets, mailer } = ports;
  const transport: Transport = (request) =>
    at(pointOf('transport', kindOfRequest(request)), () => ports.transport(request));
  return {
    ...ports,
    transport,
    table: tableOf(ports.table, at, habits),
    queue: queueOf(ports.queue, at, habits),
    vault: {
      seal: (plain, owner) => at('vault.seal', () => open(habits, () => vault.seal(plain, owner))),
      open: (sealed, owner) => at('vault.open', () => open(habits, () => vault.open(sealed, owner))),
    },
    secrets: { app: (...which) => at('secrets.app', () => secrets.app(...which)) },
    mailer: { send: (mail) => at('mailer.send', () => mailed(habits, () => mailer.send(mail))) },
  };
}

type At = <Result>(point: string, effect: () => Promise<Result>) => Promise<Result>;

function tableOf(table: Table, at: At, habits: Habits): Table {
  const read = <Result>(what: string, rows: string, effect: () => Promise<Result>): Promise<Result> =>
    at(pointOf(what, rows), () => throttled(habits, effect));
  const write = <Result>(what: string, rows: string, effect: () => Promise<Result>): Promise<Result> =>
    at(pointOf(what, rows), () => throttled(habits, () => unanswered(habits, 'table.timeoutAfterCommit', effect)));
  /** About no rows nobody asks DynamoDB. */
  const some = <Result>(
    what: string,
    [first]: readonly Key[],
    how: (what: string, rows: string, effect: () => Promise<Result>) => Promise<Result>,
    effect: () => Promise<Result>,
  ): Promise<Result> => (first === undefined ? effect() : how(`table.${what}`, kindOfRow(first), effect));
  return {
    get: (key) => read('table.get', kindOfRow(key), () => table.get(key)),
    getMany: (keys) => some('getMany', keys, read, () => table.getMany(keys)),
    query: (query) => read('table.query', kindOfRow({ pk: query.pk, sk: query.prefix }), () => table.query(query)),
    due: (before, limit) => read('table.due', '', () => table.due(before, limit)),
    put: (row, condition) => write('table.put', kindOfRow(row), () => table.put(row, condition)),
    putMany: (rows) => some('putMany', rows, write, () => table.putMany(rows)),
    remove: (key, condition) => write('table.remove', kindOfRow(key), () => table.remove(key, condition)),
    removeMany: (keys) => some('removeMany', keys, write, () => table.removeMany(keys)),
  };
}

function queueOf(queue: Queue, at: At, habits: Habits): Queue {
  const send = async (...given: Parameters<Queue['send']>): Promise<void> => {
    if (habits.strikes('queue.unavailable')) throw new SyncError('unavailable', 'SQS takes no message.');
    await unanswered(habits, 'queue.timeoutAfterCommit', () => queue.send(...given));
  };
  return { send: (message, delayMs) => at('queue.send', () => send(message, delayMs)) };
}

async function throttled<Result>(habits: Habits, effect: () => Promise<Result>): Promise<Result> {
  if (habits.strikes('table.throttled')) throw new SyncError('unavailable', 'DynamoDB has no throughput left.');
  return await effect();
}

async function unanswered<Result>(habits: Habits, habit: AwsHabit, effect: () => Promise<Result>): Promise<Result> {
  const result = await effect();
  if (habits.strikes(habit)) throw new SyncError('timeout', 'No answer came.');
  return result;
}

async function open<Result>(habits: Habits, effect: () => Promise<Result>): Promise<Result> {
  if (habits.strikes('vault.unavailable')) throw new SyncError('unavailable', 'The key service does not answer.');
  return await effect();
}

async function mailed(habits: Habits, effect: () => Promise<void>): Promise<void> {
  if (habits.strikes('mailer.unavailable')) throw new SyncError('unavailable', 'The mail service does not answer.');
  await effect();
}

/** `MAP`, `FIRM/CONN`, `ACCOUNT`: what a row is, without whose it is. */
export function kindOfRow({ pk, sk }: Key): string {
  return kindOfPrefixes(untilHash(pk), untilHash(sk));
}

function untilHash(key: string): string {
  const end = key.indexOf('#');
  return end < 0 ? key : key.slice(0, end);
}

const kindOfPrefixes = joinedOnce((owner, what) => (owner === what || what === '' ? owner : `${owner}/${what}`));
const pointOf = joinedOnce((what, about) => `${what} ${about}`);

/** There are few pairs, and they are asked for by the thousand: one text each, whose place in a map is known. */
function joinedOnce(join: (one: string, other: string) => string): (one: string, other: string) => string {
  const known = new Map<string, Map<string, string>>();
  return (one, other) => {
    const others = known.get(one) ?? new Map<string, string>();
    const text = others.get(other) ?? join(one, other);
    known.set(one, others.set(other, text));
    return text;
  };
}
