import type { SyncState } from '@concord/core';
import type { BookName, Happening, HappeningKind, Of } from '../history/happenings.ts';
import type { Card } from '../people/cards.ts';
import { type CardIndex, createCardIndex } from './card-index.ts';
import type { Cast, FirmCast, Mailbox } from './cast.ts';

/** What somebody did last with a card in a book. */
export type LastMove = { readonly what: 'deleted' | 'left' | 'returned' | 'merged'; readonly at: number };

export type PersonSeen = {
  readonly tag: string;
  readonly firm: FirmCast;
  /** Where people typed it in. */
  readonly births: ReadonlySet<BookName>;
  readonly mergedInto: string | undefined;
  readonly moves: ReadonlyMap<BookName, LastMove>;
  /** By mailbox: since when Concord certainly has its two cards for one. */
  readonly joinedAt: ReadonlyMap<BookName, number>;
  readonly answers: readonly { readonly answer: string; readonly at: number }[];
};

export type SyncSeen = {
  readonly sync: string;
  readonly mailbox: Mailbox;
  readonly state: SyncState | undefined;
  readonly parked: number;
  readonly scannedAt: number | undefined;
  /** When it was first seen live after the last scan. */
  readonly liveAt: number | undefined;
};

export type WorkerSeen = {
  readonly worker: number;
  readonly firm: string;
  readonly sync: string;
  readonly mailbox: Mailbox | undefined;
  readonly beganAt: number;
  readonly end: 'ends' | 'dies' | 'fails' | undefined;
};

/** How everything stands just before the happening that is being judged; kept up with each. */
export type Picture = {
  readonly take: (happening: Happening) => void;
  readonly cards: CardIndex;
  readonly person: (tag: string) => PersonSeen | undefined;
  readonly people: () => Iterable<PersonSeen>;
  /** The tags on a card of people who are not one. */
  readonly ownersOf: (card: Card) => readonly string[];
  /** Whose card it is; `company {name}` or `stranger {name}` when it carries no tag. */
  readonly ownerOf: (card: Card) => string;
  readonly cardsOf: (owner: string, book: BookName) => readonly Card[];
  readonly isIn: (owner: string, book: BookName) => boolean;
  readonly worker: (number: number | 'person') => WorkerSeen | undefined;
  readonly syncs: () => Iterable<SyncSeen>;
  readonly syncOf: (mailbox: BookName) => SyncSeen | undefined;
  /** Somebody began the sync of that mailbox anew at or after that moment: what was deleted is then offered once more. */
  readonly isOfferedSince: (mailbox: BookName, at: number) => boolean;
};

type Growing<Seen> = { -readonly [Key in keyof Seen]: Seen[Key] };
type Person = Growing<PersonSeen> & {
  readonly births: Set<BookName>;
  readonly moves: Map<BookName, LastMove>;
  readonly joinedAt: Map<BookName, number>;
  readonly answers: { readonly answer: string; readonly at: number }[];
};
type Worker = Growing<WorkerSeen> & { readonly wrote: string[] };

