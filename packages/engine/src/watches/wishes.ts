import {
  type ErrorCode,
  type FieldTrace,
  type MattersFilter,
  type MattersPage,
  type RefreshRule,
  type Row,
  SyncError,
  type WatchChange,
} from '@concord/core';
import type { Caller, EnginePorts } from '../ports.ts';
import { sealed, unsealed } from '../sync/pack.ts';
import { clioOf, workingClioOf } from './clio-account.ts';
import { openPrefix, openWishKey, wishKey, wishPartition } from './keys.ts';

/** What a member asks of Clio. A worker fulfils it: pages never talk to a provider. */
export type WishRequest =
  | { readonly kind: 'matters'; readonly filter: MattersFilter; readonly next?: string }
  | { readonly kind: 'import'; readonly matters: readonly string[] }
  | { readonly kind: 'refresh'; readonly watch: string }
  | { readonly kind: 'choices' };

export type WishAnswer =
  | { readonly kind: 'matters'; readonly filter: MattersFilter; readonly page: MattersPage }
  | {
      readonly kind: 'import';
      readonly added: readonly string[];
      readonly known: readonly string[];
      readonly notShown: readonly string[];
    }
  | {
      readonly kind: 'refresh';
      readonly watch: string;
      readonly changes: readonly WatchChange[];
      readonly fields: readonly (FieldTrace & { readonly rule: RefreshRule })[];
      readonly because: readonly string[];
    }
  | { readonly kind: 'choices' };

export type Wish = WishOwner & {
  readonly id: string;
  readonly member: string;
  readonly request: WishRequest;
  readonly at: number;
  readonly answer?: WishAnswer;
  readonly failed?: ErrorCode;
};
export type WishOwner = { readonly firm: string; readonly connection: string };

const keptMs = 60 * 60_000;

/** Saves what is wished for and rings. Throws `refused` while the member's Clio does not work. */
export async function makeWish(ports: EnginePorts, caller: Caller, request: WishRequest): Promise<Wish> {
  const connection = await workingClioOf(ports, caller);
  const owner = { firm: caller.firm, connection: connection.id };
  const wish: Wish = { ...owner, id: ports.random.id(12), member: caller.member, request, at: ports.clock.now() };
  await saveWish(ports, wish);
  // After the wish itself: whoever dies in between leaves a wish that nobody was told of, and tells the page so.
  await ports.table.put({
    ...openWishKey(wish),
    rev: 1,
    ...owner,
    dueAt: wish.at + ports.settings.leaseMs,
    ...expiry(wish),
  });
  await ports.queue.send({ v: 1, kind: 'watches', ...owner });
  return wish;
}

/** The caller's own; another member's and an unknown one cannot be told apart. Throws `notFound`. */
export async function ownWish(ports: EnginePorts, caller: Caller, id: string): Promise<Wish> {
  const connection = await clioOf(ports, caller);
  const wish = connection && (await readWish(ports, { firm: caller.firm, connection: connection.id }, id));
  if (wish?.member !== caller.member) throw new SyncError('notFound', 'There is no such wish.');
  return wish;
}

/** The oldest first, at most so many. */
export async function openWishes(ports: EnginePorts, owner: WishOwner, limit: number): Promise<readonly Wish[]> {
  const pk = wishPartition(owner.firm, owner.connection);
  const { rows } = await ports.table.query({ pk, prefix: openPrefix, limit });
  const wishes = await Promise.all(
    rows.map(async ({ sk }) => await readWish(ports, owner, sk.split('#').at(-1) ?? '')),
  );
  return wishes.filter((wish) => wish !== undefined);
}

export async function fulfilled(ports: EnginePorts, wish: Wish, answer: WishAnswer): Promise<void> {
  await saveWish(ports, { ...wish, answer });
  await ports.table.remove(openWishKey(wish));
}

export async function failWish(ports: EnginePorts, wish: Wish, failed: ErrorCode): Promise<void> {
  await saveWish(ports, { ...wish, failed });
  await ports.table.remove(openWishKey(wish));
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
