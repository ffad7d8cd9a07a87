import { type Book, type Instant, isSameBook, joinBooks, type Pair, type SideName, SyncError } from '@concord/core';
import { type Connection, readConnection } from '../connect/connection.ts';
import { readMember } from '../connect/firm.ts';
import { updateRow } from '../connect/update-row.ts';
import type { Caller, EnginePorts } from '../ports.ts';
import { typeOf } from './item-types.ts';
import { booksKey } from './keys.ts';
import { readSync, type SyncRecord } from './sync-record.ts';
import { nameOf } from './sync-view.ts';

/** Which sync of a firm holds which books: one row a firm, written on its revision, so that no two syncs get the same. */
type Held = Pair & {
  /** When it was last asked for. */
  readonly at: Instant;
};

const cycleSentence =
  'Other syncs join these two already, so what is written on one side arrives on the other. One more would send it round in a circle.';
/** So long a draft holds its books although nobody has started it. */
const draftHoldsMs = 10 * 60 * 1000;
/** As long as asking for its preview may take: then it is a draft no more. */
const ownDraftHoldsMs = 5_000;
const maximumAttempts = 8;

/** The books of a sync. Clio's are the firm's; any other belongs to the account, whoever connected it. */
export function pairOf(
  record: Pick<SyncRecord, 'firm' | 'sync' | 'itemType' | SideName>,
  connections: Readonly<Record<SideName, Pick<Connection, 'provider' | 'accountId'>>>,
): Pair {
  const bookOf = (side: SideName): Book => bookBehind(record, connections[side], record[side].collection?.id);
  return { sync: record.sync, left: bookOf('left'), right: bookOf('right') };
}

export function bookBehind(
  { firm, itemType }: Pick<SyncRecord, 'firm' | 'itemType'>,
  { provider, accountId }: Pick<Connection, 'provider' | 'accountId'>,
  collection: string | undefined,
): Book {
  const owner = provider === 'clio' ? firm : accountId;
  return { provider, owner, itemType, ...(collection === undefined ? {} : { collection }) };
}

/**
 * The sync of this member holds its books from now on. A draft that nobody started gives way to the next one after ten minutes,
 * and to one of the same member at once; every other sync holds them until it is forgotten or moved. `isForPreview`: it is about
 * to be a draft no more. Throws `conflict`, with the name of who has them.
 */
export async function claimBooks(
  ports: EnginePorts,
  { firm, member }: Caller,
  pair: Pair,
  isForPreview = false,
): Promise<void> {
  for (let attempt = 0; attempt < maximumAttempts; attempt += 1) {
    const row = await ports.table.get(booksKey(firm));
    const held = (row?.pairs ?? []) as readonly Held[];
    const now = ports.clock.now();
    const free = await withoutAbandoned(ports, firm, held, pair, member);
    const joining = joinBooks(free, pair);
    if (joining.kind === 'taken') throw await takenError(ports, firm, joining.sync);
    if (joining.kind === 'cycle') throw new SyncError('conflict', cycleSentence);
    const isMine = held.some(({ sync, at }) => sync === pair.sync && at > now - draftHoldsMs / 2);
    if (isMine && free === held && !isForPreview) return;
    const pairs: readonly Held[] = [...free.filter(({ sync }) => sync !== pair.sync), { ...pair, at: now }];
    const next = { ...booksKey(firm), rev: (row?.rev ?? 0) + 1, pairs };
    if (await ports.table.put(next, row ? { kind: 'rev', rev: row.rev } : { kind: 'absent' })) return;
  }
  throw new SyncError('unavailable', 'Too many syncs are set up at once.', { retryAfterMs: 1000 });
}

/** Whether another sync of the firm fills the same left book. */
export async function sharesLeftBook(
  ports: EnginePorts,
  { firm, sync }: Pick<SyncRecord, 'firm' | 'sync'>,
): Promise<boolean> {
  const pairs = ((await ports.table.get(booksKey(firm)))?.pairs ?? []) as readonly Held[];
  const own = pairs.find((pair) => pair.sync === sync);
  return own === undefined || pairs.some((pair) => pair !== own && isSameBook(pair.left, own.left));
}

