import { type ErrorCode, type Instant, type Key, type Row, SyncError } from '@concord/core';
import type { EnginePorts } from '../ports.ts';
import { sealed, unsealed } from '../sync/pack.ts';
import { openPrefix, openWishKey, wishKey, wishPartition } from './keys.ts';
import { type Wish, type WishAnswer, type WishOwner, type WishRequest, type WishWorker, wishWorkers } from './wish.ts';

const keptMs = 60 * 60_000;

/** Saves what a member wishes of a connection of theirs, and rings. */
export async function makeWish(
  ports: EnginePorts,
  { firm, connection, member }: WishOwner & { readonly member: string },
  request: WishRequest,
): Promise<Wish> {
  const owner = { firm, connection };
  const wish: Wish = { ...owner, id: ports.random.id(12), member, request, at: ports.clock.now() };
  await saveWish(ports, wish);
  // After the wish itself: whoever dies in between leaves a wish that nobody was told of, and tells the page so.
  await putOpen(ports, wish);
  await ports.queue.send({ v: 1, kind: wishWorkers[request.kind], ...owner });
  return wish;
}

/** The member's own, of a connection of theirs. Another member's and an unknown one cannot be told apart. */
export async function ownWish(
  ports: EnginePorts,
  { firm, connection, member }: WishOwner & { readonly member: string },
  id: string,
): Promise<Wish | undefined> {
  const wish = await readWish(ports, { firm, connection }, id);
  return wish?.member === member ? wish : undefined;
}

export const noSuchWish = (): SyncError => new SyncError('notFound', 'There is no such wish.');

/** Rings for an open wish whose message was lost. False when the row is none. */
export async function ringWishes(ports: EnginePorts, row: Row): Promise<boolean> {
  if (!row.pk.startsWith('WISH#')) return false;
  const [firm, connection] = [String(row['firm']), String(row['connection'])];
  // Rows of earlier releases name nobody.
  const worker = (row['worker'] ?? 'watches') as WishWorker;
  await ports.queue.send({ v: 1, kind: worker, firm, connection });
  return true;
}

/** What is to be done next: the oldest wish, or only when to look again at one that is held. */
export type NextWish =
  | { readonly wish: Wish; readonly at?: undefined }
  | { readonly at: Instant; readonly wish?: undefined };

/** Undefined when all are fulfilled. */
export async function nextWish(ports: EnginePorts, owner: WishOwner): Promise<NextWish | undefined> {
  for (const { sk } of await openRows(ports, owner)) {
    const { at, id } = nameIn(sk);
    if (at > ports.clock.now()) return { at };
    const wish = await readWish(ports, owner, id);
    if (wish && isOpen(wish) && lookedAtFrom(wish) === at) return { wish };
    // What somebody left who died right after they had kept an answer, or held it.
    await ports.table.remove(openWishKey({ ...owner, id, at }));
  }
  return undefined;
}

/** Nobody looks at it until then. */
export async function holdWish(ports: EnginePorts, wish: Wish, heldUntil: Instant): Promise<void> {
  const held = { ...wish, heldUntil };
  // First the new place in the order: whoever dies in between leaves two, of which one counts.
  await putOpen(ports, held);
  await saveWish(ports, held);
  if (lookedAtFrom(wish) !== heldUntil) await ports.table.remove(openKeyOf(wish));
}

/** Kept with the wish before anything that cannot be undone. */
export async function beginWish(ports: EnginePorts, wish: Wish): Promise<Wish> {
  const begun = { ...wish, begunAt: ports.clock.now() };
  await saveWish(ports, begun);
  return begun;
}

/** What was begun has certainly not happened. */
export async function wasNotDone(ports: EnginePorts, { begunAt: _, ...wish }: Wish): Promise<void> {
  await saveWish(ports, wish);
}

export async function fulfilled(ports: EnginePorts, wish: Wish, answer: WishAnswer): Promise<void> {
  await saveWish(ports, { ...wish, answer });
  await ports.table.remove(openKeyOf(wish));
}

export async function failWish(ports: EnginePorts, wish: Wish, failed: ErrorCode): Promise<void> {
  await saveWish(ports, { ...wish, failed });
  await ports.table.remove(openKeyOf(wish));
}

/** After so long without an answer a person is told, instead of being kept waiting. */
const patienceMs = 2 * 60_000;

/** After a failure: those that wait have failed as well, at once where it `isOver`, else when they have waited for long. */
export async function giveUpWishes(
  ports: EnginePorts,
  owner: WishOwner,
  code: ErrorCode,
  isOver: boolean,
): Promise<void> {
  for (const { sk } of await openRows(ports, owner)) {
    const wish = await readWish(ports, owner, nameIn(sk).id);
    if (wish && isOpen(wish) && (isOver || ports.clock.now() - wish.at > patienceMs)) await failWish(ports, wish, code);
  }
}

const wishesAtOnce = 20;

async function openRows(ports: EnginePorts, { firm, connection }: WishOwner): Promise<readonly Row[]> {
  const pk = wishPartition(firm, connection);
  return (await ports.table.query({ pk, prefix: openPrefix, limit: wishesAtOnce })).rows;
}

const isOpen = ({ answer, failed }: Wish): boolean => answer === undefined && failed === undefined;
const lookedAtFrom = ({ heldUntil, at }: Wish): Instant => heldUntil ?? at;
const openKeyOf = (wish: Wish): Key => openWishKey({ ...wish, at: lookedAtFrom(wish) });

function nameIn(sk: string): { readonly at: Instant; readonly id: string } {
  const [, at = '', id = ''] = sk.split('#');
  return { at: Number(at), id };
}

async function putOpen(ports: EnginePorts, wish: Wish): Promise<void> {
  const { firm, connection } = wish;
  await ports.table.put({
    ...openKeyOf(wish),
    rev: 1,
    firm,
    connection,
    worker: wishWorkers[wish.request.kind],
    dueAt: lookedAtFrom(wish) + ports.settings.leaseMs,
    ...expiry(wish),
  });
}

async function readWish(ports: EnginePorts, { firm, connection }: WishOwner, id: string): Promise<Wish | undefined> {
  const row: Row | undefined = await ports.table.get(wishKey({ firm, connection, id }));
  return row && (await unsealed<Wish>(ports, firm, 'wish', row));
}

async function saveWish(ports: EnginePorts, wish: Wish): Promise<void> {
  const kept = await sealed(ports, wish.firm, 'wish', wish);
  await ports.table.put({ ...wishKey(wish), rev: 1, ...kept, ...expiry(wish) });
}

const expiry = ({ at }: Wish) => ({ expiresAt: Math.floor((at + keptMs) / 1000) });