export function createPicture(cast: Cast): Picture {
  const people = new Map<string, Person>();
  const workers = new Map<number, Worker>();
  const syncs = new Map<string, Growing<SyncSeen>>();
  const byMailbox = new Map<BookName, Growing<SyncSeen>>();
  const cards = createCardIndex();

  const ownersOf = ({ tags }: Card): readonly string[] => {
    if (tags.length === 1) return tags;
    const living = tags.filter((tag) => people.get(tag)?.mergedInto === undefined);
    // Whoever took others in may have been merged since, and this is the card that goes.
    return living.length > 0 ? living : tags.filter((tag) => !tags.includes(people.get(tag)?.mergedInto ?? ''));
  };
  const ownerOf = (card: Card): string => {
    const { tags, isCompany, texts } = card;
    if (tags.length > 0) return ownersOf(card)[0] ?? tags.join(' and ');
    return isCompany ? `company ${texts.company}` : `stranger ${texts.firstName} ${texts.lastName}`;
  };
  const cardsOf = (owner: string, book: BookName): readonly Card[] =>
    cards.withKey(book, owner).filter((card) => ownerOf(card) === owner);

  const moved = (what: LastMove['what'], { tag, book, at }: { tag: string; book: BookName; at: number }): void => {
    people.get(tag)?.moves.set(book, { what, at });
  };
  const joins = ({ wrote, mailbox }: Worker, at: number): void => {
    if (mailbox === undefined) return;
    for (const owner of wrote) {
      const joinedAt = people.get(owner)?.joinedAt;
      if (joinedAt && !joinedAt.has(mailbox.book)) joinedAt.set(mailbox.book, at);
    }
  };
  const readers: { readonly [Kind in HappeningKind]?: (happening: Of<Kind>) => void } = {
    born: ({ tag, firm: id, book }) => {
      const firm = cast.firmOf(id);
      if (firm === undefined) return;
      const person = people.get(tag) ?? newPerson(tag, firm);
      people.set(tag, person);
      person.births.add(book);
    },
    deleted: (deed) => moved('deleted', deed),
    left: (deed) => moved('left', deed),
    returned: (deed) => moved('returned', deed),
    merged: ({ tag, lost, book, at }) => {
      moved('merged', { tag: lost, book, at });
      const person = people.get(lost);
      if (person) person.mergedInto = tag;
    },
    change: ({ book, id, after, by }) => {
      cards.show(book, id, after);
      if (after && by !== 'person') workers.get(by)?.wrote.push(ownerOf(after));
    },
    work: ({ worker, firm, sync, what, at }) => {
      const known = workers.get(worker);
      if (what === 'begins')
        workers.set(worker, {
          worker,
          firm,
          sync,
          mailbox: syncs.get(sync)?.mailbox,
          beganAt: at,
          end: undefined,
          wrote: [],
        });
      else if (known) {
        known.end = what;
        if (what === 'ends') joins(known, at);
      }
    },
    wish: ({ sync, member, mailbox: book, what, tag, answer, at }) => {
      if (tag !== undefined && answer !== undefined) people.get(tag)?.answers.push({ answer, at });
      const mailbox = cast.mailboxOf(member, book);
      if (sync === undefined || mailbox === undefined) return;
      const known = syncs.get(sync) ?? newSync(sync, mailbox);
      syncs.set(sync, known);
      byMailbox.set(mailbox.book, known);
      if (what !== 'scan') return;
      known.scannedAt = at;
      known.liveAt = undefined;
    },
    sight: ({ sync, state, parked, at }) => {
      const known = syncs.get(sync);
      if (known === undefined) return;
      known.state = state;
      known.parked = parked;
      if (state === 'live' && known.scannedAt !== undefined) known.liveAt ??= at;
    },
  };
  return {
    take: (happening) => (readers[happening.kind] as ((happening: Happening) => void) | undefined)?.(happening),
    cards,
    person: (tag) => people.get(tag),
    people: () => people.values(),
    ownersOf,
    ownerOf,
    cardsOf,
    isIn: (owner, book) => cardsOf(owner, book).length > 0,
    worker: (number) => (number === 'person' ? undefined : workers.get(number)),
    syncs: () => syncs.values(),
    syncOf: (mailbox) => byMailbox.get(mailbox),
    isOfferedSince: (mailbox, at) => {
      const sync = byMailbox.get(mailbox);
      if (sync?.scannedAt === undefined) return false;
      return sync.scannedAt >= at || sync.liveAt === undefined || sync.liveAt >= at;
    },
  };
}

const newPerson = (tag: string, firm: FirmCast): Person => ({
  tag,
  firm,
  births: new Set(),
  mergedInto: undefined,
  moves: new Map(),
  joinedAt: new Map(),
  answers: [],
});

const newSync = (sync: string, mailbox: Mailbox): Growing<SyncSeen> => ({
  sync,
  mailbox,
  state: undefined,
  parked: 0,
  scannedAt: undefined,
  liveAt: undefined,
});
