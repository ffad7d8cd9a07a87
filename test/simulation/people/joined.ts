import { type BookName, clioBook, type Happening, type Of, sideOf } from '../history/happenings.ts';
import type { History } from '../history/history.ts';
import type { Clouds } from '../stage/clouds.ts';
import { readTruth, type Truth } from './truth.ts';

/**
 * Which cards Concord is known to have made one, by what it did and nothing else: it made a card of somebody who was in the
 * other book, or changed one that both books have; it got its answer; and the worker came to a good end, so that it had
 * time to note it. Until then nobody of a story touches what could tell two people apart.
 */
export type Joined = {
  readonly isJoined: (tag: string, mailbox: BookName) => boolean;
  /** Whose card of that firm Concord wrote last. */
  readonly lastWritten: (firm: string) => string | undefined;
  /** Whether a worker of that firm has begun and not ended: it may have looked at one book and not yet at another. */
  readonly isAtWork: (firm: string) => boolean;
};

/** One reader for each history. */
export function readJoined(clouds: Clouds): Joined {
  const joined = known.get(clouds.history) ?? createJoined(clouds, readTruth(clouds.history));
  known.set(clouds.history, joined);
  return joined;
}

const known = new WeakMap<History, Joined>();

type Write = { readonly book: BookName; readonly id: string; readonly tag: string };

export function createJoined({ history, firms }: Pick<Clouds, 'history' | 'firms'>, truth: Truth): Joined {
  const pairs = new Set<string>();
  const lastWritten = new Map<string, string>();
  const sent = new Map<number, Write[]>();
  const answered = new Map<number, string[]>();
  const atWork = new Map<number, string>();
  const mailboxes = new Map(
    firms.flatMap(({ members }) =>
      members.flatMap(({ clioUser, mailboxes: own }) => own.map(({ book }) => [String(clioUser), book] as const)),
    ),
  );
  const bySync = new Map<string, BookName>();
  const syncs = new Map<number, string>();
  let read = 0;

  /** A write in Clio joins its card with the one in the mailbox of that sync, or of whose token it carried; one in a mailbox with Clio's. */
  const pairsOf = ({ book, id, tag }: Write, worker: number, account: string): readonly string[] => {
    const others = truth.shownOf(tag);
    if (sideOf(book) === 'right')
      return others.flatMap((other) => (sideOf(other.book) === 'left' ? [pairOf(other.card.id, book, id)] : []));
    const mailbox = bySync.get(syncs.get(worker) ?? '') ?? mailboxes.get(account);
    return others.flatMap((other) => (other.book === mailbox ? [pairOf(id, mailbox, other.card.id)] : []));
  };
  const onChange = ({ by, book, id, after }: Of<'change'>): void => {
    if (by === 'person' || after === undefined) return;
    const person = truth.person(truth.ownerOf(after));
    if (person === undefined) return;
    lastWritten.set(person.firm, person.tag);
    sent.set(by, [...(sent.get(by) ?? []), { book, id, tag: person.tag }]);
  };
  const onCall = ({ worker, writes, status, garbled, account }: Of<'call'>): void => {
    const waiting = sent.get(worker);
    if (!writes || waiting === undefined) return;
    sent.delete(worker);
    if (status === undefined || status >= 500 || garbled) return;
    const found = waiting.flatMap((write) => pairsOf(write, worker, account));
    answered.set(worker, [...(answered.get(worker) ?? []), ...found]);
  };
  const onWish = ({ sync, mailbox }: Of<'wish'>): void => {
    if (sync !== undefined && mailbox !== undefined) bySync.set(sync, mailbox);
  };
  const onWork = ({ worker, firm, sync, what }: Of<'work'>): void => {
    if (what === 'begins') {
      syncs.set(worker, sync);
      atWork.set(worker, firm);
      return;
    }
    atWork.delete(worker);
    if (what === 'ends') for (const pair of answered.get(worker) ?? []) pairs.add(pair);
    answered.delete(worker);
    sent.delete(worker);
  };

  const readers: { readonly [Kind in Happening['kind']]?: (happening: Of<Kind>) => void } = {
    change: onChange,
    call: onCall,
    work: onWork,
    wish: onWish,
  };
  const catchUp = (): void => {
    const all = history.all();
    for (; read < all.length; read += 1) {
      const happening = all[read];
      const reader = happening && readers[happening.kind];
      if (happening && reader) (reader as (happening: Happening) => void)(happening);
    }
  };
  return {
    isJoined: (tag, mailbox) => {
      catchUp();
      const shown = truth.shownOf(tag);
      const firm = truth.person(tag)?.firm;
      const lefts = shown.filter(({ book }) => firm !== undefined && book === clioBook(firm));
      const rights = shown.filter(({ book }) => book === mailbox);
      const all = lefts.flatMap((left) => rights.map((right) => pairOf(left.card.id, mailbox, right.card.id)));
      return all.length > 0 && all.every((pair) => pairs.has(pair));
    },
    lastWritten: (firm) => {
      catchUp();
      return lastWritten.get(firm);
    },
    isAtWork: (firm) => {
      catchUp();
      return [...atWork.values()].includes(firm);
    },
  };
}

const pairOf = (left: string, mailbox: BookName, right: string): string => `${left} ${mailbox} ${right}`;