/** The other syncs of the firm that fill the same left book. */
export async function othersOnLeftBook(
  ports: EnginePorts,
  { firm, sync }: Pick<SyncRecord, 'firm' | 'sync'>,
): Promise<readonly string[]> {
  const pairs = ((await ports.table.get(booksKey(firm)))?.pairs ?? []) as readonly Held[];
  const own = pairs.find((pair) => pair.sync === sync);
  const others = pairs.filter((pair) => own !== undefined && pair !== own && isSameBook(pair.left, own.left));
  return others.map((pair) => pair.sync);
}

/** A forgotten or moved sync holds nothing any more. Safe to repeat. */
export async function freeBooks(ports: EnginePorts, firm: string, sync: string): Promise<void> {
  await updateRow(ports.table, booksKey(firm), (row) => {
    const held = (row?.pairs ?? []) as readonly Held[];
    const pairs = held.filter((pair) => pair.sync !== sync);
    return pairs.length === held.length ? undefined : { pairs };
  });
}

/** Without the draft that stands in the way, if nobody has started it: or the row itself, when nothing does. */
async function withoutAbandoned(
  ports: EnginePorts,
  firm: string,
  held: readonly Held[],
  pair: Pair,
  member: string,
): Promise<readonly Held[]> {
  const joining = joinBooks(held, pair);
  if (joining.kind !== 'taken') return held;
  const holder = held.find(({ sync }) => sync === joining.sync);
  if (holder === undefined || !(await isAbandoned(ports, firm, holder, member))) return held;
  return held.filter((each) => each !== holder);
}

/** Nobody has started it; one's own gives way at once, to the other pair that one has chosen since. */
async function isAbandoned(ports: EnginePorts, firm: string, { sync, at }: Held, member: string): Promise<boolean> {
  const now = ports.clock.now();
  if (at > now - ownDraftHoldsMs) return false;
  const record = await readSync(ports, { firm, sync });
  const holdsMs = record?.member === member ? ownDraftHoldsMs : draftHoldsMs;
  if (at > now - holdsMs) return false;
  // Without a row: somebody died before the draft was made.
  return record === undefined || (record.state === 'draft' && record.begun !== true);
}

const takenError = async (ports: EnginePorts, firm: string, sync: string): Promise<SyncError> =>
  new SyncError('conflict', await takenSentence(ports, firm, sync));

/** By right book: the sync that has it already, so that no other can; undefined where it is free for this member. */
export async function inTheWay(
  ports: EnginePorts,
  { firm, member }: Caller,
  rights: readonly Book[],
): Promise<readonly (string | undefined)[]> {
  const held = ((await ports.table.get(booksKey(firm)))?.pairs ?? []) as readonly Held[];
  return await Promise.all(
    rights.map(async (right) => {
      const holder = held.find((pair) => isSameBook(pair.right, right));
      return holder && !(await isAbandoned(ports, firm, holder, member)) ? holder.sync : undefined;
    }),
  );
}

/** Who has a right book already, and what can be done about it. */
export async function takenSentence(ports: EnginePorts, firm: string, sync: string): Promise<string> {
  const record = await readSync(ports, { firm, sync });
  if (record === undefined) return 'Somebody is setting up a sync of this account just now. Try again in ten minutes.';
  const [member, right] = await Promise.all([
    readMember(ports, record),
    readConnection(ports, firm, record.right.connection),
  ]);
  const { collection } = nameOf(ports, record, 'right');
  const who = member?.email || 'another member of your firm';
  const [are, what] = record.right.collection ? ['is', `its ${typeOf(record).words.many}`] : ['are', 'them'];
  return `The ${collection} of ${right?.account ?? 'this account'} ${are} synced already by ${who}: a second sync would double ${what}. Whoever has it can disconnect that account and have it forgotten; then you can sync it.`;
}
